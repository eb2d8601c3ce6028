"""How long a job should take, learned from the jobs that were done; and when a running one should be over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from hwawon.jobs.effort import Effort, read
from hwawon.jobs.estimate import Past, alike_s, scaled_s
from hwawon.jobs.job import Job
from hwawon.storage.tables import JOB_DONE
from hwawon.storage.tables import job as t

REMEMBERED = 10  # jobs of the same pace: fewer err more, older ones may be of a slower machine
LOOKED_AT = 200  # last jobs of an engine, where none of the same pace is known
_MEASURED = 40  # of those, the jobs of the same checkpoint that are measured against each other
_TRUST = 3  # what was learned weighs as much as so many steps of the present job

_RUNNING_AT_ONCE = 64  # claims whose first step is remembered

TOGETHER = "together"  # of a job's result: how many were run in one go, over the same time
_SPAN = (t.c.started_at, t.c.finished_at, t.c.result[TOGETHER].as_integer().label(TOGETHER))


@dataclass(frozen=True)
class First:
    """The first step that an attempt reported."""

    at: datetime
    step: float


def learned_s(tx: Connection, kind: str, pace: str) -> float | None:
    """Seconds that a job of this kind and pace should take; None where nothing like it was done yet.

    Of jobs of exactly this pace; before there are any, of those by the same engine and checkpoint, of the same kind
    where there are some, scaled by their effort.
    """
    alike = (text(JOB_DONE), t.c.kind == kind, t.c.pace == pace)
    rows = tx.execute(select(*_SPAN).where(*alike).order_by(t.c.id.desc()).limit(REMEMBERED)).all()
    if rows:
        alone = [_seconds(row) for row in rows if not row.together]
        return alike_s(alone or [_seconds(row) / row.together for row in rows])
    effort = read(pace)
    return scaled_s(effort.cost, _of_the_same_model(tx, kind, effort)) if effort else None


def last_result(tx: Connection, kind: str, pace: str) -> Mapping[str, Any] | None:
    """What the last job of this kind and pace gave; None where there was none."""
    alike = (text(JOB_DONE), t.c.kind == kind, t.c.pace == pace)
    return tx.scalar(select(t.c.result).where(*alike).order_by(t.c.id.desc()).limit(1))


def eta_at(
    expected_s: float | None, started_at: datetime, first: First | None, step: float, steps: int, now: datetime
) -> datetime | None:
    """When the job should be done; None where nothing is known.

    Before the first step this is what was learned. Then the job's own steps count, mixed with what was learned as if
    that were three steps more. The time before the `first` step was over, in which a cold engine loads its checkpoint,
    is not the pace of the others: it would promise an hour.
    """
    if first is None:
        return started_at + timedelta(seconds=expected_s) if expected_s is not None else None
    own, left = step - first.step, max(0, steps - step)
    if left == 0:
        return now
    if expected_s is None and own == 0:
        return None
    trust, learned_step_s = (_TRUST, expected_s / steps) if expected_s is not None else (0, 0.0)
    step_s = ((now - first.at).total_seconds() + trust * learned_step_s) / (own + trust)
    return now + timedelta(seconds=left * step_s)


class PaceBook:
    """What one worker knows of its jobs: what was learned, asked for again after ten seconds, and their first steps."""

    def __init__(self) -> None:
        self._learned: dict[tuple[str, str], tuple[datetime, float | None]] = {}
        self._first: dict[str, First] = {}  # by claim

    def at_start(self, tx: Connection, job: Job, now: datetime) -> datetime | None:
        """When a job that begins now should be done."""
        return eta_at(self._look_up(tx, job, now), now, None, 0, 0, now)

    def at_step(self, tx: Connection, job: Job, step: int, steps: int, now: datetime) -> datetime | None:
        """When a job that has done `step` of its `steps` should be done."""
        effort = read(job.pace)
        done = effort.evened(step, steps) if effort else step
        first = self._first.setdefault(job.claim or "", First(now, done))
        while len(self._first) > _RUNNING_AT_ONCE:
            del self._first[next(iter(self._first))]
        return eta_at(self._look_up(tx, job, now), job.started_at or now, first, done, steps, now)

    def _look_up(self, tx: Connection, job: Job, now: datetime) -> float | None:
        read_at, known = self._learned.get((job.kind, job.pace), (None, None))
        if read_at is None or not timedelta(0) <= now - read_at < timedelta(seconds=10):
            known = learned_s(tx, job.kind, job.pace)
            self._learned[job.kind, job.pace] = (now, known)
        return known


def _of_the_same_model(tx: Connection, kind: str, effort: Effort) -> list[Past]:
    """The last jobs of the engine that had this checkpoint, newest first."""
    done = (text(JOB_DONE), t.c.engine.is_not(None), t.c.engine == effort.engine, t.c.finished_at.is_not(None))
    query = select(t.c.kind, t.c.pace, *_SPAN).where(*done).order_by(t.c.finished_at.desc()).limit(LOOKED_AT)
    found = [(row, read(row.pace)) for row in tx.execute(query)]
    same = [(row, one.cost) for row, one in found if one and one.checkpoint == effort.checkpoint]
    own = [(row, cost) for row, cost in same if row.kind == kind]
    return [Past(cost * (row.together or 1), _seconds(row)) for row, cost in (own or same)[:_MEASURED]]


def _seconds(row: Any) -> float:
    return float((row.finished_at - row.started_at).total_seconds())
