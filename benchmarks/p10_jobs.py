"""P10: jobs a second through the queue against the bare loop on SQLite, and claims from a long queue and a short."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from benchmarks.harness import Row, cpu_seconds
from hwawon.jobs import JobContext, JobQueue, JobState, Outcome, Priority, Worker, open_dispatcher
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.tables import job
from hwawon.storage.types import utc_now

BARE_JOBS = 2000
OUR_JOBS = 200
CLAIMS = 300
SHORT, LONG = 100, 100_000
CLAIM_ROUNDS = 5

_BARE_TABLE = """
CREATE TABLE job (id INTEGER PRIMARY KEY, kind TEXT, state TEXT, priority INTEGER, owner TEXT, request TEXT,
                  step INTEGER, steps INTEGER, created_at TEXT, finished_at TEXT);
CREATE INDEX waiting ON job (priority, id) WHERE state = 'enqueued';
"""
_BARE_INSERT = "INSERT INTO job (kind, state, priority, owner, request) VALUES ('k', 'enqueued', 50, 'a', '{}')"
_BARE_CLAIM = """
UPDATE job SET state = 'running' WHERE id = (
  SELECT id FROM job WHERE state = 'enqueued' ORDER BY priority, id LIMIT 1
) RETURNING id
"""


def run(full: bool) -> list[Row]:
    """Both rows; `full` fills the bare loop's table as the published figure did, with 200,000 waiting jobs."""
    with TemporaryDirectory() as folder:
        throughput = _throughput(Path(folder), waiting=200_000 if full else 20_000)
        claims = _claims(Path(folder))
    return [throughput, claims]


def _throughput(folder: Path, waiting: int) -> Row:
    bare_s, our_s = cpu_seconds(_bare_loop(folder / "bare.sqlite", waiting), _our_loop(folder / "ours.sqlite"))
    bare, ours = BARE_JOBS / bare_s, OUR_JOBS / our_s
    return Row(
        "P10",
        "jobs a second: enqueue, claim, progress, finish / bare UPDATE .. RETURNING loop",
        f"{ours:.0f}/s",
        f"{bare:.0f}/s",
        ours / bare,
        0.02,
        0.1,
        higher_is_better=True,
    )


def _claims(folder: Path) -> Row:
    short, long = (_waiting(folder / f"{count}.sqlite", count) for count in (SHORT, LONG))
    best = [float("inf")] * 2
    for _ in range(CLAIM_ROUNDS):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(CLAIMS):  # in turn, so that both meet the same disturbances
            for index, worker in enumerate((short, long)):
                times[index].append(_claim_s(worker))
        best = [min(known, _p95(found)) for known, found in zip(best, times, strict=True)]
    what = f"claim p95 with {LONG:,} waiting / with {SHORT}"
    return Row("P10", what, f"{best[1] * 1e6:.0f} us", f"{best[0] * 1e6:.0f} us", best[1] / best[0], 1.5, 1.2)


def _bare_loop(path: Path, waiting: int) -> Callable[[], None]:
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=NORMAL")
    bare.executescript(_BARE_TABLE)
    bare.execute("BEGIN")
    for _ in range(waiting):
        bare.execute(_BARE_INSERT)
    bare.execute("COMMIT")

    def loop() -> None:
        for _ in range(BARE_JOBS):
            bare.execute("BEGIN IMMEDIATE")
            (claimed,) = bare.execute(_BARE_CLAIM).fetchall()
            bare.execute("COMMIT")
            bare.execute("UPDATE job SET state = 'succeeded' WHERE id = ?", claimed)

    return loop


def _our_loop(path: Path) -> Callable[[], None]:
    database, worker = _worker(path)
    queue = JobQueue(database, worker.claims.dispatcher)

    def loop() -> None:
        with database.write() as tx:  # a bulk is submitted at once
            for number in range(OUR_JOBS):
                queue.submit(tx, "k", {"number": number}, owner="a", priority=Priority.BULK)
        if worker.work_off() != OUR_JOBS:
            raise RuntimeError("not all jobs were run")

    return loop


def _worker(path: Path) -> tuple[Database, Worker]:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    return database, Worker(database, open_dispatcher(database), {"k": _one_step})


def _one_step(context: JobContext) -> Outcome:
    context.progress(1, 1)
    return Outcome({})


def _waiting(path: Path, count: int) -> Worker:
    database, worker = _worker(path)
    rows = [_row(number) for number in range(count)]
    with database.write() as tx:
        for start in range(0, count, 1000):
            tx.execute(insert(job), rows[start : start + 1000])
    return worker


def _row(number: int) -> dict[str, Any]:
    zeros = dict.fromkeys(("failures", "deaths", "step", "steps"), 0)
    nothing = dict.fromkeys(("blocked", "paused", "cancel_requested"), False)
    asked = {"kind": "k", "request": {"number": number}, "request_sha256": "0" * 64, "pace": "", "max_attempts": 3}
    place = {"owner": f"owner {number % 50}", "priority": 50, "rank": number // 50}
    return {"id": new_id(), "state": JobState.ENQUEUED, "created_at": utc_now(), **zeros, **nothing, **asked, **place}


def _claim_s(worker: Worker) -> float:
    started = time.process_time()
    claimed = worker.claims.claim(["k"])
    taken = time.process_time() - started
    if claimed is None:
        raise RuntimeError("nothing was claimed")
    worker.claims.give_back(claimed)
    return taken


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
