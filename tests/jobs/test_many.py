"""Orders to all jobs of a batch at once."""

from datetime import timedelta

from hwawon.errors import BadInput
from hwawon.jobs import JobState
from hwawon.storage.database import Database
from support.jobs import NEVER, Rig, fails


def states(rig: Rig, batch: str = "b") -> list[JobState]:
    return [one.state for one in reversed(rig.queue.page(100, batch=batch).items)]


def cancel(rig: Rig, batch: str = "b") -> int:
    with rig.database.write() as tx:
        return rig.queue.cancel_batch(tx, batch)


def put_back(rig: Rig, most: int = 100, later_s: float = 1.0) -> int:
    with rig.database.write() as tx:
        return rig.queue.put_back(tx, "b", rig.clock() + timedelta(seconds=later_s), most)


def test_cancelling_a_batch_ends_what_waits_and_leaves_what_is_over_and_other_batches(database: Database) -> None:
    rig = Rig(database)
    for name in "abc":
        rig.submit(name, batch="b")
    rig.submit("d", batch="other")
    rig.worker().run_next(NEVER)

    assert cancel(rig) == 2
    assert states(rig) == [JobState.SUCCEEDED, JobState.CANCELLED, JobState.CANCELLED]
    assert states(rig, "other") == [JobState.ENQUEUED]
    assert cancel(rig) == 0
    rig.worker().work_off()
    assert rig.ran == ["a", "d"]


def test_a_job_that_runs_is_asked_to_stop(database: Database) -> None:
    rig = Rig(database)
    rig.submit("a", batch="b")
    job = rig.worker().claims.claim(["echo"])
    assert job is not None

    assert cancel(rig) == 1
    assert rig.queue.get(job.id).cancel_requested
    assert rig.queue.get(job.id).state is JobState.RUNNING


def test_jobs_are_put_back_oldest_first_behind_their_owners_others_with_all_attempts(database: Database) -> None:
    rig = Rig(database)
    for name in "abc":
        rig.submit(name, batch="b", owner="kim")
    rig.worker(fails(BadInput("no"))).work_off()
    rig.submit("later", owner="kim")
    rig.ran.clear()

    assert put_back(rig, 2) == 2
    assert states(rig) == [JobState.ENQUEUED, JobState.ENQUEUED, JobState.FAILED]
    assert put_back(rig, 2) == 1
    assert put_back(rig, 2) == 0
    again = rig.queue.page(1, batch="b").items[0]
    assert (again.failures, again.error, again.finished_at) == (0, None, None)
    rig.worker().work_off()
    assert rig.ran == ["later", "a", "b", "c"]


def test_what_has_succeeded_or_ends_later_is_not_put_back(database: Database) -> None:
    rig = Rig(database)
    rig.submit("a", batch="b")
    rig.worker().work_off()
    rig.submit("b", batch="b")
    cancel(rig)

    assert put_back(rig, later_s=0.0) == 0
    assert put_back(rig) == 1
    assert states(rig) == [JobState.SUCCEEDED, JobState.ENQUEUED]


def test_jobs_of_a_paused_batch_are_put_back_paused(database: Database) -> None:
    rig = Rig(database)
    rig.submit("a", batch="b")
    rig.worker(fails(BadInput("no"))).work_off()
    rig.submit("b", batch="b")
    rig.queue.pause("b")

    put_back(rig)

    assert [one.paused for one in rig.queue.page(10, batch="b").items] == [True, True]
    rig.worker().work_off()
    assert rig.ran == ["a"]
