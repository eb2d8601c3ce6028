"""The arrows of the state diagram, as arithmetic."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadInput, EngineDied, OutOfMemory, StorageFull
from hwawon.jobs import Job, JobState, life
from hwawon.jobs.job import JOB_COLUMNS

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BLANK: dict[str, Any] = {column.name: None for column in JOB_COLUMNS}
NUMBERS: dict[str, Any] = {"failures": 0, "deaths": 0, "step": 3, "steps": 9, "priority": 50, "max_attempts": 3}
RUNNING = Job(**{**BLANK, **NUMBERS, "id": "a" * 32, "state": JobState.RUNNING, "request": {}})


@given(failures=st.integers(1, 60), chance=st.floats(0, 1))
@settings(deadline=None, derandomize=True)
def test_pauses_double_up_to_five_minutes_and_chance_takes_half_at_most(failures: int, chance: float) -> None:
    whole = min(2.0 ** (failures - 1), 300)
    assert whole / 2 <= life.back_off_s(failures, chance) <= whole


def test_chance_spreads_the_retries() -> None:
    assert life.back_off_s(3, 0.0) == 4.0
    assert life.back_off_s(3, 0.5) == 3.0


@pytest.mark.parametrize(
    ("error", "again"),
    [(OutOfMemory(), True), (EngineDied(), True), (BadInput(), False), (StorageFull(), False), (ValueError(), True)],
)
def test_only_what_may_go_better_is_tried_again(error: Exception, again: bool) -> None:
    state = life.failed(RUNNING, error, NOW, 0)["state"]
    assert state is (JobState.ENQUEUED if again else JobState.FAILED)


def test_the_last_attempt_leaves_a_dead_letter_with_its_reason() -> None:
    last = replace(RUNNING, failures=2)
    values = life.failed(last, OutOfMemory("no memory left"), NOW, 0)
    assert (values["state"], values["failures"], values["finished_at"]) == (JobState.FAILED, 3, NOW)
    assert values["error"] == {"code": "out_of_memory", "message": "no memory left"}
    assert "OutOfMemory" in values["traceback"]


def test_a_reason_is_given_even_where_the_error_says_nothing() -> None:
    assert life.failed(RUNNING, ValueError(), NOW, 0)["error"] == {"code": "unexpected_error", "message": "ValueError"}


def test_a_retry_waits_and_a_returned_job_does_not() -> None:
    assert life.failed(RUNNING, OutOfMemory(), NOW, 0)["not_before"] == NOW + timedelta(seconds=1)
    assert "not_before" not in life.given_back()
    assert "not_before" not in life.died(RUNNING, NOW)


def test_deaths_and_returns_spend_no_attempt() -> None:
    assert "failures" not in life.given_back()
    assert "failures" not in life.died(RUNNING, NOW)


def test_the_twentieth_death_in_a_row_is_the_last() -> None:
    assert life.died(replace(RUNNING, deaths=18), NOW)["state"] is JobState.ENQUEUED
    dead = life.died(replace(RUNNING, deaths=19), NOW)
    assert (dead["state"], dead["deaths"]) == (JobState.FAILED, 20)


@pytest.mark.parametrize(
    "values",
    [
        life.succeeded({}, 1, 1, NOW),
        life.cancelled(NOW),
        life.failed(RUNNING, OutOfMemory(), NOW, 0),
        life.failed(RUNNING, BadInput(), NOW, 0),
        life.given_back(),
        life.died(RUNNING, NOW),
    ],
)
def test_whatever_ends_an_attempt_frees_the_claim(values: life.Values) -> None:
    freed = ("claim", "worker", "lease_until", "eta_at", "preview_key")
    assert all(values[name] is None for name in freed)
    assert ("finished_at" in values) == values["state"].is_over


def test_a_restart_forgets_why_it_failed() -> None:
    values = life.restarted(rank=7, blocked=False)
    assert (values["failures"], values["deaths"], values["error"], values["finished_at"]) == (0, 0, None, None)


def test_what_a_place_broke_goes_back_twice_and_is_a_failed_attempt_the_third_time() -> None:
    first = life.sent_back(RUNNING, OutOfMemory("too large"), NOW, 0)
    assert (first["state"], first["deaths"], first["claim"]) == (JobState.ENQUEUED, 1, None)
    assert "not_before" not in first  # another place may take it at once
    assert first["error"] == {"code": "out_of_memory", "message": "too large"}
    third = life.sent_back(replace(RUNNING, deaths=2), OutOfMemory(), NOW, 0)
    assert (third["state"], third["failures"], third["deaths"]) == (JobState.ENQUEUED, 1, 0)
    assert third["not_before"] > NOW
    assert life.sent_back(replace(RUNNING, deaths=2), BadInput("no"), NOW, 0)["state"] is JobState.FAILED
