"""Where an installation stands decides whether a face may be read."""

from typing import Any

import pytest

from hwawon.errors import BadInput, EmotionReadingOff
from hwawon.garden import place as places
from hwawon.garden.place import Place
from hwawon.storage.database import Database
from hwawon.validation import validated


def saved(database: Database, **wanted: Any) -> Place:
    with database.write() as tx:
        return places.save(tx, validated(Place, wanted))


def loaded(database: Database) -> Place:
    with database.read() as tx:
        return places.load(tx)


def test_until_somebody_answers_faces_may_be_read_and_age_and_gender_are_off(database: Database) -> None:
    places.check_reading(database)
    with database.read() as tx:
        place, answered_at = places.loaded(tx)
    assert (place.age_and_gender, place.returning, place.live, answered_at) == (False, "code", False, None)


@pytest.mark.parametrize("kind", ["workplace", "school"])
def test_at_work_and_in_school_no_face_is_read_whatever_was_set_before(database: Database, kind: str) -> None:
    saved(database, kind="museum", emotion_reading=True)
    places.check_reading(database)
    place = saved(database, kind=kind)
    assert (place.reads_emotions, place.off_because) == (False, kind)
    with pytest.raises(EmotionReadingOff, match=r"AI Act, Article 5\(1\)\(f\)"):
        places.check_reading(database)


def test_reading_cannot_be_switched_on_at_work_and_the_law_is_named(database: Database) -> None:
    with pytest.raises(BadInput, match=r"Article 5\(1\)\(f\)"):
        saved(database, kind="workplace", emotion_reading=True)
    saved(database, kind="school")
    with pytest.raises(BadInput, match="emotion_reading"):
        saved(database, emotion_reading=True)
    assert loaded(database).kind == "school"


def test_reading_can_be_switched_off_anywhere(database: Database) -> None:
    saved(database, kind="shop", emotion_reading=False)
    assert loaded(database).off_because == "switched_off"
    with pytest.raises(EmotionReadingOff, match="switched off"):
        places.check_reading(database)


def test_what_is_not_named_stays_as_it_was(database: Database) -> None:
    saved(database, kind="museum", name="Museum of Flowers", idle_s=90)
    saved(database, idle_s=30)
    assert (loaded(database).name, loaded(database).idle_s, loaded(database).kind) == (
        "Museum of Flowers",
        30,
        "museum",
    )


def test_codes_live_as_long_as_what_they_can_erase() -> None:
    with pytest.raises(BadInput, match="codes_days: expected at least 400"):
        validated(Place, {"retention": {"interactions_days": 400}})
    validated(Place, {"retention": {"interactions_days": 400, "codes_days": 400}})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "office"},
        {"idle_s": 1},
        {"languages": []},
        {"languages": ["en", "en"]},
        {"languages": ["fr"]},
        {"address": "garden.example"},
        {"address": "https://user@garden.example"},
        {"address": "https://garden.example/?a=b"},
        {"returning": "iris"},
        {"label": {"fr": "fait par IA"}},
        {"minimum_group": 0},
        {"retention": {"visits_days": 0}},
        {"name": "a\nb"},
        {"colour": "red"},
    ],
)
def test_a_setting_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        validated(Place, wrong)


def test_an_address_loses_its_last_slash() -> None:
    assert Place(address="https://garden.example/flowers/").address == "https://garden.example/flowers"
