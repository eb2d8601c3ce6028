"""Lists of jobs: the newest first, or those that wait in the order of their turns."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, text, tuple_

from hwawon.jobs.job import JOB_COLUMNS, Job, JobState, of_row
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.tables import JOB_READY
from hwawon.storage.tables import job as t

_ORDER = (t.c.priority, t.c.rank, t.c.id)


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which jobs are wanted; None: any."""

    state: JobState | None = None
    kind: str | None = None
    owner: str | None = None
    batch: str | None = None
    lock: str | None = None
    since: str | None = None  # an id: only jobs made after it

    def narrowed(self, query: Select[Any]) -> Select[Any]:
        """The query for these jobs alone."""
        wanted = {"state": self.state, "kind": self.kind, "owner": self.owner, "batch": self.batch, "lock": self.lock}
        query = query.where(*(t.c[name] == value for name, value in wanted.items() if value is not None))
        return query if self.since is None else query.where(t.c.id > self.since)


def newest_first(tx: Connection, which: Which, limit: int, cursor: str | None) -> Page[Job]:
    """Up to `limit` jobs.

    Raises:
        BadInput: the limit is not within 1..500, or the cursor is none of ours.
    """
    query = which.narrowed(select(*JOB_COLUMNS)).order_by(t.c.id.desc()).limit(check_limit(limit) + 1)
    if cursor is not None:
        query = query.where(t.c.id < decode_cursor(cursor))
    return _cut([of_row(row) for row in tx.execute(query)], limit)


def in_turn(tx: Connection, which: Which, limit: int, cursor: str | None) -> Page[Job]:
    """Up to `limit` waiting jobs: first those that can run, as they will, then those that cannot yet, oldest first.

    Raises:
        BadInput: the limit is not within 1..500, or the cursor is none of ours.
    """
    check_limit(limit)
    last = None if cursor is None else tx.execute(_place_of(decode_cursor(cursor))).one_or_none()
    found = list[Job]()
    if last is None or last.is_ready:
        found = [of_row(row) for row in tx.execute(which.narrowed(_ready_behind(last)).limit(limit + 1))]
    if len(found) <= limit:
        after = None if last is None or last.is_ready else last.id
        query = which.narrowed(_held_behind(after)).limit(limit + 1 - len(found))
        found += [of_row(row) for row in tx.execute(query)]
    return _cut(found, limit)


def _place_of(job_id: str) -> Select[Any]:
    """Where a page ended. A job that has begun since stood before all that wait now."""
    waits = (t.c.state == JobState.ENQUEUED) & ~_is_ready()
    return select(*_ORDER, (~waits).label("is_ready")).where(t.c.id == job_id)


def _ready_behind(last: Any) -> Select[Any]:
    query = select(*JOB_COLUMNS).where(text(JOB_READY)).order_by(*_ORDER)
    return query if last is None else query.where(tuple_(*_ORDER) > (last.priority, last.rank, last.id))


def _held_behind(job_id: str | None) -> Select[Any]:
    query = select(*JOB_COLUMNS).where(t.c.state == JobState.ENQUEUED, ~_is_ready()).order_by(t.c.id)
    return query if job_id is None else query.where(t.c.id > job_id)


def _is_ready() -> ColumnElement[bool]:
    return t.c.not_before.is_(None) & t.c.paused.is_(False) & t.c.blocked.is_(False)


def _cut(jobs: list[Job], limit: int) -> Page[Job]:
    return cut_page(jobs, [job.id for job in jobs], limit)
