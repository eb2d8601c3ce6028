"""P5: lists of the library and of curation, verdicts and changes of a filter, with 100,000 pictures and with 1,000.

Whole requests through the application as it is served, with totals and facets; CPU time of the process, p95, the best
of several rounds in which both sizes take turns.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import insert

from benchmarks.harness import Row
from hwawon.app import open_house, web_app
from hwawon.config import Settings
from hwawon.pool.keys import EMOTIONS, FAVORITES
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.ids import new_id
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now

SMALL, LARGE = 1000, 100_000
REQUESTS, ROUNDS = 60, 4
LIMIT, STRETCH = 1.6, 1.25
TOKEN = "a-token-for-benchmarks"
BUSY = ("happy", "spring,sunny,day")  # a cell with a fifth of the pictures, so that its page is full at both sizes
WORDS = ("fox", "lake", "garden", "mountain", "tulips", "soft", "light", "oil", "painting", "morning", "river", "old")
CELL = f"emotion={BUSY[0]}&favorite={BUSY[1]}"

Ask = Callable[[], None]


def run(full: bool) -> list[Row]:
    """A row for each kind of request; `full` asks each more often."""
    return compared(SMALL, LARGE, REQUESTS * 3 if full else REQUESTS)


def compared(small: int, large: int, requests: int, database: Callable[[int], str] | None = None) -> list[Row]:
    """The rows for two sizes; `database` gives the address of an empty one for each, else SQLite's in a folder."""
    with _garden(small, database) as first, _garden(large, database) as second:
        return [_row(what, first[what], second[what], small, large, requests) for what in first]


def _row(what: str, small: Ask, large: Ask, few: int, many: int, requests: int) -> Row:
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(requests):  # in turn, so that both meet the same disturbances
            for side, ask in zip(times, (small, large), strict=True):
                side.append(_cpu_s(ask))
        best = [min(known, sorted(found)[int(requests * 0.95)]) for known, found in zip(best, times, strict=True)]
    ours, reference = (f"{value * 1000:.1f} ms" for value in (best[1], best[0]))
    return Row("P5", f"{what}, p95 with {many:,} / with {few:,}", ours, reference, best[1] / best[0], LIMIT, STRETCH)


def _cpu_s(ask: Ask) -> float:
    started = time.process_time()
    ask()
    return time.process_time() - started


@contextmanager
def _garden(count: int, database: Callable[[int], str] | None) -> Iterator[dict[str, Ask]]:
    """What can be asked of a garden of so many pictures."""
    with TemporaryDirectory() as folder:
        given: dict[str, Any] = {"data_dir": Path(folder), "admin_token": SecretStr(TOKEN)}
        if database is not None:
            given["database_url"] = database(count)
        with open_house(Settings(**given)) as house:
            ids = fill(house.database, count)
            headers = {"Authorization": f"Bearer {TOKEN}"}
            with TestClient(web_app(house), base_url="http://127.0.0.1:8600", headers=headers) as client:
                yield _asked(client, ids)


def _asked(client: TestClient, ids: list[str]) -> dict[str, Ask]:
    def got(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def behind(path: str) -> str:
        """The page in the middle of a list."""
        from hwawon.storage.paging import encode_cursor

        return f"{path}&cursor={encode_cursor(ids[len(ids) // 2])}"

    lists = {
        "newest": "/api/pool?limit=100",
        "by stars": "/api/pool?limit=100&stars_min=4",
        "by model": "/api/pool?limit=100&model=one",
        "by text": "/api/pool?limit=100&q=fox+gard",
        "by state": "/api/pool?limit=100&state=kept",
        "a cell": f"/api/pool?limit=100&{CELL}",
        "a cell's unreviewed": f"/api/pool?limit=25&{CELL}&state=unreviewed",
        "by scores": "/api/pool?limit=100&unsafe_max=0.5&sharpness_min=0.2",
        "a deep page": behind("/api/pool?limit=100"),
        "facets": "/api/pool/facets",
        "the library, newest": "/api/pictures?limit=100",
        "the library by text": "/api/pictures?limit=100&q=fox",
        "the library, a deep page": behind("/api/pictures?limit=100"),
    }
    asks: dict[str, Ask] = {what: lambda path=path: got(path) for what, path in lists.items()}  # type: ignore[misc]
    filters = cycle(["state=unreviewed", "emotion=sad", CELL, "stars_min=3", "model=two&state=kept", "published=false"])
    one = cycle(ids)

    def change() -> None:
        asked = next(filters)
        got(f"/api/pool?limit=100&{asked}")
        got(f"/api/pool/facets?{asked}")

    def judge() -> None:
        answer = client.post("/api/pool/verdicts", json={"pictures": [next(one)], "verdict": "star", "stars": 3})
        assert answer.status_code == 200, answer.text

    def take() -> None:
        answer = client.post("/api/pool/queue", json={"limit": 10})
        assert answer.status_code == 200, answer.text

    return asks | {"a verdict": judge, "a change of filter with facets": change, "from the queue": take}


def fill(database: Database, count: int, seed: int = 1) -> list[str]:
    """A pool of so many pictures, alike at every size; the ids, oldest first."""
    dice = random.Random(seed)
    made = [(new_id(), dice.random()) for _ in range(count)]
    with database.write() as tx:
        for start in range(0, count, 1000):
            rows = [
                _rows(id, number, start + place, dice) for place, (id, number) in enumerate(made[start : start + 1000])
            ]
            tx.execute(insert(picture), [row for row, _ in rows])
            tx.execute(insert(pool), [row for _, row in rows])
    return [id for id, _ in made]


def _rows(id: str, number: float, place: int, dice: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    emotion, favorite = BUSY if number < 0.2 else (dice.choice(EMOTIONS), dice.choice(FAVORITES))
    side = dice.choice("hv")
    tail = f"{emotion}/{favorite}/img_{place:06d}{side}.jpeg"
    stars = dice.choice((0, 0, 4, 5))
    prompt = " ".join(dice.sample(WORDS, 8))
    told: dict[str, Any] = {
        "id": id,
        "kind": "generated",
        "key": f"imgPool/{tail}",
        "media_type": "image/jpeg",
        "title": f"fox {place}",
    }
    told |= {"width": 1280, "height": 800, "bytes": 300_000, "published": False, "created_at": utc_now()}
    own: dict[str, Any] = {"picture": id, "emotion": emotion, "favorite": favorite, "orientation": side, "tail": tail}
    own |= {"pool_key": f"imgPool/{tail}", "cluster": id, "model": dice.choice(("one", "two")), "stars": stars}
    own |= {"state": "kept" if stars else dice.choice(("unreviewed", "rejected", "kept")), "unsafe": dice.random()}
    own |= {"sharpness": dice.random(), "blankness": dice.random(), "fingerprint": f"{dice.getrandbits(64):016x}"}
    return told | {"record": {"request": {"prompt": prompt}}}, own
