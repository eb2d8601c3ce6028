"""The worker process: kept alive by its server, gone with it, alone on its folder, and quick to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.errors import Conflict, NotWritable
from hwawon.jobs import JobQueue, JobState, open_dispatcher
from hwawon.jobs import embedded as embedded_module
from hwawon.jobs.embedded import only_worker
from hwawon.jobs.process import WorkerProcess, pause_s
from hwawon.storage.database import Database
from support import storm
from support.jobs import until

# A worker whose handler takes no steps, as an engine does that hangs in native code.
DEAF = """
import sys, time, os
from pathlib import Path
from hwawon.jobs import Outcome, Worker, open_dispatcher
from hwawon.jobs.embedded import end_with_parent, serve_jobs
from hwawon.storage.database import Database
database = Database(sys.argv[1])
def deaf(context):
    time.sleep(60)
    return Outcome({})
end_with_parent(int(sys.argv[2]))
serve_jobs(Worker(database, open_dispatcher(database), {"deaf": deaf}, alone=True))
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hwawon.sqlite'}"


@pytest.fixture
def queue(url: str) -> Iterator[JobQueue]:
    database = Database(url)
    database.migrate()
    yield JobQueue(database, open_dispatcher(database))
    database.close()


def submit(queue: JobQueue, kind: str = "paint", count: int = 1) -> list[str]:
    with queue._database.write() as tx:
        return [queue.submit(tx, kind, {"seed": seed}).id for seed in range(count)]


def kept(url: str, folder: Path) -> WorkerProcess:
    return WorkerProcess(storm.command("worker", url, folder, 30.0, parent=os.getpid()), storm.ENVIRONMENT)


def state(queue: JobQueue, job_id: str) -> JobState:
    return queue.get(job_id).state


@pytest.mark.slow
def test_a_killed_worker_is_started_again_and_its_job_too(queue: JobQueue, url: str, tmp_path: Path) -> None:
    (job,) = submit(queue)
    worker = kept(url, tmp_path)
    worker.start()
    try:
        until(lambda: state(queue, job) is JobState.RUNNING, 20)
        killed = worker.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        until(lambda: state(queue, job) is JobState.SUCCEEDED, 20)
        assert worker.pid not in (killed, None)
    finally:
        worker.stop()
    done = queue.get(job)
    assert (done.failures, done.deaths) == (0, 0)


@pytest.mark.slow
def test_the_worker_ends_when_its_server_is_killed(queue: JobQueue, url: str, tmp_path: Path) -> None:
    server = subprocess.Popen(storm.command("server", url, tmp_path, 30.0), env=storm.ENVIRONMENT)
    try:
        until(lambda: bool(list(tmp_path.glob("worker-*.pid"))), 20)
        (file,) = tmp_path.glob("worker-*.pid")
    finally:
        server.kill()
        server.wait()
    until(lambda: not storm._lives(int(file.stem.partition("-")[2])), 5)
    with only_worker(tmp_path / "worker.lock"):
        pass


@pytest.mark.slow
def test_stopping_ends_the_step_and_gives_the_job_back(queue: JobQueue, url: str, tmp_path: Path) -> None:
    jobs = submit(queue, count=20)
    worker = kept(url, tmp_path)
    worker.start()
    until(lambda: state(queue, jobs[0]) is JobState.SUCCEEDED, 20)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 5
    ended = [queue.get(job) for job in jobs]
    assert {job.state for job in ended} == {JobState.SUCCEEDED, JobState.ENQUEUED}
    assert {(job.failures, job.deaths, job.claim) for job in ended} == {(0, 0, None)}


@pytest.mark.slow
def test_an_engine_that_hears_nothing_does_not_hold_up_the_end(queue: JobQueue, url: str) -> None:
    (job,) = submit(queue, "deaf")
    worker = WorkerProcess([sys.executable, "-c", DEAF, url, str(os.getpid())], storm.ENVIRONMENT)
    worker.start()
    until(lambda: state(queue, job) is JobState.RUNNING, 20)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 8
    back = queue.get(job)
    assert (back.state, back.failures, back.deaths) == (JobState.ENQUEUED, 0, 0)


def test_only_one_worker_holds_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_module, "_LOCK_WITHIN_S", 0.1)
    lock = tmp_path / "worker.lock"
    with only_worker(lock), pytest.raises(Conflict, match="another worker"), only_worker(lock):
        pass
    with only_worker(lock):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="nowhere"), only_worker(tmp_path / "nowhere" / "worker.lock"):
        pass


def test_a_worker_that_ends_again_and_again_is_started_ever_more_slowly() -> None:
    assert [pause_s(ends) for ends in (0, 1, 2, 3, 4, 30)] == [0, 0, 0, 0.1, 0.2, 5]
