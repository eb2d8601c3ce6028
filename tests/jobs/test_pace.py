"""The expected end of a job."""

from datetime import UTC, datetime, timedelta

import pytest

from hwawon.jobs.pace import REMEMBERED, Pace, eta_at, learned
from hwawon.storage.database import Database
from support.jobs import Rig

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_without_history_nothing_is_promised_before_the_first_step() -> None:
    assert eta_at(None, START, 0, 20, after(3)) is None


def test_without_history_the_jobs_own_steps_are_drawn_out() -> None:
    assert eta_at(None, START, 5, 20, after(10)) == after(10 + 15 * 2)


def test_with_history_the_whole_is_promised_at_the_start() -> None:
    assert eta_at(Pace(job_s=30, step_s=1.5), START, 0, 20, START) == after(30)


def test_a_slow_first_step_does_not_promise_an_hour() -> None:
    expected = eta_at(Pace(job_s=30, step_s=1.5), START, 1, 20, after(10))
    assert expected is not None
    assert (expected - after(10)).total_seconds() == pytest.approx(19 * (10 + 3 * 1.5) / 4)


def test_at_the_last_step_the_end_is_now() -> None:
    assert eta_at(Pace(30, 1.5), START, 20, 20, after(33)) == after(33)


def test_the_median_of_the_last_twenty_is_learned(database: Database) -> None:
    rig = Rig(database)
    for number in range(REMEMBERED + 5):
        rig.submit(pace="p")
        job = rig.worker().claims.claim(["echo"])
        assert job is not None
        rig.clock.turn(1000 if number < 5 else 4 if number != 10 else 500)
        rig.worker().claims.succeed(job, {}, None, 8, 8)
    with database.read() as tx:
        assert learned(tx, "echo", "p") == Pace(job_s=4, step_s=0.5)
        assert learned(tx, "echo", "other") is None
