"""A face before a kiosk: read after consent alone, told of in numbers, kept nowhere."""

from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select

from hwawon.errors import BadPicture, LookFailed, MissingModel, PictureTooLarge
from hwawon.garden import face_routes
from hwawon.storage.garden_tables import visitor
from hwawon.storage.visitor_tables import face_print, mood_check
from hwawon.storage.visitor_tables import visit as visits
from support.garden_visits import Garden, face, open_garden, seeing

USUAL = {"age_and_gender": False, "child_age": 14, "returning": "code", "emotion_reading": True, "kind": "museum"}
VECTOR = tuple(float(number % 7 - 3) for number in range(64))
OTHER = tuple(float((number * 5) % 11 - 5) for number in range(64))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("faces")) as garden:
        yield garden


@pytest.fixture
def garden(opened: Garden) -> Garden:
    opened.place(**USUAL)
    return opened


def row(garden: Garden, id: str) -> Any:
    with garden.studio.house.database.read() as tx:
        return tx.execute(select(visits).where(visits.c.id == id)).one()


def every(garden: Garden, table: Any) -> list[Any]:
    with garden.studio.house.database.read() as tx:
        return list(tx.execute(select(table)).all())


def test_no_picture_is_looked_at_before_consent_to_the_camera(garden: Garden) -> None:
    for id in (garden.begin()["id"], garden.agreed(camera=False)):
        with seeing(face()) as asked:
            answer = garden.kiosk.post(f"/api/visits/{id}/face", content=b"a picture")
        assert (answer.status_code, answer.json()["code"]) == (403, "consent_needed")
        assert not asked.called
        assert row(garden, id).mood is None


