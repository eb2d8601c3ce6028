"""What the job queue keeps, whichever dispatcher carries its notices.

A test class inherits `JobContract`; the fixture `database` says which dispatcher is meant.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, func, insert, select

from hwawon.errors import BadInput, Cancelled, Conflict, EngineDied, NotFound, OutOfMemory, UnknownEngine
from hwawon.jobs import JobContext, JobState, Outcome, Priority, Worker
from hwawon.jobs.claims import ClaimLost
from hwawon.jobs.context import WRITE_EVERY_S, ShuttingDown
from hwawon.jobs.life import DEATHS_IN_A_ROW
from hwawon.storage.database import Database
from hwawon.storage.tables import event, person
from hwawon.storage.types import utc_now
from support.jobs import NEVER, Rig, echo, fails, until


@pytest.fixture
def rig(database: Database) -> Rig:
    return Rig(database)


@contextmanager
def started(worker: Worker) -> Iterator[threading.Event]:
    """The worker's own loop in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def add_person(name: str, tx: Connection) -> None:
    """An effect that the database itself refuses to have twice."""
    tx.execute(insert(person).values(id=name, name=name, role="viewer", created_at=utc_now()))


def people(rig: Rig) -> int:
    with rig.database.read() as tx:
        return tx.scalar(select(func.count()).select_from(person)) or 0


