"""`python -m benchmarks.durability [--full]`: SIGKILLs at random moments over servers and workers, on both databases.

First the queue alone, with jobs that are nothing but steps; then real servers asked over HTTP, whose pictures are
compared with those of an installation that nobody kills. The whole is 100 jobs and 30 kills each; without `--full` a
tenth, as in the tests. Exit status 1 if any promise broke.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hwawon.storage.database import Database
from support.postgresql import fresh_database, running_server
from support.storm import Aftermath, weather
from support.survival import Survival, survive

WHOLE, TENTH = (100, 30), (10, 3)


def run(full: bool, seed: int) -> dict[str, Aftermath | Survival]:
    """What the kills left behind, by what was killed."""
    jobs, kills = WHOLE if full else TENTH
    found: dict[str, Aftermath | Survival] = {}
    with TemporaryDirectory() as folder:
        found["queue, sqlite"] = _storm(f"sqlite:///{folder}/hwawon.sqlite", Path(folder), jobs, kills, seed)
    with TemporaryDirectory() as folder:
        found["servers, sqlite"] = survive(Path(folder), jobs, kills, seed)
    with running_server() as server:
        with TemporaryDirectory() as folder, fresh_database(server) as url:
            found["queue, postgresql"] = _storm(url, Path(folder), jobs, kills, seed)
        with TemporaryDirectory() as folder, fresh_database(server) as url:
            found["servers, postgresql"] = survive(Path(folder), jobs, kills, seed, url)
    return found


def kept(after: Aftermath | Survival) -> bool:
    """Whether every job finished once, with the right result, and nothing lay about."""
    if isinstance(after, Survival):
        return after.kept
    once = {after.succeeded, after.pictures, after.right_pictures, after.told_succeeded}
    return once == {after.jobs} and (after.failures, after.orphans, after.unfinished_files) == (0, 0, 0)


def _storm(url: str, folder: Path, jobs: int, kills: int, seed: int) -> Aftermath:
    database = Database(url)
    database.migrate()
    try:
        return weather(database, url, folder, jobs, kills, seed)
    finally:
        database.close()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.durability")
    parser.add_argument("--full", action="store_true", help="100 jobs and 30 kills")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    found = run(options.full, options.seed)
    for name, after in found.items():
        print(f"{name}: {'kept' if kept(after) else 'BROKEN'}: {after}")
    return 0 if all(kept(after) for after in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
