"""Jobs that are alike run in one go, each with its own end; nobody is overtaken, nobody is lost."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from hwawon.errors import EngineDied, StorageFull
from hwawon.jobs import Job, JobContext, JobState, Outcome, Pending, Worker
from hwawon.jobs.claims import Claims
from hwawon.jobs.identity import own_name
from hwawon.jobs.together import Company, Together
from hwawon.storage.database import Database
from support.jobs import NEVER, Rig, echo

MOST = 4


@pytest.fixture
def rig(database: Database) -> Rig:
    return Rig(database)


class Group:
    """Runs jobs with the same first letter in one go, and remembers who ran with whom."""

    def __init__(self, error: Exception | None = None) -> None:
        self.ran: list[list[str]] = []
        self.error = error

    def run(self, company: Company) -> Sequence[Outcome]:
        self.ran.append([context.job.request["name"] for context in company.contexts])
        company.progress(1, 2)
        self.between(company)
        if self.error:
            raise self.error
        company.progress(2, 2)
        return [Outcome({"with": len(company.contexts)}) for _ in company.contexts]

    def between(self, company: Company) -> None:
        """What happens after the first step."""


def worker_of(rig: Rig, group: Group, most: int = MOST) -> Worker:
    def key(job: Job) -> str | None:
        name = str(job.request["name"])
        return None if name.startswith("lone") else name[0]

    return rig.worker(echo, together={"echo": Together(lambda _: most, key, group.run)})


def states(rig: Rig, jobs: Sequence[Job]) -> list[JobState]:
    return [rig.queue.get(job.id).state for job in jobs]


def test_jobs_that_are_alike_run_in_one_go_and_no_more_than_fit(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(6)]
    group = Group()
    assert worker_of(rig, group).work_off() == 6
    assert group.ran == [["a0", "a1", "a2", "a3"], ["a4", "a5"]]
    assert set(states(rig, jobs)) == {JobState.SUCCEEDED}
    assert rig.queue.get(jobs[0].id).result == {"with": 4}


def test_a_job_that_is_not_alike_is_not_overtaken(rig: Rig) -> None:
    for name in ("a0", "a1", "b0", "a2", "lone0", "lone1"):
        rig.submit(name)
    group = Group()
    assert worker_of(rig, group).work_off() == 6
    assert group.ran == [["a0", "a1"]]
    assert rig.ran == ["b0", "a2", "lone0", "lone1"]  # each alone, by the ordinary handler


def test_a_device_that_paints_one_at_a_time_gets_one_at_a_time(rig: Rig) -> None:
    rig.submit("a0")
    rig.submit("a1")
    group = Group()
    assert worker_of(rig, group, most=1).work_off() == 2
    assert (group.ran, rig.ran) == ([], ["a0", "a1"])


def test_who_is_cancelled_in_the_middle_leaves_and_the_others_go_on(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(3)]

    class Cancelling(Group):
        def between(self, company: Company) -> None:
            rig.queue.cancel(jobs[1].id)

    assert worker_of(rig, Cancelling()).work_off() == 3
    assert states(rig, jobs) == [JobState.SUCCEEDED, JobState.CANCELLED, JobState.SUCCEEDED]
    assert rig.queue.get(jobs[1].id).result is None


def test_when_all_are_cancelled_the_work_stops(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(2)]
    reached: list[bool] = []

    class Cancelling(Group):
        def between(self, company: Company) -> None:
            for job in jobs:
                rig.queue.cancel(job.id)
            company.progress(2, 2)
            reached.append(True)

    worker_of(rig, Cancelling()).work_off()
    assert states(rig, jobs) == [JobState.CANCELLED] * 2
    assert reached == []


def test_jobs_that_fail_together_are_run_alone_so_that_an_error_is_its_owners(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(3)]
    group = Group(EngineDied("too much at once"))
    assert worker_of(rig, group).work_off() == 3
    assert group.ran == [["a0", "a1", "a2"]]
    assert rig.ran == ["a0", "a1", "a2"]
    assert set(states(rig, jobs)) == {JobState.SUCCEEDED}
    assert rig.queue.get(jobs[0].id).failures == 0


def test_a_worker_that_shuts_down_gives_all_of_them_back(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(3)]
    stop = threading.Event()

    class Stopping(Group):
        def between(self, company: Company) -> None:
            stop.set()

    worker_of(rig, Stopping()).run_next(stop)
    assert states(rig, jobs) == [JobState.ENQUEUED] * 3
    assert [rig.queue.get(job.id).deaths for job in jobs] == [0, 0, 0]
    assert worker_of(rig, Group()).work_off() == 3


def test_a_job_that_was_taken_over_meanwhile_gets_no_outcome_from_here(rig: Rig) -> None:
    jobs = [rig.submit(f"a{number}") for number in range(2)]

    class Losing(Group):
        def between(self, company: Company) -> None:
            claims = Claims(rig.database, rig.dispatcher, own_name(), 30.0, rig.clock)
            claims.take_over(company.contexts[0].job)

    assert worker_of(rig, Losing()).run_next(NEVER) == 2
    assert states(rig, jobs) == [JobState.ENQUEUED, JobState.SUCCEEDED]
    assert rig.worker().work_off() == 1


def test_leases_of_all_are_kept_while_they_run(rig: Rig) -> None:
    for number in range(3):
        rig.submit(f"a{number}")
    kept: list[Any] = []

    class Looking(Group):
        def between(self, company: Company) -> None:
            kept.extend(worker.current)

    worker = worker_of(rig, Looking())
    worker.work_off()
    assert [job.request["name"] for job in kept] == ["a0", "a1", "a2"]
    assert worker.current == ()


# Finishing beside the next job


def test_the_next_job_runs_while_the_one_before_is_finished(rig: Rig) -> None:
    first, second = rig.submit("first"), rig.submit("second")
    second_runs = threading.Event()

    def handler(context: JobContext) -> Pending:
        if context.job.id == second.id:
            second_runs.set()
            return Pending(lambda: Outcome({"n": 2}))

        def finish() -> Outcome:
            assert second_runs.wait(10)
            return Outcome({"n": 1})

        return Pending(finish)

    worker = Worker(rig.database, rig.dispatcher, {"echo": handler}, clock=rig.clock)
    assert worker.work_off() == 2
    assert [rig.queue.get(job.id).result for job in (first, second)] == [{"n": 1}, {"n": 2}]
    assert worker.current == ()


def test_a_job_that_is_being_finished_keeps_its_lease_and_its_error_is_its_own(rig: Rig) -> None:
    bad, good = rig.submit("bad", max_attempts=1), rig.submit("good")
    kept: list[str] = []
    good_runs = threading.Event()

    def handler(context: JobContext) -> Pending:
        if context.job.id == good.id:
            kept.extend(job.id for job in worker.current)
            good_runs.set()
            return Pending(lambda: Outcome({}))

        def finish() -> Outcome:
            assert good_runs.wait(10)
            raise StorageFull("no room for the picture")

        return Pending(finish)

    worker = Worker(rig.database, rig.dispatcher, {"echo": handler}, clock=rig.clock)
    worker.work_off()
    assert kept == [bad.id, good.id]
    assert rig.queue.get(bad.id).state is JobState.FAILED
    assert (rig.queue.get(bad.id).error or {})["code"] == "storage_full"
    assert rig.queue.get(good.id).state is JobState.SUCCEEDED


def test_what_waits_to_be_finished_does_not_pile_up(rig: Rig) -> None:
    jobs = [rig.submit(name) for name in ("first", "second", "third")]
    seen: list[JobState] = []

    def handler(context: JobContext) -> Pending:
        if context.job.id == jobs[2].id:
            seen.append(rig.queue.get(jobs[0].id).state)

        def finish() -> Outcome:
            time.sleep(0.3)
            return Outcome({})

        return Pending(finish)

    Worker(rig.database, rig.dispatcher, {"echo": handler}, clock=rig.clock).work_off()
    assert seen == [JobState.SUCCEEDED]


def test_a_worker_that_stops_finishes_what_is_painted(rig: Rig) -> None:
    job = rig.submit("a")
    stop = threading.Event()

    def handler(_: JobContext) -> Pending:
        stop.set()
        return Pending(lambda: Outcome({"done": True}))

    Worker(rig.database, rig.dispatcher, {"echo": handler}, clock=rig.clock).run(stop)
    assert rig.queue.get(job.id).result == {"done": True}
