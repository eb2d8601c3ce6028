"""Workers say that they are there and what they serve, and claim only that."""

import threading

import pytest

from hwawon.jobs.presence import present_workers
from hwawon.storage.database import Database
from support.jobs import Rig, until


@pytest.fixture
def rig(sqlite: Database) -> Rig:
    return Rig(sqlite)


def test_a_worker_takes_jobs_of_its_engines_and_of_none_and_leaves_the_others(rig: Rig) -> None:
    rig.submit("away", engine="diffusers")
    rig.submit("any")
    rig.submit("mine", engine="painter")
    rig.worker(serves=lambda: frozenset({"painter"})).work_off()
    assert sorted(rig.ran) == ["any", "mine"]
    rig.worker().work_off()
    assert rig.ran[-1] == "away"


def test_what_a_worker_serves_is_asked_before_each_claim(rig: Rig) -> None:
    serves = ["painter"]
    rig.submit("away", engine="webui")
    worker = rig.worker(serves=lambda: frozenset(serves))
    assert worker.work_off() == 0
    serves.append("webui")
    assert worker.work_off() == 1


def test_a_worker_is_present_while_it_runs_and_for_one_lease_after_its_last_word(rig: Rig) -> None:
    device = {"kind": "cpu", "name": "x", "memory_bytes": 1}
    worker = rig.worker(serves=lambda: frozenset({"painter"}), device=lambda: device, lease_s=30.0)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))

    def present() -> int:
        with rig.database.read() as tx:
            return len(present_workers(tx, rig.clock(), 30.0))

    thread.start()
    try:
        until(lambda: present() == 1)
        with rig.database.read() as tx:
            (one,) = present_workers(tx, rig.clock(), 30.0)
        assert one.device == device
        assert one.engines == frozenset({"painter"})
        rig.clock.turn(31)
        assert present() == 0
    finally:
        stop.set()
        thread.join(10)
    rig.clock.turn(-31)
    assert present() == 0
