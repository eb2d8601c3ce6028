"""`python -m benchmarks.slates [--pictures 15000] [--seconds 20]`: like -> changed slate, while others are served.

A real server on SQLite gives `--rate` slates a second to other visitors; meanwhile a visitor likes a picture and asks
for the next slate, ten times, then another one comes. Told are times on the clock, and the server's CPU time for each
slate and like, which neighbours on a busy machine disturb less.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import httpx2
import numpy as np
import psutil

from benchmarks.recommend import like, plant
from hwawon.storage.database import Database

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.server import Server, running

LIKES, ASKERS, ALONE, LIKES_OF_ONE = 30_000, 4, 100, 10
AT_MOST_MS = 50.0


class Visitor:
    """One visit at a kiosk, over one kept connection."""

    def __init__(self, server: Server, emotion: str) -> None:
        self._client = server.client()
        visit = self._client.post("/api/visits", json={"surface": "kiosk", "language": "en"}).json()["id"]
        self._path = f"/api/visits/{visit}"
        self._client.post(f"{self._path}/consent", json={"camera": False}).raise_for_status()
        self._client.put(f"{self._path}/mood", json={"emotion": emotion, "source": "hand"}).raise_for_status()

    def slate(self) -> list[str]:
        """Ask for three pictures; their keys."""
        return [one["item"] for one in self._good(self._client.get(f"{self._path}/slate")).json()["pictures"]]

    def like(self, item: str) -> None:
        """Like one."""
        self._good(self._client.post(f"{self._path}/likes", json={"item": item}))

    def like_and_look(self, item: str) -> None:
        """Like one and ask for the next pictures."""
        self.like(item)
        self.slate()

    @staticmethod
    def _good(answer: httpx2.Response) -> httpx2.Response:
        answer.raise_for_status()
        return answer


@contextmanager
def _others(server: Server, rate: float) -> Iterator[list[float]]:
    """Slates for others, `rate` a second, until the block ends; how many milliseconds each took, as they come."""
    end, took_ms, visitors = Event(), list[float](), [Visitor(server, "happy") for _ in range(ASKERS)]

    def ask(visitor: Visitor, next_s: float) -> None:
        while not end.wait(max(0.0, next_s - time.monotonic())):
            next_s += ASKERS / rate
            took_ms.append(_timed_ms(visitor.slate))

    with ThreadPoolExecutor(ASKERS) as pool:
        begin_s = time.monotonic()
        asking = [pool.submit(ask, one, begin_s + at / rate) for at, one in enumerate(visitors)]
        try:
            yield took_ms
        finally:
            end.set()
            for one in asking:
                one.result()


def _timed_ms(act: Callable[[], object]) -> float:
    began_s = time.monotonic()
    act()
    return 1000 * (time.monotonic() - began_s)


def _cpu_ms(server: Server, act: Callable[[], object], times: int) -> float:
    """What one call costs the server."""
    process = psutil.Process(server.process.pid)
    before = process.cpu_times()
    for _ in range(times):
        act()
    after = process.cpu_times()
    return 1000 * (after.user + after.system - before.user - before.system) / times


def _told(what: str, took_ms: Sequence[float]) -> None:
    low, high, most = np.percentile(took_ms, [50, 99, 100])
    print(f"{what}: p50 {low:.1f} ms, p99 {high:.1f} ms, longest {most:.1f} ms, of {len(took_ms)}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """The exit status is 1 where a changed slate takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slates")
    parser.add_argument("--pictures", type=int, default=15_000)
    parser.add_argument("--rate", type=float, default=50.0, help="slates a second for other visitors")
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/data/hwawon.sqlite")
        database.migrate()
        keys = plant(database, options.pictures)
        like(database, keys, LIKES)
        database.close()
        with running(Path(folder), "--no-worker") as server:
            return _measured(server, keys, options.rate, options.seconds)


def _measured(server: Server, keys: Sequence[str], rate: float, seconds: float) -> int:
    visitor, liked = Visitor(server, "calm"), iter(keys[2::8])  # of the own emotion
    while server.client().get("/api/recommend/health").json()["ready"] is not True:
        time.sleep(0.1)
    visitor.slate()
    print(f"CPU of a slate: {_cpu_ms(server, visitor.slate, ALONE):.1f} ms")
    print(f"CPU of a like: {_cpu_ms(server, lambda: visitor.like(next(liked)), ALONE):.1f} ms")
    changed_ms: list[float] = []
    with _others(server, rate) as others_ms:
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            visitor = Visitor(server, "calm")
            visitor.slate()
            for item in islice(liked, LIKES_OF_ONE):
                changed_ms.append(_timed_ms(partial(visitor.like_and_look, item)))
                time.sleep(0.1)
    print(f"{len(others_ms) / seconds:.0f} slates a second for others")
    _told("a slate of theirs", others_ms)
    _told("like -> changed slate", changed_ms)
    return int(np.percentile(changed_ms, 99) > AT_MOST_MS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