def test_no_picture_is_looked_at_where_faces_are_not_read(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    garden.place(kind="workplace")
    with seeing(face()) as asked:
        answer = garden.kiosk.post(f"/api/visits/{id}/face", content=b"a picture")
    assert (answer.status_code, answer.json()["code"]) == (403, "emotion_reading_off")
    assert "AI Act" in answer.json()["error"]
    assert not asked.called


def test_a_face_gives_a_mood_with_its_shades_and_no_age_or_gender(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    told = garden.look(id, face("happy")).json()
    assert (told["emotion"], told["guessed"], told["mood_source"], told["step"]) == (
        "happy",
        "happy",
        "face",
        "favorite",
    )
    assert told["mood"]["happy"] > 800 and sum(told["mood"].values()) == 1000
    assert (told["age_low"], told["generation"], told["gender"]) == (None, "", "")
    assert not {"age_low", "gender", "generation", "landmarks", "vector"} & told["face"].keys()
    kept = row(garden, id)
    assert (kept.age_low, kept.age_high, kept.generation, kept.gender) == (None, None, "", "")


def test_age_and_gender_are_told_where_the_place_wants_them(garden: Garden) -> None:
    garden.place(age_and_gender=True)
    id = garden.agreed(camera=True)
    told = garden.look(id, face("sad", age=40, male=0.1)).json()
    assert 36 <= told["age_low"] < 40 < told["age_high"] <= 44
    assert (told["generation"], told["gender"]) == ("adult", "Female")
    with garden.studio.house.database.read() as tx:
        known = tx.execute(select(visitor).where(visitor.c.id == told["visitor"])).one()
    assert (known.generation, known.gender, known.emotion) == ("adult", "Female", "SAD")


def test_a_face_that_could_be_anything_is_not_sure(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    told = garden.look(id, face("none of them")).json()
    assert (told["emotion"], told["guessed"], set(told["mood"].values())) == ("", "", {125})


def test_a_guess_rests_on_the_last_moments(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    for emotion in ("calm", "calm", "calm", "calm", "happy"):
        told = garden.look(id, face(emotion)).json()
    assert told["emotion"] == "calm"
    assert 100 < told["mood"]["happy"] < 400


def test_nobody_before_the_camera_is_no_face(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    answer = garden.look(id)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_face")
    assert row(garden, id).mood is None


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadPicture(), 422), (PictureTooLarge(), 413), (MissingModel(["centerface"]), 503), (LookFailed(), 503)],
)
def test_a_look_that_fails_says_why_and_keeps_nothing(garden: Garden, error: Exception, status: int) -> None:
    id = garden.agreed(camera=True)
    answer: Future[Any] = Future()
    answer.set_exception(error)
    with mock.patch.object(face_routes, "ask_faces", return_value=answer):
        assert garden.kiosk.post(f"/api/visits/{id}/face", content=b"x").status_code == status
    assert row(garden, id).mood is None


def test_a_picture_of_too_many_bytes_is_refused(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    for kind in ("image/jpeg", "multipart/form-data; boundary=x"):
        big = bytes(face_routes.MOST_BYTES + 1)
        with seeing(face()) as asked:
            answer = garden.kiosk.post(f"/api/visits/{id}/face", content=big, headers={"Content-Type": kind})
        assert (answer.status_code, asked.called) == (413, False)


def test_a_child_needs_an_adults_tap_and_nothing_is_kept_before(garden: Garden) -> None:
    garden.place(age_and_gender=True)
    id = garden.agreed(camera=True)
    answer = garden.look(id, face(age=9))
    assert (answer.status_code, answer.json()["code"]) == (403, "adult_needed")
    kept = row(garden, id)
    assert (kept.mood, kept.age_low, kept.generation) == (None, None, "")
    garden.done("post", id, "consent", {"camera": True, "adult": True})
    assert garden.look(id, face("happy", age=9)).json()["emotion"] == "happy"


def test_a_place_may_ask_no_age(garden: Garden) -> None:
    garden.place(child_age=0)
    assert garden.look(garden.agreed(camera=True), face(age=4)).status_code == 200


def test_taking_the_camera_back_forgets_the_guess(garden: Garden) -> None:
    id = garden.agreed(camera=True)
    garden.look(id, face("angry"))
    told = garden.done("post", id, "consent", {"camera": False})
    assert (told["mood"], told["emotion"], told["guessed"]) == (None, "", "")


def test_the_visitor_corrects_the_guess_and_only_a_count_remembers_it(garden: Garden) -> None:
    before = sum(one.times for one in every(garden, mood_check))
    id = garden.agreed(camera=True)
    garden.look(id, face("angry"))
    told = garden.done("put", id, "mood", {"emotion": "calm", "source": "corrected"})
    assert (told["emotion"], told["guessed"], told["mood"]["calm"]) == ("calm", "angry", 1000)
    counted = [one for one in every(garden, mood_check) if (one.guessed, one.said) == ("angry", "calm")]
    assert sum(one.times for one in every(garden, mood_check)) - before == 1
    assert (counted[0].generation, counted[0].gender) == ("", "")


def test_a_later_mood_by_hand_is_not_counted_as_an_error(garden: Garden) -> None:
    before = sum(one.times for one in every(garden, mood_check))
    id = garden.agreed(camera=True)
    garden.look(id, face("calm"))
    garden.done("put", id, "mood", {"emotion": "calm", "source": "confirmed"})
    garden.done("put", id, "mood", {"emotion": "sad", "source": "hand"})
    assert sum(one.times for one in every(garden, mood_check)) - before == 1


def test_the_first_of_several_faces_is_the_visitors(garden: Garden) -> None:
    assert garden.look(garden.agreed(camera=True), face("sad"), face("happy")).json()["emotion"] == "sad"


def test_no_numbers_of_a_face_are_asked_for_or_kept_unless_place_and_visitor_want_them(garden: Garden) -> None:
    for place, remember in (("none", True), ("code", True), ("face", False)):
        garden.place(returning=place)
        id = garden.begin()["id"]
        garden.done("post", id, "consent", {"camera": True, "remember": remember})
        with seeing(face(vector=VECTOR)) as asked:
            garden.kiosk.post(f"/api/visits/{id}/face", content=b"x")
        assert asked.call_args.kwargs == {"with_vector": False}
        assert every(garden, face_print) == []


def test_who_asks_for_it_is_known_again_by_the_face_and_nobody_else_is(garden: Garden) -> None:
    garden.place(returning="face")

    def come(vector: tuple[float, ...], *, remember: bool = True) -> str:
        id = garden.begin()["id"]
        garden.done("post", id, "consent", {"camera": True, "remember": remember})
        return str(garden.look(id, face(vector=vector)).json()["visitor"])

    ada = come(VECTOR)
    nearly = tuple(number + 0.01 for number in VECTOR)
    assert come(nearly) == ada
    assert come(OTHER) != ada
    assert come(nearly, remember=False) != ada
    assert {one.visitor for one in every(garden, face_print)} >= {ada}


def test_numbers_of_a_face_go_with_the_visitor(garden: Garden) -> None:
    garden.place(returning="face")
    id = garden.begin()["id"]
    garden.done("post", id, "consent", {"camera": True, "remember": True})
    name = garden.look(id, face(vector=tuple(reversed(OTHER)))).json()["visitor"]
    assert name in {one.visitor for one in every(garden, face_print)}
    assert garden.kiosk.post(f"/api/visits/{id}/forget").status_code == 204
    assert name not in {one.visitor for one in every(garden, face_print)}
