"""How often and how long pictures were shown: by picture and by zone, over a number of days, and as a file."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert

from hwawon.displays import totals
from hwawon.displays.totals import Total
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import play
from support.api import Studio, open_studio
from support.screens import published, retract

NOW = datetime(2026, 5, 2, 15, 30, tzinfo=UTC)
A, B, C = (f"emotions/calm/winter,snowy,day/img_{letter}h.jpeg" for letter in "abc")


def plays(database: Database, *told: tuple[str, str, float, datetime]) -> None:
    """Plays in the order in which they were told: picture, zone, seconds, since when."""
    seat = {"player": "p", "slot": 1, "orientation": "h", "version": 1}
    names = ("item", "zone", "seconds", "started_at")
    rows = [seat | {"event": f"event {place}"} | dict(zip(names, one, strict=True)) for place, one in enumerate(told)]
    with database.write() as tx:
        tx.execute(insert(play), rows)


def some(database: Database) -> None:
    yesterday, long_ago = NOW - timedelta(days=1), NOW - timedelta(days=40)
    plays(
        database,
        (A, "zone1", 300, long_ago),
        (B, "zone1", 10, yesterday),
        (A, "zone1", 20.5, NOW),
        (A, "zone2", 7.25, NOW),
        (C, "zone2", 300, long_ago),  # told late, after days without a network
        (A, "zone1", 1, NOW),
    )


def test_pictures_and_zones_are_summed_from_the_first_day_on(database: Database) -> None:
    some(database)
    with database.read() as tx:
        today, two_days = (totals.played(tx, totals.begin_of(days, NOW)) for days in (1, 2))
        all_days = totals.played(tx, totals.begin_of(41, NOW))
    assert totals.summed(today, lambda one: one.item) == {A: Total(3, 28.75)}
    assert list(totals.summed(two_days, lambda one: one.item).items()) == [(A, Total(3, 28.75)), (B, Total(1, 10))]
    assert totals.summed(two_days, lambda one: one.zone) == {"zone1": Total(3, 31.5), "zone2": Total(1, 7.25)}
    assert totals.sum_of(all_days) == Total(6, 638.75)


def test_one_zone_is_counted_alone_and_nothing_is_nothing(database: Database) -> None:
    with database.read() as tx:
        assert totals.played(tx, NOW) == []
    some(database)
    with database.read() as tx:
        (only,) = totals.played(tx, totals.begin_of(1, NOW), "zone2")
        assert (only.item, only.times, only.seconds) == (A, 1, 7.25)
        assert totals.played(tx, totals.begin_of(1, NOW), "nowhere") == []


def test_days_begin_at_midnight_in_utc() -> None:
    assert totals.begin_of(1, NOW) == datetime(2026, 5, 2, tzinfo=UTC)
    assert totals.begin_of(7, NOW.astimezone()) == datetime(2026, 4, 26, tzinfo=UTC)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Three published pictures, the first of which was shown most and is retracted now."""
    with open_studio(tmp_path_factory.mktemp("totals")) as opened:
        house = opened.house
        keys = published(house.database, house.objects, 3)
        now = utc_now()
        told = [(keys[0], "zone1", 60, now), (keys[0], "zone3", 30, now), (keys[1], "zone1", 45, now)]
        plays(house.database, *told, (keys[2], "zone1", 5, now - timedelta(days=20)))
        retract(house.database, keys[0])
        yield opened


@pytest.fixture
def curator(studio: Studio) -> TestClient:
    return studio.caller("curator")


def asked(curator: TestClient, **wish: Any) -> dict[str, Any]:
    answer = curator.get("/api/plays", params=wish)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_curators_read_the_sums_and_nobody_else(studio: Studio, curator: TestClient) -> None:
    told = asked(curator)
    assert told["total"] == {"times": 3, "seconds": 135}
    assert [(one["zone"], one["times"], one["seconds"]) for one in told["zones"]] == [
        ("zone1", 2, 105),
        ("zone3", 1, 30),
    ]
    first, second = told["pictures"]
    assert (first["times"], first["seconds"], first["picture"]) == (2, 90, None)
    assert second["picture"] and second["seconds"] == 45
    for path in ("plays", "plays.csv"):
        assert studio.stranger.get(f"/api/{path}").status_code == 401
        assert studio.caller("display").get(f"/api/{path}").status_code == 403


def test_days_zone_and_how_many_pictures_can_be_chosen(curator: TestClient) -> None:
    assert asked(curator, days=30)["shown"] == 3
    narrow = asked(curator, zone="zone3", limit=1)
    assert (narrow["shown"], narrow["total"]) == (1, {"times": 1, "seconds": 30})
    few = asked(curator, limit=1)
    assert (len(few["pictures"]), few["shown"]) == (1, 2)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 93}, {"limit": 0}, {"limit": 501}, {"zone": "z" * 41}])
def test_what_cannot_be_counted_is_refused(curator: TestClient, wrong: dict[str, Any]) -> None:
    assert curator.get("/api/plays", params=wrong).status_code == 422


def test_the_file_has_every_picture_in_every_zone(curator: TestClient) -> None:
    answer = curator.get("/api/plays.csv", params={"days": 30})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "plays-30-days.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["zone"], row["times"], row["seconds"]) for row in rows] == [
        ("zone1", "1", "60.0"),
        ("zone1", "1", "45.0"),
        ("zone3", "1", "30.0"),
        ("zone1", "1", "5.0"),
    ]
    assert rows[0]["item"] == rows[2]["item"]
