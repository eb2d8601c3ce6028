"""A visit, step by step, on both databases."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from hwawon.errors import BadInput, Conflict, ConsentNeeded, NotFound
from hwawon.garden import visits
from hwawon.garden.visits import Visit
from hwawon.recommend.context import UNSURE, surely
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import visit as table

IDLE = timedelta(seconds=60)


def begun(tx: Connection, device: str = "kiosk-1", visitor: str | None = None) -> Visit:
    return visits.begin(tx, device=device, surface="kiosk", language="ko", zone="zone1", visitor=visitor)


def agreed(tx: Connection, *, camera: bool = False) -> Visit:
    return visits.consented(tx, begun(tx), camera=camera)


def test_a_visit_begins_as_a_random_name_and_nothing_else(database: Database) -> None:
    with database.write() as tx:
        first, second = begun(tx), begun(tx)
    assert uuid.UUID(first.visitor).version == 4
    assert first.visitor != second.visitor
    known = (first.consent, first.mood, first.emotion, first.generation, first.gender, first.age_low, first.favorite)
    assert known == ("none", None, "", "", "", None, "")


def test_who_comes_back_keeps_the_name(database: Database) -> None:
    with database.write() as tx:
        first = begun(tx)
        assert begun(tx, visitor=first.visitor).visitor == first.visitor


def test_a_visit_is_found_by_its_own_device_alone(database: Database) -> None:
    with database.write() as tx:
        visit = begun(tx)
        assert visits.find(tx, visit.id, "kiosk-1", IDLE) == visit
        for device, id in (("kiosk-2", visit.id), ("kiosk-1", "nobody"), ("", visit.id)):
            with pytest.raises(NotFound):
                visits.find(tx, id, device, IDLE)


def test_nothing_is_told_of_a_visitor_before_consent(database: Database) -> None:
    with database.write() as tx:
        visit = begun(tx)
        with pytest.raises(ConsentNeeded):
            visits.felt(tx, visit, "calm", "hand")
        with pytest.raises(ConsentNeeded):
            visits.wished(tx, visit, "spring,sunny,day")
        with pytest.raises(ConsentNeeded):
            visits.taken(tx, visit, "emotions/calm/a_h.jpeg")
        with pytest.raises(ConsentNeeded):
            visits.need_camera(agreed(tx))


def test_a_mood_by_hand_is_a_whole_mood_and_not_sure_is_one_too(database: Database) -> None:
    with database.write() as tx:
        visit = visits.felt(tx, agreed(tx), "sad", "hand")
        assert (visit.mood, visit.emotion, visit.step) == (surely("sad"), "sad", "favorite")
        visit = visits.felt(tx, visit, "", "hand")
        assert (visit.mood, visit.emotion) == (UNSURE, "")
        assert visits.find(tx, visit.id, "kiosk-1", IDLE) == visit


@pytest.mark.parametrize(("emotion", "source"), [("joyful", "hand"), ("calm", "dreamt"), ("calm", "confirmed")])
def test_a_word_that_is_no_mood_is_refused(database: Database, emotion: str, source: str) -> None:
    with database.write() as tx, pytest.raises(BadInput):
        visits.felt(tx, agreed(tx), emotion, source)


def test_a_guess_is_confirmed_with_its_shades_or_corrected_to_one_word(database: Database) -> None:
    shades = (50, 50, 700, 40, 40, 40, 40, 40)
    with database.write() as tx:
        guess = {"mood": shades, "mood_source": "face", "emotion": "calm", "guessed": "calm"}
        visit = visits.changed(tx, agreed(tx, camera=True), **guess)
        with pytest.raises(BadInput, match="expected what was guessed"):
            visits.felt(tx, visit, "sad", "confirmed")
        assert visits.felt(tx, visit, "calm", "confirmed").mood == shades
        corrected = visits.felt(tx, visit, "sad", "corrected")
        assert (corrected.mood, corrected.guessed) == (surely("sad"), "calm")


def test_taking_consent_to_the_camera_back_forgets_what_it_told(database: Database) -> None:
    told = {"mood": surely("calm"), "mood_source": "face", "emotion": "calm", "guessed": "calm", "gender": "Male"}
    with database.write() as tx:
        visit = visits.changed(tx, visits.consented(tx, begun(tx), camera=True, adult=True), **told)
        visit = visits.consented(tx, visit, camera=False)
        assert visits.find(tx, visit.id, "kiosk-1", IDLE) == visit
    assert (visit.consent, visit.adult, visit.mood, visit.emotion, visit.gender) == ("hand", False, None, "", "")


def test_a_mood_by_hand_outlives_the_camera(database: Database) -> None:
    with database.write() as tx:
        visit = visits.felt(tx, agreed(tx, camera=True), "sad", "hand")
        assert visits.consented(tx, visit, camera=False).emotion == "sad"


def test_wishes_are_among_the_64_and_make_the_context(database: Database) -> None:
    with database.write() as tx:
        visit = visits.wished(tx, visits.felt(tx, agreed(tx), "calm", "hand"), "winter,snowy,sunset")
        with pytest.raises(BadInput, match="favorite"):
            visits.wished(tx, visit, "monsoon,wet,noon")
        bare = visits.wished(tx, visit, "")
    context = visit.context
    assert (context.emotion, context.season, context.weather, context.time) == ("calm", "winter", "snowy", "sunset")
    assert bare.context.season == ""


def test_steps_go_forward_and_a_second_thought_does_not_send_anybody_back(database: Database) -> None:
    with database.write() as tx:
        visit = agreed(tx)
        assert visit.step == "mood"
        visit = visits.wished(tx, visits.felt(tx, visit, "calm", "hand"), "winter,snowy,sunset")
        assert visit.step == "pictures"
        assert visits.felt(tx, visit, "sad", "hand").step == "pictures"
        assert visits.taken(tx, visit, "emotions/calm/a_h.jpeg").step == "final"


def test_an_ended_visit_takes_no_more_steps(database: Database) -> None:
    with database.write() as tx:
        visit = visits.ended(tx, begun(tx))
        assert visits.ended(tx, visit) == visit
        with pytest.raises(Conflict):
            visits.find(tx, visit.id, "kiosk-1", IDLE)


def test_a_silent_visit_ends_by_itself_and_a_lively_one_does_not(database: Database) -> None:
    with database.write() as tx:
        silent, lively = begun(tx), begun(tx)
        aged(tx, silent, IDLE * 2 + timedelta(seconds=1))
        aged(tx, lively, IDLE * 2 - timedelta(seconds=5))
        with pytest.raises(Conflict):
            visits.find(tx, silent.id, "kiosk-1", IDLE)
        assert visits.end_idle(tx, IDLE) == 1
        assert tx.scalars(select(table.c.id).where(table.c.ended_at.is_not(None))).all() == [silent.id]


def test_a_look_at_a_visit_is_worth_noting_after_a_while(database: Database) -> None:
    with database.write() as tx:
        visit = begun(tx)
        assert not visits.is_stale(visit)
        aged(tx, visit, timedelta(seconds=50))
        old = visits.find(tx, visit.id, "kiosk-1", IDLE)
        assert visits.is_stale(old)
        assert not visits.is_stale(visits.changed(tx, old))


def aged(tx: Connection, visit: Visit, by: timedelta) -> None:
    tx.execute(update(table).where(table.c.id == visit.id).values(seen_at=utc_now() - by))


def test_a_silent_visit_that_somebody_holds_is_left_for_the_next_time(postgresql_database: Database) -> None:
    database = postgresql_database
    with database.write() as tx:
        held, free = begun(tx), begun(tx)
        for one in (held, free):
            aged(tx, one, IDLE * 2 + timedelta(seconds=1))
    with database.write() as holding:
        assert visits.is_there(holding, held.id, hold=True)
        with database.write() as tx:
            assert visits.end_idle(tx, IDLE) == 1
    with database.write() as tx:
        assert visits.end_idle(tx, IDLE) == 1
        assert visits.end_idle(tx, IDLE) == 0
