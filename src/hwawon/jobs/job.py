"""A job: one frozen record of what is asked, where it stands and how it ended. Changing a job means reading it anew."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Row

from hwawon.storage.tables import job as job_table


class JobState(StrEnum):
    """Where a job stands; `docs/jobs.md` draws the arrows between the states."""

    ENQUEUED = "enqueued"  # waits for a worker, for its turn, for the end of a back-off or of a pause
    RUNNING = "running"  # one worker holds the claim
    SUCCEEDED = "succeeded"  # its effects are in the database
    FAILED = "failed"  # a dead letter: no retry is left, `error` says why, restart puts it back
    CANCELLED = "cancelled"  # somebody asked; it has no effects

    @property
    def is_over(self) -> bool:
        return self not in (JobState.ENQUEUED, JobState.RUNNING)


class Priority(IntEnum):
    """Smaller is sooner: every waiting job of a smaller number runs before any of a greater one."""

    INTERACTIVE = 0
    NORMAL = 50
    BULK = 100


@dataclass(frozen=True)
class Job:
    """One row of the job table, without what only the queue itself needs."""

    id: str
    kind: str  # which handler runs it
    state: JobState
    request: Mapping[str, Any]
    request_sha256: str
    owner: str | None
    priority: int
    rank: int  # the round in which it gets its turn, within the priority
    lock: str | None  # jobs of one lock run one at a time, in the order of submission
    blocked: bool  # an earlier job of the lock is not over
    batch: str | None
    paused: bool  # alone or with its batch; stays enqueued
    engine: str | None  # what must be there to run it; None: any worker can
    pace: str
    failures: int  # attempts that ended with an error
    max_attempts: int
    deaths: int  # attempts in a row that ended because the worker died or fell silent
    not_before: datetime | None
    claim: str | None
    worker: str | None
    cancel_requested: bool
    step: int  # 0 .. steps
    steps: int  # 0 until the first progress
    eta_at: datetime | None  # when the running attempt should be done
    preview_key: str | None  # the object with the last preview
    result: Mapping[str, Any] | None
    error: Mapping[str, Any] | None  # code, message
    created_at: datetime
    started_at: datetime | None  # of the last attempt
    finished_at: datetime | None

    @property
    def attempt(self) -> int:
        """The number of the present or next attempt, 1 for the first; deaths and shutdowns do not count."""
        return min(self.failures + 1, self.max_attempts)

    def eta_s(self, now: datetime) -> float | None:
        """Seconds until the running attempt should be done, None where nothing is known."""
        return max(0.0, (self.eta_at - now).total_seconds()) if self.eta_at else None

    def public(self, now: datetime) -> dict[str, Any]:
        """What clients may see, as JSON values; the traceback is never among it."""
        names = (
            "id",
            "kind",
            "owner",
            "priority",
            "engine",
            "batch",
            "paused",
            "max_attempts",
            "deaths",
            "step",
            "steps",
        )
        moments = ("created_at", "started_at", "finished_at", "not_before")
        return {
            **{name: getattr(self, name) for name in names},
            **{name: _iso(getattr(self, name)) for name in moments},
            "state": str(self.state),
            "attempt": self.attempt,
            "cancel_requested": self.cancel_requested,
            "eta_s": self.eta_s(now),
            "has_preview": self.preview_key is not None,
            "request": dict(self.request),
            "result": dict(self.result) if self.result is not None else None,
            "error": dict(self.error) if self.error is not None else None,
        }


JOB_COLUMNS = tuple(job_table.c[field.name] for field in fields(Job))


def of_row(row: Row[*tuple[Any, ...]]) -> Job:
    """The job of a row that begins with `JOB_COLUMNS`."""
    job = Job(*row[: len(JOB_COLUMNS)])
    return replace(job, state=JobState(job.state))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
