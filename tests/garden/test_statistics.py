"""The dashboard's numbers: known visits give known numbers, quickly, and small groups stay inside."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, func, insert, select

from hwawon.garden import place
from hwawon.garden.kept_days import KeptDays, settle
from hwawon.garden.statistics import Guesses, ages_of, counts_of, guesses_of, pairs_of, spread
from hwawon.garden.sweep import sweep
from hwawon.garden.tally import Tally, VisitFacts, tally_of, tally_of_json
from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.recommend.context import GENERATIONS
from hwawon.storage.database import Database
from hwawon.storage.statistics_tables import visit_day
from hwawon.storage.types import to_json, utc_now
from hwawon.storage.visitor_tables import mood_check, visit
from support.made_visits import NOON, fifty, opinions_of, slates_of, visits_of

LONG_AGO = date(2026, 5, 2)


def tally_between(database: Database, **asked: Any) -> Tally:
    return KeptDays(database).between(None, None, **asked)


def test_fifty_known_visits_give_known_numbers(database: Database) -> None:
    told = fifty()
    ids = visits_of(database, told)
    slates_of(database, ids[:30] + ids[:5])
    opinions_of(
        database,
        *({"visit": id, "timestamp": int(NOON.timestamp())} for id in ids[:7]),
        {"event_type": "dislike"},
        {"event_type": "unlike"},
        {"event_type": "like", "synthetic": True},
        {"event_type": "view"},
    )
    tally = tally_between(database)
    counts, pairs, ages = counts_of(tally), pairs_of(tally), ages_of(tally)
    wanted = {"visits": 50, "taken_home": 10, "gardens": 30, "likes": 7, "dislikes": 1, "unlikes": 1}
    assert {name: tally.numbers[name] for name in wanted} == wanted
    assert counts["emotion"] == dict(Counter(one["emotion"] for one in told))
    for place_, kind in enumerate(("season", "weather", "time")):
        chosen = [one["favorite"].split(",")[place_] for one in told if one["favorite"]]
        assert counts[kind] == dict(Counter(chosen))
        both = Counter(zip((one["emotion"] for one in told if one["favorite"]), chosen, strict=True))
        assert {(a, b): n for a, row in pairs[f"emotion/{kind}"].items() for b, n in row.items()} == dict(both)
    assert counts["gender"] == {"Male": 20, "Female": 25}
    assert counts["generation"] == dict(Counter(one["generation"] for one in told))
    hours = Counter((one["emotion"], str(one["started_at"].hour)) for one in told)
    assert {(a, b): n for a, row in pairs["emotion/hour"].items() for b, n in row.items()} == dict(hours)
    assert ages[""].count == 50 and ages[""].average == 49.5 and ages[""].median == 49.5
    of_happy = [25 + number for number in range(0, 50, 4)]
    assert ages["happy"].average == round(float(np.mean(of_happy)), 2)
    assert (ages["happy"].lower, ages["happy"].upper) == tuple(np.percentile(of_happy, (25, 75)))
    assert {"generation/gender", "season/generation", "weather/gender", "time/gender"} <= set(pairs)


def test_a_zone_and_a_time_are_counted_alone(database: Database) -> None:
    visits_of(database, fifty())
    visits_of(database, [{"emotion": "sad"}, {"emotion": "sad", "synthetic": True}])
    days = KeptDays(database)
    first = days.between(LONG_AGO, LONG_AGO)
    assert first.numbers["visits"] == sum(one["started_at"].date() == LONG_AGO for one in fifty()) == 48
    assert days.between(date(2026, 5, 3), date(2026, 5, 3)).numbers["visits"] == 2
    assert days.between(date(2026, 5, 4), None).numbers["visits"] == 1
    assert days.between(None, None, synthetic=True).numbers["visits"] == 1
    assert days.between(None, None, zone="zone1").numbers["visits"] == 25
    assert days.between(None, None, zone="zone9").numbers["visits"] == 0
    assert days.between(date(2026, 5, 5), date(2026, 5, 6)).numbers["visits"] == 0


def test_todays_visits_count_at_once_and_change_as_they_go_on(database: Database) -> None:
    days = KeptDays(database)
    (id,) = visits_of(database, [{}])
    assert counts_of(days.between(None, None))["emotion"] == {}
    with database.write() as tx:
        tx.execute(visit.update().where(visit.c.id == id).values(emotion="calm"))
    assert counts_of(days.between(None, None))["emotion"] == {"calm": 1}


def test_a_day_that_is_over_is_counted_once_and_anew_when_somebody_is_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = visits_of(database, fifty())
    assert KeptDays(database).between(None, None).numbers["visits"] == 50
    monkeypatch.setattr("hwawon.garden.kept_days.count_day", _only_recent)
    assert KeptDays(database).between(None, None).numbers["visits"] == 50
    monkeypatch.undo()
    with database.write() as tx:
        tx.execute(delete(visit).where(visit.c.id.in_(ids[:3])))
    assert KeptDays(database).between(None, None).numbers["visits"] == 47
    with database.write() as tx:
        tx.execute(delete(visit))
    days = KeptDays(database)
    assert days.between(None, None).numbers["visits"] == 0
    visits_of(database, fifty()[:4])
    opinions_of(database, {"timestamp": int(NOON.timestamp()), "event_type": "like"})
    tally = days.between(None, None)
    assert (tally.numbers["visits"], tally.numbers["likes"]) == (4, 1)


def _only_recent(tx: Any, day: date) -> Any:
    from hwawon.garden.day_counts import count_day

    assert day >= utc_now().date() - timedelta(days=1), "a day that is over is counted again"
    return count_day(tx, day)


def test_days_that_are_settled_outlive_their_visits(database: Database) -> None:
    visits_of(database, fifty())
    with database.write() as tx:
        settle(tx, date(2026, 5, 3))
        tx.execute(delete(visit).where(visit.c.started_at < datetime(2026, 5, 3, tzinfo=UTC)))
    days = KeptDays(database)
    assert days.between(None, None).numbers["visits"] == 50
    with database.write() as tx:
        tx.execute(delete(visit))
        settle(tx, date(2026, 5, 3))
    assert days.between(None, None).numbers["visits"] == 48
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(visit_day)) == 2


def test_visits_that_are_deleted_by_their_age_stay_in_the_numbers(database: Database) -> None:
    old = [{"emotion": "calm", "started_at": utc_now() - timedelta(days=age)} for age in (100, 40, 3, 1, 0)]
    visits_of(database, old)
    for kept_days, left in ((90, 4), (30, 3), (1, 1)):
        with database.write() as tx:
            place.save(tx, place.Place(retention=place.Retention(visits_days=kept_days)))
        sweep(database)
        with database.read() as tx:
            assert tx.scalar(select(func.count()).select_from(visit)) == left
        assert KeptDays(database).between(None, None).numbers["visits"] == 5
    visits_of(database, [{"emotion": "calm"}])
    assert counts_of(KeptDays(database).between(None, None))["emotion"] == {"calm": 6}


def test_hours_are_told_by_the_clocks_of_the_place() -> None:
    at = datetime(2026, 5, 2, 23, 50, tzinfo=UTC)
    tally = tally_of([VisitFacts("calm", "", "", "", None, None, None, at)])
    for offset_min, hour in ((0, "23"), (540, "8"), (330, "5"), (-480, "15"), (9, "23"), (345, "5")):
        assert pairs_of(tally, offset_min)["emotion/hour"] == {"calm": {hour: 1}}, offset_min


def test_a_tally_comes_back_from_json_as_it_was() -> None:
    import json

    named = ({name: one.get(name) for name in VisitFacts._fields} for one in fifty())
    facts = [VisitFacts(**dict[str, Any](one)) for one in named]
    tally = tally_of(facts)
    assert tally_of_json(json.loads(to_json(tally.as_json()))) == tally
    assert tally_of([]).numbers["visits"] == 0 and ages_of(Tally()) == {} and pairs_of(Tally()) == {}


@pytest.mark.parametrize("ages", [[30.0], [20.0, 40.0], [20.5, 20.5, 33.0], list(np.arange(1.0, 100.0, 0.5))])
def test_quartiles_are_as_numpy_has_them(ages: list[float]) -> None:
    made = spread(Counter(float(one) for one in ages))
    wanted = tuple(round(float(one), 2) for one in np.percentile(ages, (0, 25, 50, 75, 100)))
    assert (made.least, made.lower, made.median, made.upper, made.most) == wanted
    assert made.count == len(ages)


def answers(database: Database, *rows: tuple[str, str, str, str, str, int]) -> None:
    names = ("day", "generation", "gender", "guessed", "said", "times")
    with database.write() as tx:
        tx.execute(insert(mood_check), [dict(zip(names, row, strict=True)) for row in rows])


def test_wrong_guesses_are_told_by_group_and_small_groups_together(database: Database) -> None:
    answers(
        database,
        ("2026-05-02", "adult", "Male", "happy", "happy", 8),
        ("2026-05-03", "adult", "Male", "happy", "sad", 3),
        ("2026-05-03", "adult", "Male", "", "sad", 50),
        ("2026-05-03", "elder", "Female", "calm", "sad", 2),
        ("2026-05-03", "child", "", "calm", "calm", 4),
        ("2026-05-03", "", "", "calm", "calm", 1),
    )
    with database.read() as tx:
        assert guesses_of(tx, None, None, 5) == ([Guesses("adult", "Male", 8, 3), Guesses("", "", 5, 2)], 3)
        assert guesses_of(tx, None, date(2026, 5, 2), 5) == ([Guesses("adult", "Male", 8, 0)], 0)
        assert guesses_of(tx, date(2026, 5, 3), None, 8) == ([Guesses("", "", 5, 5)], 4)
        assert guesses_of(tx, date(2027, 1, 1), None, 1) == ([], 0)


def test_what_was_counted_once_is_told_quickly(sqlite: Database) -> None:
    words = product(EMOTIONS, FAVORITES, GENERATIONS)
    some = [{"emotion": e, "favorite": f, "generation": g} for e, f, g in islice(words, 1000)]
    start = utc_now() - timedelta(days=99)
    for day in range(0, 100, 10):
        at = [{"started_at": start + timedelta(days=day + number % 10, seconds=number)} for number in range(1000)]
        visits_of(sqlite, [one | when for one, when in zip(some, at, strict=True)])
    days = KeptDays(sqlite)
    assert days.between(None, None).numbers["visits"] == 10_000
    began = datetime.now(UTC)
    assert days.between(None, None).numbers["visits"] == 10_000
    assert datetime.now(UTC) - began < timedelta(seconds=1)
