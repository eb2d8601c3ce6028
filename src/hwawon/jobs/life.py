"""The life of a job as arithmetic: each arrow of the state diagram is a function that gives the columns it changes.

No database here and no clock of its own; `changes.py` writes what these functions say.
"""

import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hwawon.errors import HwawonError
from hwawon.jobs.job import Job, JobState

DEATHS_IN_A_ROW = 20
PLACES_IN_A_ROW = 3
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
_TRACEBACK_CHARACTERS = 20_000

Values = Mapping[str, Any]

_FREE: Values = {"claim": None, "worker": None, "lease_until": None, "eta_at": None, "preview_key": None}
_OVER: Values = {**_FREE, "paused": False, "not_before": None}


def claimed(claim: str, worker: str, now: datetime, lease_until: datetime, eta_at: datetime | None) -> Values:
    """enqueued -> running: a worker takes the job."""
    return {
        "state": JobState.RUNNING,
        "claim": claim,
        "worker": worker,
        "lease_until": lease_until,
        "eta_at": eta_at,
        "step": 0,
        "steps": 0,
        "started_at": now,
    }


def succeeded(result: Values, step: int, steps: int, now: datetime) -> Values:
    """running -> succeeded: the handler gave an outcome and its effects are written in this transaction."""
    ended = {"state": JobState.SUCCEEDED, "result": dict(result), "error": None, "traceback": None}
    return {**_OVER, **ended, "step": step, "steps": steps, "deaths": 0, "finished_at": now}


def cancelled(now: datetime) -> Values:
    """enqueued or running -> cancelled: somebody asked."""
    return {**_OVER, "state": JobState.CANCELLED, "finished_at": now}


def failed(job: Job, error: Exception, now: datetime, chance: float) -> Values:
    """running -> enqueued with a back-off, or -> failed when a retry makes no sense or none is left.

    A retry makes sense when the error says so (`.retryable`), and for an error that is not ours: a lost connection or
    a bug that depends on the moment; the attempts are counted anyway. `chance` in 0..1 spreads the retries.
    """
    failures = job.failures + 1
    reason = {
        "error": _reason(error),
        "traceback": "".join(traceback.format_exception(error))[-_TRACEBACK_CHARACTERS:],
        "failures": failures,
        "deaths": 0,
    }
    if failures < job.max_attempts and is_retryable(error):
        wait = timedelta(seconds=back_off_s(failures, chance))
        return {**_FREE, **reason, "state": JobState.ENQUEUED, "not_before": now + wait}
    return {**_OVER, **reason, "state": JobState.FAILED, "finished_at": now}


def given_back() -> Values:
    """running -> enqueued: the worker shuts down; nothing is spent and the next worker takes the job at once."""
    return {**_FREE, "state": JobState.ENQUEUED, "step": 0, "steps": 0}


def died(job: Job, now: datetime) -> Values:
    """running -> enqueued: the worker died or fell silent; after twenty such in a row -> failed."""
    deaths = job.deaths + 1
    if deaths < DEATHS_IN_A_ROW:
        return {**given_back(), "deaths": deaths}
    error = {"code": "worker_died", "message": f"the worker died {deaths} times in a row during this job"}
    return {**_OVER, "state": JobState.FAILED, "deaths": deaths, "error": error, "finished_at": now}


def sent_back(job: Job, error: Exception, now: datetime, chance: float) -> Values:
    """running -> enqueued: the place that did it broke, which says nothing of the job; another may take it at once.

    After three such in a row it was the job's own fault, as far as can be known: a failed attempt.
    """
    deaths = job.deaths + 1
    if deaths < PLACES_IN_A_ROW:
        return {**given_back(), "deaths": deaths, "error": _reason(error)}
    return failed(job, error, now, chance)


def restarted(rank: int, blocked: bool, paused: bool = False) -> Values:
    """failed or cancelled -> enqueued: somebody asked; all attempts are there again. Paused where its batch is."""
    fresh = {"failures": 0, "deaths": 0, "step": 0, "steps": 0, "cancel_requested": False}
    nothing = {"error": None, "traceback": None, "started_at": None, "finished_at": None}
    return {"state": JobState.ENQUEUED, "rank": rank, "blocked": blocked, "paused": paused, **fresh, **nothing}


def is_retryable(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    return error.retryable if isinstance(error, HwawonError) else True


def back_off_s(failures: int, chance: float) -> float:
    """Seconds until the next attempt: doubled with each failure, of which `chance` in 0..1 takes up to a half away."""
    return min(FIRST_PAUSE_S * 2.0 ** (failures - 1), LONGEST_PAUSE_S) * (1 - chance / 2)


def _reason(error: Exception) -> dict[str, str]:
    code = error.code if isinstance(error, HwawonError) else "unexpected_error"
    return {"code": code, "message": str(error) or type(error).__name__}
