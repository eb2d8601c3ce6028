"""A server that starts is healthy before its rooms are built, and whoever asks for one waits for it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from hwawon import app as front
from hwawon.app import House, Rooms, open_house, web_app
from hwawon.config import Settings
from hwawon.web.later import Once


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(front, "ROOMS_AFTER_S", 3600.0)
    with open_house(Settings(data_dir=tmp_path, models_dir=tmp_path / "models", base_path="/studio")) as opened:
        yield opened


def caller(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:8600")


def test_health_and_the_start_page_need_no_room(house: House) -> None:
    app = web_app(house, Rooms.LATER)
    few = len(app.routes)
    assert caller(app).get("/studio/api/health").json()["ok"] is True
    assert caller(app).get("/studio/").status_code == 200
    assert len(app.routes) == few


def test_the_first_who_asks_for_a_room_finds_it_and_the_second_too(house: House) -> None:
    app = web_app(house, Rooms.LATER)
    few = len(app.routes)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: caller(app).get("/studio/api/jobs").status_code, range(4)))
    assert answers == [401] * 4
    built = len(app.routes)
    assert built > few
    assert caller(app).get("/studio/api/jobs").status_code == 401
    assert len(app.routes) == built


# Building models late, pydantic looks at FastAPI's own aliases, which say nothing.
@pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")
def test_a_late_application_is_described_as_one_that_was_built_at_once(house: House) -> None:
    late, whole = web_app(house, Rooms.LATER), web_app(house)
    described = caller(late).get("/studio/openapi.json").json()
    assert described == caller(whole).get("/studio/openapi.json").json()


def test_rooms_are_built_soon_though_nobody_asks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "ROOMS_AFTER_S", 0.0)
    others = threading.enumerate()
    app = web_app(house, Rooms.LATER)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer) and thread not in others:
            thread.join(60)
    assert len(app.routes) > 10


def test_what_fails_to_be_built_is_tried_again() -> None:
    tries = list[int]()

    def build() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the disk was away")

    once = Once(build)
    with pytest.raises(RuntimeError):
        once()
    once()
    once()
    assert len(tries) == 2
