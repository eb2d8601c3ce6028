"""P5: lists of the library and of curation, verdicts and changes of a filter, with 100,000 pictures and with 1,000.

Whole requests through the application as it is served, with totals and facets; CPU time of the process, p95, the best
of several rounds in which both sizes take turns. `python -m benchmarks.p5_lists --postgresql` measures the time on the
clock instead, since PostgreSQL works in processes of its own, and with it the quickest request: neighbours reach a p95.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import insert, text

from benchmarks.harness import Row, as_markdown, measured
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
ROWS_AT_ONCE = 1000
LIMIT, STRETCH = 1.6, 1.25
TOKEN = "a-token-for-benchmarks"
BUSY = ("happy", "spring,sunny,day")  # a cell with a fifth of the pictures, so that its page is full at both sizes
WORDS = ("fox", "lake", "garden", "mountain", "tulips", "soft", "light", "oil", "painting", "morning", "river", "old")
CELL = f"emotion={BUSY[0]}&favorite={BUSY[1]}"

Ask = Callable[[], None]
Clock = Callable[[], float]


def run(full: bool) -> list[Row]:
    """A row for each kind of request; `full` asks each more often."""
    return compared(SMALL, LARGE, REQUESTS * 3 if full else REQUESTS)


def compared(small: int, large: int, requests: int, urls: tuple[str, str] | None = None) -> list[Row]:
    """The rows for two sizes; `urls` are those of two empty databases on PostgreSQL, else SQLite's in a folder."""
    first_url, second_url = urls or (None, None)
    with _garden(small, first_url) as first, _garden(large, second_url) as second:
        pairs = {what: (first[what], second[what]) for what in first}
        if urls is None:
            return [_row(f"{what}, p95", small, large, _best(pair, requests)) for what, pair in pairs.items()]
        found = {what: _best(pair, requests, time.perf_counter, 0) for what, pair in pairs.items()}
        return [_row(f"{what}, PostgreSQL", small, large, best) for what, best in found.items()]


def _best(
    pair: tuple[Ask, Ask], requests: int, clock: Clock = time.process_time, quantile: float = 0.95
) -> list[float]:
    """Seconds of both sides."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(requests):  # in turn, so that both meet the same disturbances
            for side, ask in zip(times, pair, strict=True):
                started = clock()
                ask()
                side.append(clock() - started)
        best = [min(known, sorted(found)[int(requests * quantile)]) for known, found in zip(best, times, strict=True)]
    return best


def _row(what: str, few: int, many: int, best: list[float]) -> Row:
    ours, reference = (f"{value * 1000:.1f} ms" for value in (best[1], best[0]))
    return Row("P5", f"{what} with {many:,} / with {few:,}", ours, reference, best[1] / best[0], LIMIT, STRETCH)


@contextmanager
def _garden(count: int, url: str | None) -> Iterator[dict[str, Ask]]:
    """What can be asked of a garden of so many pictures."""
    with TemporaryDirectory() as folder:
        given: dict[str, Any] = {"data_dir": Path(folder), "admin_token": SecretStr(TOKEN)}
        if url is not None:
            given["database_url"] = url
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
    for start in range(0, count, ROWS_AT_ONCE):
        some = enumerate(made[start : start + ROWS_AT_ONCE], start)
        rows = [_rows(id, number, place, dice) for place, (id, number) in some]
        with database.write() as tx:  # asked for the ids, PostgreSQL is given many rows in one statement
            tx.execute(insert(picture).returning(picture.c.id), [row for row, _ in rows])
            tx.execute(insert(pool).returning(pool.c.picture), [row for _, row in rows])
    with database.write() as tx:
        tx.execute(text("ANALYZE"))  # which PostgreSQL does by itself within a minute
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


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.p5_lists")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--pictures", type=int, default=LARGE)
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        urls = _two_databases(stack) if options.postgresql else None
        rows = measured(lambda _: compared(SMALL, options.pictures, REQUESTS // 4, urls and urls()), full=False)
    print(as_markdown(rows))
    return 1 if any(row.misses for row in rows) else 0


def _two_databases(stack: ExitStack) -> Callable[[], tuple[str, str]]:
    """Two empty databases at each call, on a server that runs as long as the stack."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from support.postgresql import fresh_database, running_server

    server = stack.enter_context(running_server())
    return lambda: (stack.enter_context(fresh_database(server)), stack.enter_context(fresh_database(server)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
