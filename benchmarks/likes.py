"""`python -m benchmarks.likes [--likes 1000000] [--pictures 100000] [--postgresql]`: the loop and the data sets.

How long the loop takes to count all likes, to be asked again, and after one more like; how long the overview, the
export and the import of all of them take, each in a process of its own, and by how much that process grows.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from benchmarks.p5_lists import fill
from benchmarks.promotion import _installation
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, visitor
from hwawon.storage.many import insert_many
from hwawon.storage.types import utc_now

ROWS_AT_ONCE, VISITORS, SCREEN, DAYS = 10_000, 5_000, 8, 60
BEGINNING = """
import re, sys, time
from hwawon.storage.database import Database
database = Database(sys.argv[1])
def peak_mb():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
def timed(what, act):
    began, began_cpu = time.monotonic(), time.process_time()
    act()
    took, cpu = time.monotonic() - began, time.process_time() - began_cpu
    print(f"{what}: {took:.1f} s, {cpu:.1f} s of CPU, {peak_mb() - first} MB more", flush=True)
"""
LOOP = """
from hwawon.loop.cells import standings
from hwawon.loop.shown import Tallies
from hwawon.storage.garden_tables import interaction
from sqlalchemy import insert
tallies = Tallies(database)
def look():
    with tallies.reading() as (tx, tally):
        standings(tx, tally)
def one_more():
    with database.write() as tx:
        tx.execute(insert(interaction).values(visitor="new", item="x", timestamp=1700000000, event_type="like"))
    look()
first = peak_mb()
for what, act in (("loop, first", look), ("loop, again", look), ("loop, one more", one_more)):
    timed(what, act)
"""
SETS = """
from pathlib import Path
from hwawon.datasets.export import export
from hwawon.datasets.importing import import_folder
from hwawon.datasets.overview import Overviews
overviews, folder = Overviews(database), Path(sys.argv[2])
first = peak_mb()
for what, act in (
    ("overview", overviews.now),
    ("overview, again", overviews.now),
    ("export", lambda: export(database, folder)),
    ("import of what is there", lambda: import_folder(database, folder)),
):
    timed(what, act)
"""
ANEW = """
from pathlib import Path
from hwawon.datasets.importing import import_folder
database.migrate()
first = peak_mb()
timed("import into an empty one", lambda: import_folder(database, Path(sys.argv[2])))
"""


def _likes(database: Database, count: int) -> None:
    """Likes of the served pictures on screens of eight, over two months."""
    dice, now_s = random.Random(3), int(time.time())
    with database.read() as tx:
        keys = [f"emotions/{tail}" for (tail,) in tx.execute(text("SELECT tail FROM pool ORDER BY picture"))]
    with database.write() as tx:
        people = [{"id": f"u{number}", "emotion": "happy", "created_at": utc_now()} for number in range(VISITORS)]
        insert_many(tx, visitor, people)
    for rows in _slices(dice, keys, now_s, count):
        with database.write() as tx:
            insert_many(tx, interaction, rows)


def _slices(dice: random.Random, keys: list[str], now_s: int, count: int) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, count, ROWS_AT_ONCE):
        rows = []
        for _ in range(min(ROWS_AT_ONCE, count - start)):
            screen = [keys[int(dice.random() * len(keys))] for _ in range(SCREEN)]
            moment_s = now_s - int(dice.random() * DAYS * 86_400)
            row: dict[str, Any] = {"visitor": f"u{int(dice.random() * VISITORS)}", "item": screen[0]}
            rows.append(row | {"timestamp": moment_s, "event_type": "like", "impression": "|".join(screen)})
        yield rows


def _run(program: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", BEGINNING + program, *arguments], check=True)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likes")
    parser.add_argument("--likes", type=int, default=1_000_000)
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    options = parser.parse_args(arguments)
    with _installation(options.postgresql) as (database, url, _), TemporaryDirectory() as folder:
        fill(database, options.pictures)
        _likes(database, options.likes)
        _run(LOOP, url)
        _run(SETS, url, folder)
        _run(ANEW, f"sqlite:///{folder}/other/hwawon.sqlite", folder)
        print(f"{sum(path.stat().st_size for path in Path(folder).glob('*.csv')) / 1e6:.0f} MB of CSV")


if __name__ == "__main__":
    main(sys.argv[1:])
