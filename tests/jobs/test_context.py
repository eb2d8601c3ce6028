"""What a handler can do, with real objects: previews come, are seen, and go."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from hwawon.errors import EngineDied, TookTooLong
from hwawon.jobs import JobContext, JobState, Outcome
from hwawon.jobs.context import WRITE_EVERY_S
from hwawon.jobs.together import Company, Together
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects
from support.jobs import NEVER, Rig

PICTURE = np.full((40, 60, 3), (200, 30, 90), np.uint8)


@pytest.fixture
def rig(sqlite: Database) -> Rig:
    return Rig(sqlite)


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects((tmp_path / "objects").as_uri())


def test_the_last_preview_can_be_fetched_while_the_job_runs_and_is_gone_after(rig: Rig, objects: Objects) -> None:
    job = rig.submit()

    def handler(context: JobContext) -> Outcome:
        context.progress(1, 2, PICTURE)
        key = rig.queue.get(job.id).preview_key
        assert key is not None and objects.get(key)[:4] == b"RIFF"
        context.progress(2, 2, PICTURE)
        return Outcome({})

    rig.worker(handler, objects=objects).work_off()
    assert rig.queue.get(job.id).state is JobState.SUCCEEDED
    assert (rig.queue.get(job.id).preview_key, list(objects.keys())) == (None, [])


@pytest.mark.parametrize("end", ["fails", "is cancelled", "is given back"])
def test_a_preview_is_gone_however_the_attempt_ends(rig: Rig, objects: Objects, end: str) -> None:
    job = rig.submit()
    stop = threading.Event()

    def handler(context: JobContext) -> Outcome:
        context.progress(1, 3, PICTURE)
        if end == "fails":
            raise EngineDied
        if end == "is cancelled":
            rig.queue.cancel(job.id)
        else:
            stop.set()
        context.progress(2, 3)
        raise AssertionError

    rig.worker(handler, objects=objects).run_next(stop)
    assert (rig.queue.get(job.id).preview_key, list(objects.keys())) == (None, [])


def test_who_takes_over_removes_the_preview_of_the_dead(rig: Rig, objects: Objects) -> None:
    rig.submit()
    worker = rig.worker(objects=objects)
    job = worker.claims.claim(["echo"])
    assert job is not None
    JobContext(job, worker.claims, objects, NEVER).progress(1, 2, PICTURE)
    assert len(list(objects.keys())) == 1
    worker.take_over(everyone=True)
    assert list(objects.keys()) == []


def test_a_preview_without_objects_is_left_out(rig: Rig) -> None:
    rig.submit()

    def handler(context: JobContext) -> Outcome:
        context.progress(1, 1, PICTURE)
        return Outcome({})

    assert rig.worker(handler).work_off() == 1


def test_a_cancel_is_obeyed_between_two_written_reports(rig: Rig) -> None:
    job = rig.submit()
    steps: list[int] = []

    def handler(context: JobContext) -> Outcome:
        context.progress(1, 9)
        rig.queue.cancel(job.id)
        for step in range(2, 9):  # within the tenth of a second in which nothing is written
            steps.append(step)
            context.progress(step, 9)
        return Outcome({})

    rig.worker(handler).work_off()
    assert (rig.queue.get(job.id).state, steps) == (JobState.CANCELLED, [2])


def test_check_obeys_too_and_writes_nothing(rig: Rig) -> None:
    job = rig.submit()

    def handler(context: JobContext) -> Outcome:
        context.check()
        rig.queue.cancel(job.id)
        context.check()
        raise AssertionError

    rig.worker(handler).work_off()
    assert rig.queue.get(job.id).state is JobState.CANCELLED


def test_reports_are_written_ten_times_a_second(rig: Rig) -> None:
    rig.submit()
    claims = rig.worker().claims
    job = claims.claim(["echo"])
    assert job is not None
    now = [0.0]
    context = JobContext(job, claims, None, NEVER, monotonic=lambda: now[0])
    for step in range(1, 31):
        context.progress(step, 100)
        now[0] += WRITE_EVERY_S / 3
    written = [told["step"] for told in rig.events_of(job.id) if told["step"]]
    assert written[0] == 1
    assert 9 <= len(written) <= 11


@pytest.mark.parametrize("call", ["progress", "check"])
def test_an_attempt_that_takes_too_long_ends_at_its_next_step_with_limit_and_time(rig: Rig, call: str) -> None:
    job = rig.submit()
    claims = rig.worker().claims
    claimed = claims.claim(["echo"])
    assert claimed is not None
    now = [100.0]
    context = JobContext(claimed, claims, None, NEVER, monotonic=lambda: now[0], limit_s=60)
    step = {"progress": lambda: context.progress(1, 2), "check": context.check}[call]
    now[0] = 160.0
    step()
    now[0] = 160.5
    with pytest.raises(TookTooLong, match=r"may take 60 s \(HWAWON_JOB_LIMIT_S\); this one has taken 60\.5 s"):
        step()
    assert rig.queue.get(job.id).state is JobState.RUNNING


def test_too_long_is_a_failed_attempt_like_any_other_and_a_dead_letter_in_the_end(rig: Rig) -> None:
    def slow(context: JobContext) -> Outcome:
        time.sleep(0.02)
        context.progress(1, 2)
        return Outcome({})

    job = rig.submit(max_attempts=2)
    worker = rig.worker(slow, limit_s=0.01)
    worker.work_off()
    again = rig.queue.get(job.id)
    assert (again.state, again.failures) == (JobState.ENQUEUED, 1)
    assert again.not_before is not None
    rig.clock.turn(60)
    worker.look_after()
    worker.work_off()
    failed = rig.queue.get(job.id)
    assert failed.state is JobState.FAILED
    assert failed.error is not None
    assert failed.error["code"] == "took_too_long"


def test_jobs_that_take_too_long_together_fail_each_and_are_not_begun_again_alone(rig: Rig) -> None:
    def slow(company: Company) -> list[Outcome]:
        time.sleep(0.02)
        company.progress(1, 2)
        return [Outcome({}) for _ in company.contexts]

    jobs = [rig.submit(name, max_attempts=1) for name in "ab"]
    worker = rig.worker(limit_s=0.01, together={"echo": Together(lambda _: 2, lambda _: "alike", slow)})
    assert worker.work_off() == 2
    assert {rig.queue.get(job.id).state for job in jobs} == {JobState.FAILED}
    assert rig.ran == []
