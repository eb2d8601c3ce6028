"""The expected length of a job, and the expected end of a running one."""

from datetime import UTC, datetime, timedelta

import pytest

from hwawon.jobs.pace import REMEMBERED, First, PaceBook, eta_at, last_result, learned_s
from hwawon.storage.database import Database
from support.jobs import Rig

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def left_s(expected_s: float | None, first: First, step: int, steps: int, at_s: float) -> float:
    expected = eta_at(expected_s, START, first, step, steps, after(at_s))
    assert expected is not None
    return (expected - after(at_s)).total_seconds()


def test_without_history_nothing_is_promised_before_the_second_step() -> None:
    assert eta_at(None, START, None, 0, 20, after(3)) is None
    assert eta_at(None, START, First(after(60), 1), 1, 20, after(60)) is None


def test_without_history_the_jobs_own_steps_are_drawn_out() -> None:
    assert eta_at(None, START, First(after(2), 1), 6, 20, after(12)) == after(12 + 14 * 2)


def test_with_history_the_whole_is_promised_at_the_start() -> None:
    assert eta_at(30, START, None, 0, 0, START) == after(30)


def test_a_minute_of_loading_before_the_first_step_promises_no_minutes_more() -> None:
    assert left_s(30, First(after(61), 1), 1, 20, 61) == pytest.approx(19 * 1.5)
    assert left_s(30, First(after(61), 1), 5, 20, 67) == pytest.approx(15 * 1.5)
    assert left_s(None, First(after(61), 1), 5, 20, 67) == pytest.approx(15 * 1.5)


def test_a_device_that_is_slower_than_ever_is_believed_after_some_steps() -> None:
    assert left_s(20, First(after(4), 1), 16, 20, 64) == pytest.approx(4 * (60 + 3) / 18)


def test_at_the_last_step_the_end_is_now() -> None:
    assert eta_at(30, START, First(after(2), 1), 20, 20, after(33)) == after(33)
    assert eta_at(None, START, First(after(2), 1), 1, 1, after(2)) == after(2)


def done(rig: Rig, pace: str, seconds: float, kind: str = "echo", *, together: int = 1) -> None:
    """One job from its submission to its end; or one of several that were run in one go."""
    rig.submit(kind=kind, pace=pace, engine="painter")
    claims = rig.worker().claims
    job = claims.claim([kind])
    assert job is not None
    rig.clock.turn(seconds)
    claims.succeed(job, {"rung": int(seconds)} | ({"together": together} if together > 1 else {}), None, 8, 8)


def learned(rig: Rig, pace: str, kind: str = "echo") -> float | None:
    with rig.database.read() as tx:
        return learned_s(tx, kind, pace)


def test_the_median_of_the_last_jobs_of_the_same_pace_is_learned(database: Database) -> None:
    rig = Rig(database)
    for number in range(REMEMBERED + 5):
        done(rig, "p", 1000 if number < 5 else 4 if number != 10 else 500)
    assert learned(rig, "p") == 4
    assert learned(rig, "other") is None
    with database.read() as tx:
        assert last_result(tx, "echo", "p") == {"rung": 4}
        assert last_result(tx, "echo", "other") is None


def test_of_jobs_that_were_run_in_one_go_each_counts_for_its_share(database: Database) -> None:
    rig, pace = Rig(database), "painter rose 512x512@20 x1"
    for _ in range(4):
        done(rig, pace, 12, together=4)
    assert learned(rig, pace) == pytest.approx(3)
    assert learned(rig, "painter rose 1024x512@20 x1") == pytest.approx(6)
    done(rig, pace, 5)  # what it takes alone is known better by those that were alone
    assert learned(rig, pace) == pytest.approx(5)


def test_before_the_first_job_of_a_pace_those_of_the_same_checkpoint_are_scaled(database: Database) -> None:
    rig = Rig(database)
    done(rig, "painter rose 512x512@20 x1", 10)
    done(rig, "painter tulip 1024x512@20 x1", 77)
    assert learned(rig, "painter rose 1024x512@20 x1") == pytest.approx(20)
    assert learned(rig, "painter rose 512x512@20 x3") == pytest.approx(30)
    assert learned(rig, "painter lily 512x512@20 x1") is None
    assert learned(rig, "webui rose 512x512@20 x1") is None


def test_jobs_of_another_kind_are_asked_only_where_there_are_none_of_the_own(database: Database) -> None:
    rig = Rig(database)
    done(rig, "painter rose 512x512@20 x1", 10)
    assert learned(rig, "painter rose 1024x512@20 x1", "other") == pytest.approx(20)
    done(rig, "painter rose 512x256@20 x1", 40, "other")
    assert learned(rig, "painter rose 1024x512@20 x1", "other") == pytest.approx(160)


def test_the_end_of_a_running_job_is_told_from_its_own_steps_and_from_the_past(sqlite: Database) -> None:
    rig = Rig(sqlite)
    for _ in range(3):
        done(rig, "painter rose 512x512@20 x1", 20)
    rig.submit(pace="painter rose 512x512@20 x1", engine="painter")
    claims = rig.worker().claims
    job = claims.claim(["echo"])
    assert job is not None
    started = rig.clock()
    assert job.eta_at == started + timedelta(seconds=20)
    rig.clock.turn(90)  # the checkpoint is loaded
    claims.progress(job, 1, 20, None)
    assert rig.queue.get(job.id).eta_s(rig.clock()) == pytest.approx(19)
    rig.clock.turn(2)
    claims.progress(job, 3, 20, None)
    assert rig.queue.get(job.id).eta_s(rig.clock()) == pytest.approx(17)


def test_in_two_passes_the_small_one_does_not_promise_that_the_large_one_is_as_quick(sqlite: Database) -> None:
    rig = Rig(sqlite)
    rig.submit(pace="painter rose 512x512@10+1024x1024@5 x1", engine="painter")
    claims = rig.worker().claims
    job = claims.claim(["echo"])
    assert job is not None
    for step in range(1, 11):
        rig.clock.turn(1)
        claims.progress(job, step, 15, None)
    assert rig.queue.get(job.id).eta_s(rig.clock()) == pytest.approx(5 * 4, rel=0.01)


def test_the_first_steps_of_jobs_long_gone_are_forgotten(sqlite: Database) -> None:
    rig, book = Rig(sqlite), PaceBook()
    for _ in range(200):
        rig.submit(pace="p")
        job = rig.worker().claims.claim(["echo"])
        assert job is not None
        with sqlite.read() as tx:
            book.at_step(tx, job, 1, 2, rig.clock())
    assert len(book._first) <= 64
