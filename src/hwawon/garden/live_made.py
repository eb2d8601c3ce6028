"""The jobs that paint a picture for a visit, found by the visit: they are its batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update

from hwawon.jobs import many
from hwawon.jobs.job import JobState
from hwawon.storage.garden_tables import pool
from hwawon.storage.tables import JOB_LIVE, job, picture
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import visit

_BATCH = "live:"


@dataclass(frozen=True)
class LiveJob:
    """A job that paints for a visit."""

    id: str
    state: JobState
    request: Mapping[str, Any]
    eta_at: datetime | None


@dataclass(frozen=True)
class LivePicture:
    """What such a job painted; `unsafe` 0..1, None where it was not measured."""

    id: str
    item: str  # its key before visitors, whether it is there or not
    unsafe: float | None
    is_served: bool


def batch_of(visit_id: str) -> str:
    """The batch of a visit's jobs."""
    return f"{_BATCH}{visit_id}"


def jobs_of(tx: Connection, visit_id: str) -> list[LiveJob]:
    """The jobs of a visit, newest first."""
    columns = (job.c.id, job.c.state, job.c.request, job.c.eta_at)
    query = select(*columns).where(job.c.batch == batch_of(visit_id)).order_by(job.c.id.desc())
    return [LiveJob(row.id, JobState(row.state), row.request, row.eta_at) for row in tx.execute(query)]


def picture_of(tx: Connection, job_id: str) -> LivePicture | None:
    """The picture of a job that is done; None where it is gone again."""
    joined = pool.join(picture, picture.c.id == pool.c.picture)
    columns = (pool.c.picture, pool.c.tail, pool.c.unsafe, pool.c.published_at)
    row = tx.execute(select(*columns).select_from(joined).where(picture.c.job == job_id)).first()
    if row is None:
        return None
    return LivePicture(row.picture, f"emotions/{row.tail}", row.unsafe, row.published_at is not None)


def first_of(tx: Connection, visit_id: str) -> tuple[str, ...]:
    """The key of the newest picture that was painted for a visit and is shown, to lead its slate; empty: none."""
    found = tx.scalar(_FIRST, {"batch": batch_of(visit_id)})
    return () if found is None else (str(found),)


_FIRST = (
    select(pool.c.serving_key)
    .select_from(job.join(picture, picture.c.job == job.c.id).join(pool, pool.c.picture == picture.c.id))
    .where(job.c.batch == bindparam("batch"), pool.c.published_at.is_not(None))
    .order_by(job.c.id.desc())
    .limit(1)
)


def cancel(tx: Connection, visit_id: str) -> int:
    """Stop what is painted for a visit; how many jobs."""
    return many.cancel(tx, batch_of(visit_id), utc_now())


def forget(tx: Connection, visit_id: str) -> None:
    """Stop what is painted for a visit, and leave nothing that tells for which visit it was."""
    cancel(tx, visit_id)
    tx.execute(update(job).where(job.c.batch == batch_of(visit_id)).values(batch=None))


def cancel_ended(tx: Connection) -> int:
    """Stop what is painted for visits that are over or forgotten; how many jobs."""
    query = select(job.c.batch).where(text(JOB_LIVE), job.c.batch.startswith(_BATCH)).distinct()
    asked = {str(batch).removeprefix(_BATCH) for batch in tx.scalars(query)}
    there = set(tx.scalars(select(visit.c.id).where(visit.c.id.in_(asked), visit.c.ended_at.is_(None))))
    return sum(cancel(tx, one) for one in sorted(asked - there))
