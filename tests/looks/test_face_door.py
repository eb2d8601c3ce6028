"""A face is answered before the framework as the framework would, and no later than the place forbids it."""

import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import Receive, Scope, Send

from hwawon.accounts.guard import Guard
from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.errors import EmotionReadingOff
from hwawon.garden import place as places
from hwawon.looks import face_routes
from support.api import Studio
from support.face_pictures import astronaut, face_models, jpeg

FACE = jpeg(astronaut())


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("door"), models_dir=face_models())
    with open_house(settings) as house:
        yield Studio(house)


def asked(client: TestClient, *, in_pieces: bool = False) -> Response:
    """Of a body in pieces the size is not declared, so that the framework answers."""
    body = iter((FACE[:1000], FACE[1000:])) if in_pieces else FACE
    return client.post("/api/faces?attributes=EMOTIONS", content=body, headers={"Content-Type": "image/jpeg"})


def reading(studio: Studio, *, on: bool) -> None:
    with studio.house.database.write() as tx:
        places.save(tx, places.Place(emotion_reading=on))


def test_both_ways_give_the_same_answer(studio: Studio) -> None:
    kiosk = studio.caller("kiosk")
    early, late = asked(kiosk), asked(kiosk, in_pieces=True)
    assert early.status_code == late.status_code == 200
    assert early.json() == late.json() and len(early.json()["FaceDetails"]) == 1
    assert {name: early.headers[name] for name in late.headers} == dict(late.headers)
    assert early.headers["cache-control"] == "no-store"


def test_a_caller_of_the_last_two_seconds_is_not_looked_up_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = studio.caller("kiosk")
    assert asked(kiosk).status_code == 200
    monkeypatch.setattr("hwawon.accounts.guard.identify", lambda *_, **__: None)
    assert asked(kiosk).status_code == 200
    assert asked(kiosk, in_pieces=True).status_code == 401  # the framework does look


@pytest.mark.parametrize("in_pieces", [False, True], ids=["early", "late"])
def test_a_place_that_reads_no_faces_refuses_at_once_whom_it_let_in_before(studio: Studio, in_pieces: bool) -> None:
    kiosk = studio.caller("kiosk")
    assert asked(kiosk, in_pieces=in_pieces).status_code == 200
    reading(studio, on=False)
    try:
        answer = asked(kiosk, in_pieces=in_pieces)
        assert (answer.status_code, answer.json()["code"]) == (403, "emotion_reading_off")
    finally:
        reading(studio, on=True)


def test_who_may_not_ask_is_refused_however_often(studio: Studio) -> None:
    viewer = studio.caller("viewer")
    assert viewer.get("/api/pictures").status_code == 200  # known from now on
    assert [asked(viewer).status_code for _ in range(2)] == [403] * 2
    assert [asked(studio.stranger).status_code for _ in range(2)] == [401] * 2


def test_a_key_that_is_taken_back_reads_no_face_from_then_on(studio: Studio) -> None:
    kiosk = studio.caller("kiosk", "the kiosk's key")
    assert asked(kiosk).status_code == 200
    (key,) = [one for one in studio.admin.get("/api/tokens").json()["items"] if one["name"] == "the kiosk's key"]
    assert studio.admin.delete(f"/api/tokens/{key['id']}").status_code < 300
    assert asked(kiosk).status_code == 401


@pytest.mark.parametrize("at_hand", [False, True])
def test_the_event_loop_waits_for_no_database_that_is_elsewhere(studio: Studio, at_hand: bool) -> None:
    threads: list[int] = []

    def may_read() -> None:
        threads.append(threading.get_ident())
        raise EmotionReadingOff

    guard = Guard(studio.house.settings, studio.house.database)
    door = face_routes.early(studio.house.looker, guard, may_read, at_hand=at_hand)["POST", "/api/faces"]

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        threads.append(threading.get_ident())
        await door(scope, receive, send)

    token = studio.caller("kiosk").headers["authorization"]
    with pytest.raises(EmotionReadingOff):
        TestClient(answered).post("/api/faces", content=FACE, headers={"Authorization": token})
    loop, asked_in = threads
    assert (loop == asked_in) is at_hand
