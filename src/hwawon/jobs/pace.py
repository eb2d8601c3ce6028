"""How long a job should still take, learned from jobs of the same kind and pace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection, select, text

from hwawon.storage.tables import JOB_DONE
from hwawon.storage.tables import job as t

REMEMBERED = 20
_TRUST = 3  # what was learned weighs as much as so many steps of the present job


@dataclass(frozen=True)
class Pace:
    """Medians over the last succeeded jobs, in seconds."""

    job_s: float
    step_s: float


def learned(tx: Connection, kind: str, pace: str) -> Pace | None:
    """The pace of the last 20 jobs of this kind and pace that succeeded; None where there is none yet."""
    columns = (t.c.started_at, t.c.finished_at, t.c.steps)
    alike = (text(JOB_DONE), t.c.kind == kind, t.c.pace == pace)
    rows = tx.execute(select(*columns).where(*alike).order_by(t.c.id.desc()).limit(REMEMBERED)).all()
    if not rows:
        return None
    spans = [((row.finished_at - row.started_at).total_seconds(), max(1, row.steps)) for row in rows]
    return Pace(median(span for span, _ in spans), median(span / steps for span, steps in spans))


def eta_at(pace: Pace | None, started_at: datetime, step: int, steps: int, now: datetime) -> datetime | None:
    """When the job should be done.

    Before the first step this is what was learned. Then the job's own steps count, mixed with what was learned as if
    that were three steps more: the first step of a cold engine is slow and would promise an hour.
    """
    elapsed_s = (now - started_at).total_seconds()
    if step == 0:
        return started_at + timedelta(seconds=pace.job_s) if pace else None
    trust, learned_s = (_TRUST, pace.step_s) if pace else (0, 0.0)
    step_s = (elapsed_s + trust * learned_s) / (step + trust)
    return now + timedelta(seconds=max(0, steps - step) * step_s)


class PaceBook:
    """What was learned, asked for again after ten seconds."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, Pace | None]] = {}

    def look_up(self, tx: Connection, kind: str, pace: str, now: datetime) -> Pace | None:
        """The pace of this kind of job."""
        read_at, known = self._known.get((kind, pace), (None, None))
        if read_at is None or not timedelta(0) <= now - read_at < timedelta(seconds=10):
            known = learned(tx, kind, pace)
            self._known[kind, pace] = (now, known)
        return known
