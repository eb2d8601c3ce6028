"""Zones are kept right whenever somebody looks: they fill, turn, mend and follow programmes by themselves."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hwawon.displays import manifests, programmes, show, zones
from hwawon.displays.choose import Asked, Choice, newest, recommended
from hwawon.displays.settings import Hours, Interrupt, Schedule, Source, ZoneSettings
from hwawon.displays.stage import Stage
from hwawon.displays.wire import manifest_json, tag_of
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import slate
from support.screens import folder, published, put, retract


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return folder(tmp_path / "objects")


@pytest.fixture
def stage(database: Database, objects: Objects) -> Iterator[Stage]:
    yield Stage(database, objects, newest(database))


def items(stage: Stage, zone: str = "zone1", now: datetime | None = None) -> dict[str, str]:
    present = stage.view(zone, now).present
    return {slot: frame.item for slot, frame in present.slots.items()} if present else {}


def test_a_zone_fills_itself_and_turns_after_a_while(database: Database, objects: Objects, stage: Stage) -> None:
    assert items(stage) == {}
    keys = published(database, objects, 40)
    first = items(stage)
    assert len(first) == 18 and set(first.values()) <= set(keys)
    assert items(stage) == first
    later = items(stage, now=utc_now() + timedelta(seconds=301))
    assert not set(later.values()) & set(first.values())


def test_fewer_pictures_than_places_leave_places_empty_and_repeat_none(
    database: Database, objects: Objects, stage: Stage
) -> None:
    keys = published(database, objects, 5)
    found = items(stage)
    assert sorted(found.values()) == sorted(keys) and set(found) == {"1h", "2h", "3h", "1v", "2v"}


def test_neighbouring_zones_share_no_picture(database: Database, objects: Objects, stage: Stage) -> None:
    published(database, objects, 40)
    with database.write() as tx:
        zones.put(tx, "zone2", ZoneSettings(neighbours=("zone1",)))
    one, two = set(items(stage, "zone1").values()), set(items(stage, "zone2").values())
    assert len(one) == 18 and two and not one & two


def test_where_all_pictures_of_a_list_are_retracted_others_come(
    database: Database, objects: Objects, stage: Stage
) -> None:
    keys = published(database, objects, 6)
    put(database, objects, "zone1", [], [keys[0], keys[2]])
    for key in (keys[0], keys[2]):
        retract(database, key)
    found = items(stage)
    assert found["1h"] == keys[4] and set(found.values()) <= set(keys) - {keys[0], keys[2]}
    retract(database, keys[4])
    assert not any(slot.endswith("h") for slot in items(stage))


def test_the_last_picture_of_an_orientation_takes_all_places_rather_than_none(
    database: Database, objects: Objects, stage: Stage
) -> None:
    keys = published(database, objects, 4)
    put(database, objects, "zone1", [], [keys[0], keys[2]])
    retract(database, keys[0])
    assert {slot: item for slot, item in items(stage).items() if slot.endswith("h")} == {"1h": keys[2], "2h": keys[2]}


def test_a_file_that_is_another_again_may_be_shown_again(database: Database, objects: Objects, stage: Stage) -> None:
    keys = published(database, objects, 4)
    put(database, objects, "zone1", [], [keys[0]])
    objects.write(keys[0], b"broken")
    stage.spoil(keys[0])
    assert items(stage)["1h"] == keys[2]
    objects.write(keys[0], b"another picture")
    put(database, objects, "zone1", [], [keys[0]])
    assert items(stage)["1h"] == keys[0]


def test_programmes_have_their_pictures_before_they_begin(database: Database, objects: Objects, stage: Stage) -> None:
    keys = published(database, objects, 24)
    soon = utc_now() + timedelta(minutes=5)
    fixed = Source(kind="fixed", landscape=(keys[0], keys[2]))
    with database.write() as tx:
        interrupt = Interrupt(starts_at=soon, ends_at=soon + timedelta(minutes=5), source=fixed)
        id = programmes.add(tx, "zone1", interrupt)
        programmes.add(tx, "zone1", Schedule(hours=Hours(start=time(0), to=time(0)), source=Source(emotion="calm")))
    told = manifest_json(stage.view("zone1"))
    assert [part["version"] is not None for part in told["timeline"]] == [True] * len(told["timeline"])
    coming = told["sets"][str(told["timeline"][1]["version"])]
    assert {slot: one["item"] for slot, one in coming.items()} == {"1h": keys[0], "2h": keys[2]}
    assert told["timeline"][1]["at"] == pytest.approx(soon.timestamp(), abs=0.01)
    assert items(stage, now=soon + timedelta(seconds=1)) == {"1h": keys[0], "2h": keys[2]}
    with database.write() as tx:
        programmes.remove(tx, id)
    assert len(items(stage, now=soon + timedelta(seconds=1))) == 18


def test_a_manifest_keeps_its_tag_while_nothing_changes(database: Database, objects: Objects, stage: Stage) -> None:
    keys = published(database, objects, 24)
    put(database, objects, "zone1", [], [keys[0]])
    now = utc_now()
    tags = [tag_of(manifest_json(stage.view("zone1", now + timedelta(seconds=later)))) for later in (0, 1, 60)]
    assert len(set(tags)) == 1


def test_a_visitors_other_places_are_filled_for_the_same_mood(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 24)
    asked: list[Asked] = []

    def choose(wish: Asked) -> Choice:
        asked.append(wish)
        return newest(database)(wish)

    with database.write() as tx:
        words = {"emotion": "calm", "favorite": "winter,snowy,day", "visit": "5" * 32, "visitor": "v1"}
        show.begin_show(tx, objects, "zone1", None, words, first=[keys[0]], idle_s=60)
    stage = Stage(database, objects, choose)
    found = items(stage)
    assert found["1h"] == keys[0] and len(found) == 18 and len(set(found.values())) == 18
    ours = [one for one in asked if one.visit == "5" * 32]
    assert {(one.context.emotion, one.context.season, one.visitor) for one in ours} == {("calm", "winter", "v1")}
    before = len(asked)
    assert items(stage) == found and len(asked) == before  # it is filled once
    with database.read() as tx:
        assert manifests.lanes(tx, "zone1")["visit"].cause == "filled"
    gone = items(stage, now=utc_now() + timedelta(seconds=61))
    assert gone != found and len(gone) == 18


def test_the_recommenders_choice_is_logged_for_nobody_with_its_chances(database: Database, objects: Objects) -> None:
    published(database, objects, 30)
    stage = Stage(database, objects, recommended(Recommender(database), newest(database)))
    present = stage.view("zone1").present
    assert present is not None and len(present.slots) == 18
    with database.read() as tx:
        rows = tx.execute(select(slate.c.id, slate.c.surface, slate.c.visitor, slate.c.zone)).all()
    assert {(row.surface, row.visitor, row.zone) for row in rows} == {("display", None, "zone1")}
    assert {frame.slate for frame in present.slots.values()} == {row.id for row in rows}


def test_a_recommender_that_fails_leaves_no_screen_empty(database: Database, objects: Objects) -> None:
    published(database, objects, 4)

    class Broken(Recommender):
        def slate(self, wish: object) -> object:  # type: ignore[override]
            raise RuntimeError("no model")

    stage = Stage(database, objects, recommended(Broken(database), newest(database)))
    assert len(items(stage)) == 4


def test_many_who_look_at_once_make_one_manifest(database: Database, objects: Objects, stage: Stage) -> None:
    from concurrent.futures import ThreadPoolExecutor

    published(database, objects, 24)
    with ThreadPoolExecutor(8) as pool:
        found: Sequence[dict[str, str]] = list(pool.map(lambda _: items(stage), range(16)))
    assert all(one == found[0] for one in found)
    with database.read() as tx:
        assert zones.get(tx, "zone1").version == 1
