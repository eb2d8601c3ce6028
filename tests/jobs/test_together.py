"""Jobs that are alike run in one go, each with its own end; nobody is overtaken, nobody is lost."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from hwawon.errors import EngineDied
from hwawon.jobs import Job, JobState, Outcome, Worker
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
            kept.extend(worker._heartbeat._jobs)

    worker = worker_of(rig, Looking())
    worker.work_off()
    assert [job.request["name"] for job in kept] == ["a0", "a1", "a2"] * 2
    assert worker.current == ()
