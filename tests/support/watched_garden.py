"""An exhibition for browser tests: published pictures, visits and likes of known numbers, on a real server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from hwawon.storage.database import Database
from hwawon.storage.visitor_tables import mood_check
from support.garden_pages import grow, served
from support.made_visits import fifty, opinions_of, slates_of, visits_of
from support.server import Server, running

CELLS = [{"emotion": emotion, "favorite": "spring,sunny,day"} for emotion in ("happy", "calm", "sad")]
REPEATS = 4
SHOWN, MADE_UP = 40, 9
TIMEOUT_S = 60.0
CHECKS = (("adult", "Male", "calm", 90), ("adult", "Male", "sad", 10), ("elder", "Female", "sad", 60))


@dataclass(frozen=True)
class Exhibition:
    """A server, and its pictures before visitors, most liked first."""

    server: Server
    items: tuple[str, ...]


@contextmanager
def exhibition_in(folder: Path) -> Iterator[Exhibition]:
    """24 pictures of three moods, fifty visits of which forty saw pictures, nine made-up ones, and likes."""
    with running(folder, settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        items = tuple(sorted(_published(server)))
        database = Database(f"sqlite:///{_file_of(folder / 'data')}")
        try:
            _fill(database, items)
        finally:
            database.close()
        yield Exhibition(server, items)


def _published(server: Server) -> list[str]:
    wanted = grow(server, REPEATS, CELLS)
    with server.client() as client:
        act = {"kind": "promote", "filter": {}}
        assert client.post("/api/promotions", json=act, headers={"Idempotency-Key": "all"}).status_code == 202
        end = time.monotonic() + TIMEOUT_S
        while served(server) < wanted:
            assert time.monotonic() < end, "the pictures were not published"
            time.sleep(0.1)
        found = client.get("/api/serving", params={"limit": 100}).json()["items"]
        return [f"emotions/{one['tail']}" for one in found]


def _file_of(data: Path) -> Path:
    return next(file for file in data.iterdir() if file.suffix in (".sqlite", ".sqlite3", ".db"))


def _fill(database: Database, items: tuple[str, ...]) -> None:
    slates_of(database, visits_of(database, fifty())[:SHOWN])
    visits_of(database, [one | {"synthetic": True} for one in fifty()[:MADE_UP]])
    likes = [(f"v{person}", item) for place, item in enumerate(items[:4]) for person in range(6 - place)]
    opinions_of(database, *({"visitor": who, "item": item, "event": f"{who} {item[-9:]}"} for who, item in likes))
    row = ("generation", "gender", "said", "times")
    about = {"day": "2026-05-02", "guessed": "calm"}
    with database.write() as tx:
        tx.execute(insert(mood_check), [about | dict(zip(row, one, strict=True)) for one in CHECKS])
