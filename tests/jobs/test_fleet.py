"""Procrastinate's part: notices that are as sure as the job, and wake a worker at once."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from hwawon.jobs import JobState, worker
from hwawon.jobs.fleet_schema import apply
from hwawon.storage.database import Database
from support.jobs import Rig, until
from support.postgresql import fresh_database

pytestmark = [pytest.mark.postgresql, pytest.mark.alone]


@pytest.fixture
def rig(postgresql_server: str) -> Iterator[Rig]:
    with fresh_database(postgresql_server) as url:
        database = Database(url)
        database.migrate()
        yield Rig(database)
        database.close()


def notices(rig: Rig) -> list[tuple[str, str, str]]:
    query = "SELECT queue_name, args->>'job_id', status::text FROM procrastinate_jobs ORDER BY id"
    with rig.database.read() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def test_a_notice_is_written_with_the_job_or_not_at_all(rig: Rig) -> None:
    job = rig.submit()
    with pytest.raises(ZeroDivisionError), rig.database.write() as tx:
        rig.queue.submit(tx, "echo", {})
        raise ZeroDivisionError
    assert notices(rig) == [("echo", job.id, "todo")]


def test_what_cannot_be_claimed_is_announced_when_it_can(rig: Rig) -> None:
    first = rig.submit("first", lock="l")
    second = rig.submit("second", lock="l")
    assert [job_id for _, job_id, _ in notices(rig)] == [first.id]
    rig.queue.cancel(first.id)
    assert [job_id for _, job_id, _ in notices(rig)] == [first.id, second.id]


def test_a_notice_wakes_a_worker_that_would_not_look_for_a_minute(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LOOK_EVERY_S", 60.0)
    stop = threading.Event()
    thread = threading.Thread(target=rig.worker().run, args=(stop,))
    thread.start()
    rig.submit("first")
    until(lambda: rig.ran == ["first"])
    time.sleep(0.3)  # so that the worker waits again
    began = time.monotonic()
    job = rig.submit("second")
    until(lambda: rig.queue.get(job.id).state is JobState.SUCCEEDED)
    assert time.monotonic() - began < 2
    stop.set()
    rig.submit("last")  # wakes it once more, so that it sees the stop
    thread.join(10)
    assert not thread.is_alive()
    assert notices(rig) == []  # what was served is gone


def test_the_schema_is_written_once(rig: Rig) -> None:
    apply(rig.database)
    apply(rig.database)


def test_nothing_of_it_reaches_sqlite(sqlite: Database) -> None:
    Rig(sqlite).submit()
    with sqlite.read() as tx:
        tables = tx.execute(text("SELECT name FROM sqlite_master")).scalars().all()
    assert not [name for name in tables if "procrastinate" in name]
