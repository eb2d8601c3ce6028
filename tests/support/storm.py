"""Jobs under a storm of SIGKILLs: real servers and workers, killed at random moments, started again.

`python -m support.storm server|worker URL FOLDER LEASE_S` is what is killed; `weather` drives it.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, insert, select

from hwawon.jobs import Job, JobContext, JobQueue, JobState, Outcome, Worker, open_dispatcher
from hwawon.jobs.embedded import end_with_parent, only_worker, serve_jobs
from hwawon.jobs.process import WorkerProcess
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects, open_objects
from hwawon.storage.orphans import orphans, sweep
from hwawon.storage.tables import job as job_table
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}"}
STEPS = 8
STEP_S = 0.025


@dataclass(frozen=True)
class Aftermath:
    """What a storm left behind; every promise is one number that should be what the name says."""

    kills: Mapping[str, int]
    jobs: int
    succeeded: int
    failures: int  # attempts spent; deaths must spend none
    deaths: int
    pictures: int
    right_pictures: int
    told_succeeded: int  # events that say so
    orphans: int
    unfinished_files: int
    seconds: float


def pixels_of(seed: int) -> bytes:
    """What a job with this seed must have made."""
    return sha256(f"seed {seed}".encode()).digest() * 500


def paint(objects: Objects) -> Callable[[JobContext], Outcome]:
    """A handler that takes its steps, keeps an object, and has a row as its effect."""

    def run(context: JobContext) -> Outcome:
        for step in range(STEPS):
            time.sleep(STEP_S)
            context.progress(step + 1, STEPS)
        data = pixels_of(context.job.request["seed"])
        key = objects.put(data, ".bin")
        time.sleep(STEP_S)  # a death here leaves an object without a row, until the next attempt
        return Outcome({"key": key}, lambda tx: _add_picture(tx, context.job, key, len(data)))

    return run


def _add_picture(tx: Connection, job: Job, key: str, size: int) -> None:
    values = {
        "id": new_id(),
        "kind": "generated",
        "key": key,
        "job": job.id,
        "position": 0,
        "title": "",
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "bytes": size,
        "published": False,
        "record": dict(job.request),
        "created_at": utc_now(),
    }
    tx.execute(insert(picture).values(values))


# --- what is killed


def serve(url: str, folder: Path, lease_s: float) -> None:
    """Keep a worker process alive, as the web server does."""
    worker = WorkerProcess(command("worker", url, folder, lease_s, parent=os.getpid()), ENVIRONMENT)
    worker.start()
    threading.Event().wait()


def work(url: str, folder: Path, lease_s: float, parent: int | None) -> None:
    """Be a worker: of a server when there is a parent, of a fleet otherwise."""
    if parent is not None:
        end_with_parent(parent)
    database, objects = Database(url), open_objects((folder / "objects").as_uri())
    sweep(database, objects, timedelta(hours=1))  # as `workshop.work` does
    alone = parent is not None
    worker = Worker(
        database, open_dispatcher(database), {"paint": paint(objects)}, objects=objects, lease_s=lease_s, alone=alone
    )
    pid_file = folder / f"worker-{os.getpid()}.pid"
    if not alone:
        pid_file.touch()
        serve_jobs(worker)
        return
    with only_worker(folder / "worker.lock"):
        pid_file.touch()
        serve_jobs(worker)


def command(role: str, url: str, folder: Path, lease_s: float, parent: int | None = None) -> list[str]:
    """The command line of one process."""
    tail = [str(parent)] if parent is not None else []
    return [sys.executable, "-m", "support.storm", role, url, str(folder), str(lease_s), *tail]


# --- the storm


class Storm:
    """The processes of one installation, and the hand that kills them."""

    def __init__(self, database_url: str, folder: Path, seed: int) -> None:
        self.url, self.folder, self.random = database_url, folder, random.Random(seed)
        self.embedded = database_url.startswith("sqlite")
        self.lease_s = 30.0
        self.kills: Counter[str] = Counter()
        self.processes = [self._start() for _ in range(1 if self.embedded else 2)]

    def strike(self) -> None:
        """Kill a server or a worker that is at work, and start what no server restarts."""
        victim = self.random.choice(["server", "worker"] if self.embedded else ["worker"])
        index = self.random.randrange(len(self.processes))
        pid = self.processes[index].pid if victim == "server" else self._a_worker()
        if pid is None:
            return
        os.kill(pid, signal.SIGKILL)
        self.kills[victim] += 1
        for number, process in enumerate(self.processes):
            if process.pid == pid:
                process.wait()
                self.processes[number] = self._start()

    def end(self) -> None:
        """Kill what is left."""
        for process in self.processes:
            process.kill()
            process.wait()

    def _a_worker(self) -> int | None:
        alive = []
        for file in sorted(self.folder.glob("worker-*.pid")):
            pid = int(file.stem.partition("-")[2])
            if _lives(pid):
                alive.append(pid)
            else:
                file.unlink()
        return self.random.choice(alive) if alive else None

    def _start(self) -> "subprocess.Popen[bytes]":
        role = "server" if self.embedded else "worker"
        return subprocess.Popen(
            command(role, self.url, self.folder, self.lease_s), env=ENVIRONMENT, stdin=subprocess.DEVNULL
        )


def weather(database: Database, url: str, folder: Path, jobs: int, kills: int, seed: int) -> Aftermath:
    """Submit `jobs`, kill `kills` processes while they run, wait until all is over, and count."""
    queue = JobQueue(database, open_dispatcher(database))
    began_s = time.monotonic()
    with database.write() as tx:
        ids = [queue.submit(tx, "paint", {"seed": number}, idempotency_key=str(number)).id for number in range(jobs)]
    storm = Storm(url, folder, seed)
    try:
        struck: set[str] = set()
        while sum(storm.kills.values()) < kills and (claims := _await_fresh(database, struck)):
            time.sleep(storm.random.uniform(0, 3 * STEPS * STEP_S))  # else one job would meet every strike
            storm.strike()
            struck |= claims
        _await_end(database, ids, timeout_s=60 + 0.5 * jobs)
    finally:
        storm.end()
    objects = open_objects((folder / "objects").as_uri())
    return _count(database, objects, ids, storm.kills, time.monotonic() - began_s)


def _await_fresh(database: Database, struck: set[str]) -> set[str]:
    """Wait for an attempt that began after the last strike; the claims of all that run, none when all is over.

    Without this the storm would kill the same processes again while they start, and no job with them.
    """
    until_s = time.monotonic() + 60
    while time.monotonic() < until_s:
        with database.read() as tx:
            claims = set(tx.execute(select(job_table.c.claim).where(job_table.c.claim.is_not(None))).scalars())
            left = tx.scalar(select(job_table.c.id).where(job_table.c.finished_at.is_(None)).limit(1))
        if claims - struck or left is None:
            return claims
        time.sleep(0.02)
    raise AssertionError("no job was started for a minute")


def _await_end(database: Database, ids: list[str], timeout_s: float) -> None:
    until_s = time.monotonic() + timeout_s
    while (states := _states(database))[JobState.SUCCEEDED] + states[JobState.FAILED] < len(ids):
        assert time.monotonic() < until_s, f"after {timeout_s} s: {dict(states)}"
        time.sleep(0.05)


def _states(database: Database) -> Counter[str]:
    with database.read() as tx:
        return Counter(tx.execute(select(job_table.c.state)).scalars())


def _count(database: Database, objects: Objects, ids: list[str], kills: Mapping[str, int], seconds: float) -> Aftermath:
    queue = JobQueue(database, open_dispatcher(database))
    jobs = [queue.get(job_id) for job_id in ids]
    with database.read() as tx:
        rows = tx.execute(select(picture.c.job, picture.c.key, picture.c.record)).all()
        told = [event.payload for event in events.after(tx, 0, 1_000_000) if event.topic == "job"]
    right = [row for row in rows if row.job in ids and objects.get(row.key) == pixels_of(row.record["seed"])]
    return Aftermath(
        kills=dict(kills),
        jobs=len(jobs),
        succeeded=sum(job.state is JobState.SUCCEEDED for job in jobs),
        failures=sum(job.failures for job in jobs),
        deaths=sum(payload["state"] == "running" and payload["step"] == 0 for payload in told) - len(jobs),
        pictures=len(rows),
        right_pictures=len(right),
        told_succeeded=sum(payload["state"] == "succeeded" for payload in told),
        orphans=len(orphans(database, objects)),
        unfinished_files=objects.remove_unfinished(utc_now()),
        seconds=seconds,
    )


def _lives(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    role, url, folder, lease_s, *rest = sys.argv[1:]
    if role == "server":
        serve(url, Path(folder), float(lease_s))
    else:
        work(url, Path(folder), float(lease_s), int(rest[0]) if rest else None)
