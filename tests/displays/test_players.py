"""Screens register, report and tell what they played; each speaks for itself alone, and a play counts once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from hwawon.displays import players, plays
from hwawon.displays.players import Seat
from hwawon.errors import BadInput
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import player, shown, slate
from support.api import Studio, open_studio
from support.screens import published


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("players")) as opened:
        published(opened.house.database, opened.house.objects, 24)
        yield opened


@pytest.fixture
def display(studio: Studio) -> TestClient:
    return studio.caller("display")


def begun(display: TestClient, slot: int = 1, **more: Any) -> str:
    answer = display.post("/api/players", json={"zone": "zone1", "slot": slot, "orientation": "h", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def listed(studio: Studio, id: str) -> dict[str, Any]:
    (found,) = [one for one in studio.admin.get("/api/players").json()["items"] if one["id"] == id]
    return dict(found)


def play(event: str, item: str, version: int, **more: Any) -> dict[str, Any]:
    return {"event": event, "item": item, "version": version, "started_at": utc_now().isoformat(), "seconds": 5} | more


def test_a_screen_that_begins_again_is_the_same_screen(display: TestClient) -> None:
    first = begun(display, 2)
    assert begun(display, 2) == first
    assert begun(display, 3) != first
    assert begun(display, 2, name="by the door") != first


@pytest.mark.parametrize("wrong", [{"slot": 10}, {"slot": 0}, {"orientation": "x"}, {"zone": "nowhere"}])
def test_a_place_that_is_none_is_refused(display: TestClient, wrong: dict[str, Any]) -> None:
    body = {"zone": "zone1", "slot": 1, "orientation": "h"} | wrong
    assert display.post("/api/players", json=body).status_code in (404, 422)


def test_operators_see_how_a_screen_is(studio: Studio, display: TestClient) -> None:
    id = begun(display)
    version = display.get("/api/zones/zone1/manifest").json()["version"]
    steps = [
        ({"version": version - 1, "fetching": 3}, "fetching"),
        ({"version": version, "clock_off_s": 3.5, "problem": "the store is full"}, "up_to_date"),
        ({"version": version, "off": "closed"}, "dark"),
        ({"view": "info"}, "up_to_date"),
    ]
    for told, state in steps:
        assert abs(display.put(f"/api/players/{id}", json=told).json()["server_time"] - utc_now().timestamp()) < 5
        found = listed(studio, id)
        assert (found["state"], found["current"]) == (state, version)
        assert (found["clock_off_s"], found["problem"]) == (told.get("clock_off_s"), told.get("problem"))
    with studio.house.database.write() as tx:
        tx.execute(update(player).where(player.c.id == id).values(seen_at=utc_now() - timedelta(seconds=45)))
    found = listed(studio, id)
    assert found["state"] == "silent" and 44 < found["silent_s"] < 60


def test_a_screen_speaks_for_itself_alone(studio: Studio, display: TestClient) -> None:
    id = begun(display)
    other = studio.caller("display")
    assert other.put(f"/api/players/{id}", json={}).status_code == 404
    assert other.post(f"/api/players/{id}/plays", json={"plays": [play("x" * 8, "emotions/a", 1)]}).status_code == 404
    assert display.get("/api/players").status_code == 403
    assert studio.caller("kiosk").post("/api/players", json={}).status_code == 403
    assert studio.stranger.put(f"/api/players/{id}", json={}).status_code == 401


def test_a_play_counts_once_however_often_it_is_told(studio: Studio, display: TestClient) -> None:
    id = begun(display)
    one = display.get("/api/zones/zone1/manifest").json()
    item, version = one["slots"]["1h"]["item"], one["version"]
    plays = [play(f"a-play-{number}", item, version) for number in range(3)]
    assert display.post(f"/api/players/{id}/plays", json={"plays": plays}).json() == {"accepted": 3, "known": 0}
    again = [*plays, play("a-play-3", item, version)]
    assert display.post(f"/api/players/{id}/plays", json={"plays": again}).json() == {"accepted": 1, "known": 3}
    kept = studio.admin.get(f"/api/players/{id}/plays").json()["items"]
    assert [one["event"] for one in kept] == ["a-play-3", "a-play-2", "a-play-1", "a-play-0"]
    assert kept[0]["seconds"] == 5 and kept[0]["item"] == item


@pytest.mark.parametrize(
    "wrong", [{"seconds": 0}, {"seconds": 1e9}, {"event": "x"}, {"started_at": "noon"}, {"item": ""}]
)
def test_a_play_that_makes_no_sense_is_refused(display: TestClient, wrong: dict[str, Any]) -> None:
    id = begun(display)
    body = {"plays": [play("an-event", "emotions/a", 1) | wrong]}
    assert display.post(f"/api/players/{id}/plays", json=body).status_code == 422
    assert display.post(f"/api/players/{id}/plays", json={"plays": []}).status_code == 422


def test_what_people_put_there_is_logged_as_shown_when_it_was_played(studio: Studio, display: TestClient) -> None:
    id = begun(display)
    key = next(
        one["item"] for slot, one in display.get("/api/zones/zone1/manifest").json()["slots"].items() if slot == "1h"
    )
    studio.admin.post("/api/zones/zone1/manifest", json={"landscape": [key]})
    version = display.get("/api/zones/zone1/manifest").json()["version"]
    by_hand = [play(f"by-hand-{number}", key, version) for number in range(2)]
    display.post(f"/api/players/{id}/plays", json={"plays": by_hand})
    query = select(shown.c.item, shown.c.propensity, slate.c.visitor, slate.c.zone).join(
        slate, slate.c.id == shown.c.slate
    )
    with studio.house.database.read() as tx:
        logged = tx.execute(query.where(slate.c.surface == "display", slate.c.policy == "hand")).all()
    assert [tuple(row) for row in logged] == [(key, 1.0, None, "zone1")]


def test_a_screen_that_is_gone_can_be_forgotten(studio: Studio, display: TestClient) -> None:
    id = begun(display, 9)
    assert display.delete(f"/api/players/{id}").status_code == 403
    assert studio.admin.delete(f"/api/players/{id}").status_code == 204
    assert display.put(f"/api/players/{id}", json={}).status_code == 404


def test_screens_that_begin_at_once_are_one_screen_and_a_zone_has_not_too_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = Seat(zone="zone1", slot=1, orientation="h")

    def begin(_: int) -> str:
        with database.write() as tx:
            return players.register(tx, seat, "token")

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(begin, range(12)))
    assert len(ids) == 1
    monkeypatch.setattr(players, "MOST", 1)
    with database.write() as tx, pytest.raises(BadInput, match="zone1 has 1 screens already"):
        players.register(tx, replace(seat, slot=2), "token")
    assert begin(0) in ids


def test_plays_that_are_told_twice_at_once_in_any_order_count_once(database: Database) -> None:
    with database.write() as tx:
        id = players.register(tx, Seat(zone="zone1", slot=1, orientation="h"), "token")
    told = [plays.Play(f"event-{number:04d}", "emotions/x.jpeg", 1, utc_now(), 5.0) for number in range(100)]

    def tell(turn: int) -> int:
        with database.write() as tx:
            return plays.record(tx, players.get(tx, id), told if turn % 2 else told[::-1])

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(tell, range(6))) == len(told)
    with database.read() as tx:
        assert len(plays.of_player(tx, id, 500)) == len(told)