class JobContract:
    """Inherit, and define nothing: the fixture `database` decides."""

    # --- submitting

    def test_a_submitted_job_is_enqueued_then_run_and_keeps_its_result(self, rig: Rig) -> None:
        job = rig.submit("a", owner="shin")
        assert (job.state, job.attempt, rig.queue.get(job.id)) == (JobState.ENQUEUED, 1, job)
        assert rig.worker().work_off() == 1
        done = rig.queue.get(job.id)
        assert (done.state, done.result, done.error) == (JobState.SUCCEEDED, {"name": "a"}, None)
        assert [told["state"] for told in rig.events_of(job.id)] == ["enqueued", "running", "succeeded"]

    def test_a_transaction_rolled_back_enqueues_nothing(self, rig: Rig) -> None:
        with pytest.raises(ZeroDivisionError), rig.database.write() as tx:
            rig.queue.submit(tx, "echo", {"name": "a"})
            raise ZeroDivisionError
        assert rig.worker().work_off() == 0
        with rig.database.read() as tx:
            assert tx.scalar(select(func.count()).select_from(event)) == 0

    def test_the_same_key_and_body_give_the_same_job(self, rig: Rig) -> None:
        first = rig.submit("a", owner="shin", idempotency_key="k")
        assert rig.submit("a", owner="shin", idempotency_key="k").id == first.id
        assert rig.submit("a", owner="kim", idempotency_key="k").id != first.id
        assert rig.worker().work_off() == 2
        assert rig.submit("a", owner="shin", idempotency_key="k").state is JobState.SUCCEEDED

    def test_the_same_key_with_another_body_is_refused(self, rig: Rig) -> None:
        rig.submit("a", owner="shin", idempotency_key="k")
        with pytest.raises(Conflict, match="'k'"):
            rig.submit("b", owner="shin", idempotency_key="k")
        with pytest.raises(Conflict):
            rig.submit("a", kind="other", owner="shin", idempotency_key="k")

    def test_two_clients_that_send_the_same_key_at_once_get_one_job(self, rig: Rig) -> None:
        ids: list[str] = []
        threads = [threading.Thread(target=lambda: ids.append(rig.submit(idempotency_key="k").id)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(ids), len(set(ids))) == (6, 1)

    def test_a_request_that_is_not_json_or_has_no_attempt_is_refused(self, rig: Rig) -> None:
        with rig.database.write() as tx, pytest.raises(BadInput):
            rig.queue.submit(tx, "echo", {"strength": float("nan")})
        with pytest.raises(BadInput, match="max_attempts"):
            rig.submit(max_attempts=0)

    # --- order

    def test_an_interactive_job_runs_before_a_bulk_that_came_first(self, rig: Rig) -> None:
        for number in range(20):
            rig.submit(f"bulk {number}", priority=Priority.BULK)
        rig.submit("normal")
        rig.submit("retouch", priority=Priority.INTERACTIVE)
        rig.worker().work_off()
        assert rig.ran[:3] == ["retouch", "normal", "bulk 0"]

    def test_jobs_of_one_owner_run_in_the_order_of_submission(self, rig: Rig) -> None:
        for number in range(12):
            rig.submit(f"{number}", owner="shin")
        rig.worker().work_off()
        assert rig.ran == [str(number) for number in range(12)]

    def test_owners_take_turns_within_a_priority(self, rig: Rig) -> None:
        for number in range(6):
            rig.submit(f"shin {number}", owner="shin")
        for number in range(2):
            rig.submit(f"kim {number}", owner="kim")
        rig.submit("nobody")
        rig.worker().work_off()
        assert rig.ran[:5] == ["shin 0", "kim 0", "nobody", "shin 1", "kim 1"]

    def test_who_comes_late_is_served_next_but_earns_no_turns_from_the_past(self, rig: Rig) -> None:
        for number in range(10):
            rig.submit(f"shin {number}", owner="shin")
        worker = rig.worker()
        for _ in range(5):
            worker.run_next(NEVER)
        for number in range(3):
            rig.submit(f"kim {number}", owner="kim")
        worker.work_off()
        assert rig.ran[5:10] == ["kim 0", "shin 5", "kim 1", "shin 6", "kim 2"]

    def test_an_owner_whose_jobs_all_run_waits_behind_another_owner(self, rig: Rig) -> None:
        rig.submit("shin 0", owner="shin")
        holding = rig.worker().claims.claim(["echo"])
        assert holding is not None
        rig.submit("shin 1", owner="shin")
        rig.submit("kim 0", owner="kim")
        rig.worker().work_off()
        assert rig.ran == ["kim 0", "shin 1"]

    def test_jobs_of_one_lock_run_one_at_a_time_in_order(self, rig: Rig) -> None:
        first, second = (rig.submit(name, lock="journal 7") for name in ("first", "second"))
        rig.submit("third", lock="journal 7", priority=Priority.INTERACTIVE)
        rig.submit("free")
        claims = rig.worker().claims
        claimed = claims.claim(["echo"])
        assert claimed is not None and claimed.id == first.id
        free = claims.claim(["echo"])
        assert free is not None and free.request["name"] == "free"
        assert claims.claim(["echo"]) is None
        claims.succeed(claimed, {}, None, 0, 0)
        following = claims.claim(["echo"])
        assert following is not None and following.id == second.id

    def test_a_dead_or_cancelled_job_does_not_block_its_lock(self, rig: Rig) -> None:
        dead, cancelled = (rig.submit(name, lock="l", max_attempts=1) for name in ("dead", "cancelled"))
        rig.submit("last", lock="l")
        rig.worker(fails(OutOfMemory())).run_next(NEVER)
        rig.queue.cancel(cancelled.id)
        rig.worker().work_off()
        assert rig.ran == ["dead", "last"]
        assert rig.queue.get(dead.id).state is JobState.FAILED

    def test_cancelling_one_that_waits_for_its_lock_lets_nobody_through(self, rig: Rig) -> None:
        rig.submit("first", lock="l")
        second = rig.submit("second", lock="l")
        rig.submit("third", lock="l")
        claims = rig.worker().claims
        assert claims.claim(["echo"])
        rig.queue.cancel(second.id)
        assert claims.claim(["echo"]) is None

    def test_a_retry_keeps_its_place_in_the_lock(self, rig: Rig) -> None:
        rig.submit("first", lock="l")
        rig.submit("second", lock="l")
        rig.worker(fails(OutOfMemory())).run_next(NEVER)
        assert rig.worker().work_off() == 0
        rig.clock.turn(5)
        worker = rig.worker()
        worker.look_after()
        worker.work_off()
        assert rig.ran == ["first", "first", "second"]

    def test_a_worker_takes_only_what_it_can_run(self, rig: Rig) -> None:
        other = rig.submit("a", kind="other")
        assert rig.worker().work_off() == 0
        assert rig.queue.get(other.id).state is JobState.ENQUEUED

    # --- progress

    def test_progress_preview_and_eta_are_seen_while_the_job_runs(self, rig: Rig) -> None:
        job = rig.submit()
        seen: list[float | None] = []

        def handler(context: JobContext) -> Outcome:
            for seconds in (20, 2):  # a checkpoint is loaded before the first step
                rig.clock.turn(seconds)
                time.sleep(1.5 * WRITE_EVERY_S)
                context.progress(len(seen) + 1, 5)
                seen.append(rig.queue.get(job.id).eta_s(rig.clock()))
            return Outcome({})

        rig.worker(handler).work_off()
        assert seen == [None, pytest.approx(6)]  # a step takes two seconds, and three are left
        told = rig.events_of(job.id)
        assert [(one["state"], one["step"], one["steps"]) for one in told] == [
            ("enqueued", 0, 0),
            ("running", 0, 0),
            ("running", 1, 5),
            ("running", 2, 5),
            ("succeeded", 2, 5),
        ]

    def test_the_eta_is_learned_from_jobs_of_the_same_kind_and_pace(self, rig: Rig) -> None:
        def handler(context: JobContext) -> Outcome:
            for step in range(4):
                rig.clock.turn(1.5)
                context.progress(step + 1, 4)
            return Outcome({})

        rig.submit(pace="painter 64x64")
        rig.worker(handler).work_off()
        rig.submit(pace="painter 64x64")
        other = rig.submit(pace="painter 768x512")
        rig.clock.turn(60)
        claims = rig.worker().claims
        alike, unlike = claims.claim(["echo"]), claims.claim(["echo"])
        assert alike is not None and alike.eta_s(rig.clock()) == pytest.approx(6)
        assert unlike is not None and (unlike.id, unlike.eta_at) == (other.id, None)

    def test_many_reports_are_written_seldom_and_the_last_always(self, rig: Rig) -> None:
        job = rig.submit()

        def handler(context: JobContext) -> Outcome:
            for step in range(100):
                context.progress(step + 1, 100)
            return Outcome({})

        began = time.monotonic()
        rig.worker(handler).work_off()
        took_s = time.monotonic() - began
        reported = [told["step"] for told in rig.events_of(job.id) if told["state"] == "running" and told["step"]]
        assert (reported[0], reported[-1]) == (1, 100)
        assert len(reported) <= 3 + took_s / WRITE_EVERY_S

    # --- cancelling

    def test_a_waiting_job_is_cancelled_at_once(self, rig: Rig) -> None:
        job = rig.submit()
        assert rig.queue.cancel(job.id).state is JobState.CANCELLED
        assert rig.queue.cancel(job.id).state is JobState.CANCELLED
        assert rig.worker().work_off() == 0

    def test_a_running_job_stops_at_its_next_step_without_effects(self, rig: Rig) -> None:
        job = rig.submit()
        reached: list[int] = []

        def handler(context: JobContext) -> Outcome:
            for step in range(1, 10):
                if step == 3:
                    assert rig.queue.cancel(job.id).cancel_requested
                reached.append(step)
                context.progress(step, 10)
            return Outcome({}, lambda tx: add_person("a", tx))

        rig.worker(handler).work_off()
        assert (rig.queue.get(job.id).state, reached, people(rig)) == (JobState.CANCELLED, [1, 2, 3], 0)

    def test_an_attempt_that_fails_after_a_cancel_is_not_tried_again(self, rig: Rig) -> None:
        job = rig.submit()

        def handler(_context: JobContext) -> Outcome:
            rig.queue.cancel(job.id)
            raise OutOfMemory

        rig.worker(handler).work_off()
        assert rig.queue.get(job.id).state is JobState.CANCELLED

    def test_what_is_over_cannot_be_cancelled(self, rig: Rig) -> None:
        job = rig.submit()
        rig.worker().work_off()
        with pytest.raises(Conflict, match="succeeded"):
            rig.queue.cancel(job.id)
        with pytest.raises(NotFound):
            rig.queue.cancel("0" * 32)

    # --- failing

    def test_a_retryable_error_is_tried_again_after_growing_pauses_then_a_dead_letter(self, rig: Rig) -> None:
        job = rig.submit(max_attempts=3)
        worker = rig.worker(fails(OutOfMemory("no memory left")))
        pauses: list[float] = []
        while (waiting := rig.queue.get(job.id)).state is JobState.ENQUEUED:
            if waiting.not_before is not None:
                pauses.append((waiting.not_before - rig.clock()).total_seconds())
                rig.clock.turn(pauses[-1] - 0.01)
                worker.look_after()
                assert worker.work_off() == 0
                rig.clock.turn(0.02)
                worker.look_after()
            assert worker.work_off() == 1
        assert 0.5 <= pauses[0] <= 1 and 1 <= pauses[1] <= 2
        dead = rig.queue.get(job.id)
        assert (dead.state, dead.failures, len(rig.ran)) == (JobState.FAILED, 3, 3)
        assert dead.error == {"code": "out_of_memory", "message": "no memory left"}
        assert "traceback" not in str(dead.public(rig.clock())).lower()

    def test_a_bad_request_is_not_tried_again(self, rig: Rig) -> None:
        job = rig.submit()
        rig.worker(fails(UnknownEngine("no engine 'x'"))).work_off()
        assert (rig.queue.get(job.id).state, rig.ran) == (JobState.FAILED, ["a"])

    def test_an_error_that_is_not_ours_is_tried_again(self, rig: Rig) -> None:
        job = rig.submit()
        rig.worker(fails(KeyError("x"))).work_off()
        waiting = rig.queue.get(job.id)
        assert (waiting.state, waiting.failures) == (JobState.ENQUEUED, 1)
        assert waiting.error is not None and waiting.error["code"] == "unexpected_error"

    def test_a_dead_letter_is_restarted_with_all_its_attempts(self, rig: Rig) -> None:
        job = rig.submit(max_attempts=1)
        rig.worker(fails(EngineDied())).work_off()
        assert rig.queue.restart(job.id).state is JobState.ENQUEUED
        rig.worker().work_off()
        done = rig.queue.get(job.id)
        assert (done.state, done.failures, done.error) == (JobState.SUCCEEDED, 0, None)
        with pytest.raises(Conflict, match="succeeded"):
            rig.queue.restart(job.id)

    def test_a_restarted_job_waits_for_its_lock(self, rig: Rig) -> None:
        dead = rig.submit("dead", lock="l", max_attempts=1)
        rig.worker(fails(EngineDied())).work_off()
        rig.submit("second", lock="l")
        assert rig.worker().claims.claim(["echo"])
        assert rig.queue.restart(dead.id).blocked
        assert rig.worker().work_off() == 0

    # --- effects

    def test_effects_that_fail_leave_nothing_and_are_tried_again(self, rig: Rig) -> None:
        job = rig.submit()

        def effects(tx: Connection) -> None:
            add_person("a", tx)
            raise OutOfMemory

        rig.worker(lambda _context: Outcome({}, effects)).work_off()
        assert (rig.queue.get(job.id).state, people(rig)) == (JobState.ENQUEUED, 0)

    def test_a_worker_that_fell_silent_and_comes_back_can_write_nothing(self, rig: Rig) -> None:
        job = rig.submit()
        zombie, other = rig.worker().claims, rig.worker()
        held = zombie.claim(["echo"])
        assert held is not None
        rig.clock.turn(31)
        other.look_after()
        assert other.work_off() == 1
        with pytest.raises(ClaimLost):
            zombie.succeed(held, {}, lambda tx: add_person("a", tx), 1, 1)
        with pytest.raises(ClaimLost):
            zombie.progress(held, 1, 2, None)
        with pytest.raises(ClaimLost):
            zombie.check(held)
        assert (zombie.renew(held), zombie.fail(held, OutOfMemory()), people(rig)) == (False, None, 0)
        assert rig.queue.get(job.id).state is JobState.SUCCEEDED

    def test_a_zombie_cannot_write_while_the_second_attempt_runs(self, rig: Rig) -> None:
        rig.submit()
        zombie, other = rig.worker().claims, rig.worker()
        held = zombie.claim(["echo"])
        rig.clock.turn(31)
        other.look_after()
        second = other.claims.claim(["echo"])
        assert held is not None and second is not None
        with pytest.raises(ClaimLost):
            zombie.succeed(held, {}, lambda tx: add_person("a", tx), 1, 1)
        other.claims.succeed(second, {}, lambda tx: add_person("a", tx), 1, 1)
        assert people(rig) == 1

    # --- deaths and shutdown

    def test_a_silent_workers_job_starts_again_at_once_and_spends_no_attempt(self, rig: Rig) -> None:
        job = rig.submit(max_attempts=1)
        rig.worker().claims.claim(["echo"])
        other = rig.worker()
        rig.clock.turn(29)
        other.look_after()
        assert other.work_off() == 0
        rig.clock.turn(2)
        other.look_after()
        taken = rig.queue.get(job.id)
        assert (taken.state, taken.failures, taken.deaths) == (JobState.ENQUEUED, 0, 1)
        assert other.work_off() == 1
        assert (rig.queue.get(job.id).state, rig.queue.get(job.id).deaths) == (JobState.SUCCEEDED, 0)

    def test_a_renewed_lease_is_not_taken(self, rig: Rig) -> None:
        rig.submit()
        holder, other = rig.worker().claims, rig.worker()
        held = holder.claim(["echo"])
        assert held is not None
        for _ in range(5):
            rig.clock.turn(20)
            assert holder.renew(held)
            other.look_after()
        assert other.work_off() == 0

    def test_twenty_deaths_in_a_row_make_a_dead_letter_that_can_be_restarted(self, rig: Rig) -> None:
        job = rig.submit()
        worker = rig.worker()
        for _ in range(DEATHS_IN_A_ROW):
            assert worker.claims.claim(["echo"])
            worker.take_over(everyone=True)
        dead = rig.queue.get(job.id)
        assert (dead.state, dead.failures, dead.deaths) == (JobState.FAILED, 0, 20)
        assert dead.error is not None and "20 times in a row" in dead.error["message"]
        rig.queue.restart(job.id)
        assert worker.work_off() == 1

    def test_deaths_count_only_in_a_row(self, rig: Rig) -> None:
        job = rig.submit()
        worker = rig.worker(fails(OutOfMemory()))
        worker.claims.claim(["echo"])
        worker.take_over(everyone=True)
        worker.work_off()
        assert (rig.queue.get(job.id).deaths, rig.queue.get(job.id).failures) == (0, 1)

    def test_a_job_cancelled_while_its_worker_dies_stays_cancelled(self, rig: Rig) -> None:
        job = rig.submit()
        worker = rig.worker()
        worker.claims.claim(["echo"])
        rig.queue.cancel(job.id)
        worker.take_over(everyone=True)
        assert rig.queue.get(job.id).state is JobState.CANCELLED

    def test_a_shutdown_ends_the_step_and_gives_the_job_back(self, rig: Rig) -> None:
        job = rig.submit(max_attempts=1)
        stop = threading.Event()

        def handler(context: JobContext) -> Outcome:
            context.progress(1, 3)
            stop.set()
            with pytest.raises(ShuttingDown):
                context.progress(2, 3)
            raise ShuttingDown

        rig.worker(handler).run_next(stop)
        back = rig.queue.get(job.id)
        assert (back.state, back.failures, back.deaths, back.step) == (JobState.ENQUEUED, 0, 0, 0)
        assert issubclass(ShuttingDown, Cancelled)
        assert rig.worker().work_off() == 1

    # --- pausing

    def test_a_paused_batch_stays_enqueued_until_it_goes_on(self, rig: Rig) -> None:
        first, second = (rig.submit(name, batch="b") for name in ("first", "second"))
        rig.submit("other")
        assert rig.queue.pause("b") == 2
        late = rig.submit("late", batch="b")
        worker = rig.worker()
        worker.work_off()
        assert rig.ran == ["other"]
        assert {rig.queue.get(job.id).state for job in (first, second, late)} == {JobState.ENQUEUED}
        assert rig.queue.resume("b") == 3
        worker.work_off()
        assert rig.ran == ["other", "first", "second", "late"]

    def test_a_job_of_a_paused_batch_that_fails_waits_with_the_others(self, rig: Rig) -> None:
        job = rig.submit(batch="b")

        def handler(_context: JobContext) -> Outcome:
            rig.queue.pause("b")
            raise OutOfMemory

        rig.worker(handler).work_off()
        rig.clock.turn(60)
        worker = rig.worker()
        worker.look_after()
        assert worker.work_off() == 0
        rig.queue.resume("b")
        assert worker.work_off() == 1
        assert rig.queue.get(job.id).state is JobState.SUCCEEDED

    def test_a_batch_that_was_paused_takes_turns_from_now_on(self, rig: Rig) -> None:
        for number in range(3):
            rig.submit(f"paused {number}", owner="kim", batch="b")
        rig.queue.pause("b")
        for number in range(10):
            rig.submit(f"shin {number}", owner="shin")
        worker = rig.worker()
        for _ in range(5):
            worker.run_next(NEVER)
        rig.queue.resume("b")
        worker.work_off()
        assert rig.ran[5:9] == ["paused 0", "paused 1", "shin 5", "paused 2"]

    def test_a_batch_can_be_cancelled_while_it_is_paused(self, rig: Rig) -> None:
        job = rig.submit(batch="b")
        rig.queue.pause("b")
        assert rig.queue.cancel(job.id).state is JobState.CANCELLED
        assert rig.queue.resume("b") == 0

    # --- looking

    def test_jobs_are_listed_newest_first_page_by_page(self, rig: Rig) -> None:
        ids = [rig.submit(str(number)).id for number in range(5)]
        first = rig.queue.page(2)
        assert [job.id for job in first.items] == ids[:-3:-1]
        second = rig.queue.page(2, first.next_cursor)
        last = rig.queue.page(2, second.next_cursor)
        assert [job.id for job in (*second.items, *last.items)] == ids[2::-1]
        assert last.next_cursor is None

    def test_the_list_can_be_narrowed(self, rig: Rig) -> None:
        mine = rig.submit("mine", owner="shin", batch="b")
        rig.submit("other", owner="kim")
        rig.queue.cancel(mine.id)
        assert [job.id for job in rig.queue.page(9, owner="shin").items] == [mine.id]
        assert [job.id for job in rig.queue.page(9, batch="b").items] == [mine.id]
        assert [job.id for job in rig.queue.page(9, state=JobState.CANCELLED).items] == [mine.id]
        assert rig.queue.page(9, state=JobState.FAILED).items == ()

    # --- the loop

    def test_a_running_worker_hears_of_a_new_job_soon(self, rig: Rig) -> None:
        with started(rig.worker(echo)):
            for name in ("a", "b", "c"):
                job = rig.submit(name)
                until(lambda job_id=job.id: rig.queue.get(job_id).state is JobState.SUCCEEDED)  # type: ignore[misc]
        assert rig.ran == ["a", "b", "c"]

    def test_two_workers_share_the_jobs_and_run_none_twice(self, rig: Rig) -> None:
        jobs = [rig.submit(str(number)) for number in range(30)]
        with started(rig.worker()), started(rig.worker()):
            until(lambda: all(rig.queue.get(job.id).state is JobState.SUCCEEDED for job in jobs), 30)
        assert sorted(rig.ran, key=int) == [str(number) for number in range(30)]

    def test_a_long_job_keeps_its_lease_by_heartbeats(self, database: Database) -> None:
        rig = Rig(database)
        rig.clock = utc_now  # type: ignore[assignment]
        job = rig.submit()
        working = threading.Event()

        def handler(_context: JobContext) -> Outcome:
            working.wait(1.2)
            return Outcome({})

        with started(rig.worker(handler, lease_s=0.3)):
            until(lambda: rig.queue.get(job.id).state is JobState.RUNNING)
            other = rig.worker(lease_s=0.3)
            for _ in range(5):
                working.wait(0.2)
                other.look_after()
            until(lambda: rig.queue.get(job.id).state is JobState.SUCCEEDED)
        assert rig.ran == ["a"]
