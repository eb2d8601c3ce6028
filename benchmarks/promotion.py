"""`python -m benchmarks.promotion [--pictures 20000] [--files 100000] [--postgresql]`: promotions of many, and looks.

A selection by filter is promoted by a process of its own that is killed in the middle, goes on, is repeated and undone;
then an installation with many files is looked through for what came from outside. Exit status 1 if a promise broke.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from sqlalchemy import func, select

from hwawon.pool.filter import PoolFilter
from hwawon.pool.keys import name_of
from hwawon.promote import ask, store
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item
from hwawon.storage.objects import Objects, open_objects
from support.planting import JPEG, plant_rows, tails_of
from support.postgresql import fresh_database, running_server

AT_MOST_S = 120.0
AT_MOST_GROWTH_MB = 64
ROWS_AT_ONCE = 1000
CARRY_OUT = """
import re, sys
from hwawon.promote.run import carry_on
from hwawon.storage.database import Database
from hwawon.storage.objects import open_objects
database, objects = Database(sys.argv[1]), open_objects(sys.argv[2])
def peak_kb():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
first = peak_kb()
while carry_on(database, objects, sys.argv[3]).state == "running":
    pass
print((peak_kb() - first) // 1024)
"""
LOOK = """
import re, sys, time
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.promote.outside import Outside
from hwawon.storage.database import Database
from hwawon.storage.objects import open_objects
database, objects = Database(sys.argv[1]), open_objects(sys.argv[2])
outside = Outside(database, objects, JobQueue(database, open_dispatcher(database)))
def peak_kb():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
first = peak_kb()
for _ in range(2):
    began = time.monotonic()
    outside.sweep()
    print(time.monotonic() - began)
print((peak_kb() - first) // 1024)
"""


@dataclass(frozen=True)
class Figures:
    """What was measured of promotions."""

    pictures: int
    select_s: float
    promote_s: float
    killed_at: int
    growth_mb: int
    repeat_s: float
    undo_s: float
    items: int  # after the promotion: = pictures
    left_over: int  # items after the undo: 0
    is_exact: bool  # promoted once, skipped all the second time, undone all

    @property
    def kept(self) -> bool:
        quick = self.select_s + self.promote_s < AT_MOST_S and self.growth_mb < AT_MOST_GROWTH_MB
        return self.is_exact and quick and (self.items, self.left_over) == (self.pictures, 0)


@dataclass(frozen=True)
class Looks:
    """Seconds of the first look through so many files and of the next, and by how much the process grew."""

    files: int
    first_s: float
    next_s: float
    growth_mb: int


def promotions(database: Database, url: str, folder: str, count: int) -> Figures:
    objects = open_objects(folder)
    _plant(database, objects, count)
    began_s = time.monotonic()
    id = _asked(database)
    select_s, began_s = time.monotonic() - began_s, time.monotonic()
    killed_at = _killed(database, [url, folder, id], count // 2)
    growth_mb = int(_run(CARRY_OUT, url, folder, id)[0])
    promote_s, items = time.monotonic() - began_s, _items(database)
    began_s, again = time.monotonic(), _asked(database)
    _run(CARRY_OUT, url, folder, again)
    repeat_s, began_s = time.monotonic() - began_s, time.monotonic()
    with database.write() as tx:
        undo = ask.begin_undo(tx, id, None).id
    _run(CARRY_OUT, url, folder, undo)
    undo_s = time.monotonic() - began_s
    with database.read() as tx:
        ends = [store.get(tx, one) for one in (id, again, undo)]
    told = [(one.promoted, one.skipped, one.failed) for one in ends]
    exact = told == [(count, 0, 0), (0, count, 0), (count, 0, 0)] and not list(objects.keys("emotions"))
    return Figures(count, select_s, promote_s, killed_at, growth_mb, repeat_s, undo_s, items, _items(database), exact)


def looks(database: Database, url: str, folder: str, count: int) -> Looks:
    objects = open_objects(folder)
    _plant(database, objects, count)
    first, following, growth = _run(LOOK, url, folder)
    return Looks(count, float(first), float(following), int(growth))


def _plant(database: Database, objects: Objects, count: int) -> None:
    tails = tails_of(count)
    for first in range(0, count, ROWS_AT_ONCE):
        some = tails[first : first + ROWS_AT_ONCE]
        with database.write() as tx:
            plant_rows(tx, [name_of(f"imgPool/{tail}") for tail in some])
        for tail in some:
            path = objects.local_path(f"imgPool/{tail}")
            assert path is not None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(JPEG + tail.encode())


def _asked(database: Database) -> str:
    with database.write() as tx:
        made, _ = ask.begin(tx, "promote", None, {"filter": {}})
        ask.asking(tx, made, ask.of_filter(tx, made.id, PoolFilter()))
    return made.id


def _killed(database: Database, arguments: list[str], at: int) -> int:
    """Kill the process once so many are done; how many were."""
    process = subprocess.Popen([sys.executable, "-c", CARRY_OUT, *arguments], stdout=subprocess.PIPE)
    while process.poll() is None:
        with database.read() as tx:
            done = store.get(tx, arguments[2]).promoted
        if done >= at:
            break
        time.sleep(0.05)
    process.kill()
    process.communicate()
    return done


def _run(program: str, *arguments: str) -> list[str]:
    found = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return found.stdout.split()


def _items(database: Database) -> int:
    with database.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(item)) or 0)


@contextmanager
def _installation(postgresql: bool) -> Iterator[tuple[Database, str, str]]:
    with TemporaryDirectory() as folder:
        objects = Path(folder, "objects").as_uri()
        if not postgresql:
            yield from _opened(f"sqlite:///{folder}/hwawon.sqlite", objects)
            return
        with running_server() as server, fresh_database(server) as url:
            yield from _opened(url, objects)


def _opened(url: str, objects: str) -> Iterator[tuple[Database, str, str]]:
    database = Database(url)
    database.migrate()
    try:
        yield database, url, objects
    finally:
        database.close()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.promotion")
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    options = parser.parse_args(arguments)
    with _installation(options.postgresql) as (database, url, objects):
        figures = promotions(database, url, objects, options.pictures)
    print(asdict(figures), flush=True)
    if options.files:
        with _installation(options.postgresql) as (database, url, objects):
            print(asdict(looks(database, url, objects, options.files)))
    return 0 if figures.kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
