"""An early door answers what fits, leaves the rest to the framework, and refuses as the framework does."""

import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from hwawon.errors import EmotionReadingOff, HwawonError, LookFailed
from hwawon.web.early import Early, EarlyDoor

PATH = "/studio/api/thing"


def raising(error: HwawonError) -> Early:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        raise error

    return {("POST", "/api/thing"): refuse}


def caller(early: Early, max_body_bytes: int = 10) -> TestClient:
    app = Starlette(routes=[Route(PATH, lambda _: PlainTextResponse("late"), methods=["GET", "POST"])])
    return TestClient(EarlyDoor(app, "/studio", max_body_bytes, early))


def test_what_fits_is_answered_early_also_where_it_was_entered_later() -> None:
    early: Early = {}
    client = caller(early)
    assert client.post(PATH, content=b"0123456789").text == "late"
    early["POST", "/api/thing"] = PlainTextResponse("early")
    assert client.post(PATH, content=b"0123456789").text == "early"
    assert client.post(PATH, content=b"").text == "early"


def test_other_methods_larger_bodies_and_those_of_unknown_size_are_the_frameworks() -> None:
    client = caller({("POST", "/api/thing"): PlainTextResponse("early")})

    def pieces() -> Iterator[bytes]:
        yield b"01234"

    assert client.get(PATH).text == "late"
    assert client.post(PATH, content=b"0123456789+").text == "late"
    assert client.post(PATH, content=pieces()).text == "late"
    assert client.post(PATH, content=b"", headers={"Content-Length": "-1"}).text == "late"
    assert client.post("/studio/api/other").status_code == 404


def test_a_refusal_has_the_one_body_and_only_our_own_failures_are_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    answer = caller(raising(EmotionReadingOff("not here"))).post(PATH)
    assert (answer.status_code, answer.json()["code"], answer.json()["error"]) == (
        403,
        "emotion_reading_off",
        "not here",
    )
    assert not caplog.records
    answer = caller(raising(LookFailed("it ended"))).post(PATH)
    assert answer.status_code >= 500 and answer.json()["ok"] is False
    assert "it ended" in caplog.text
