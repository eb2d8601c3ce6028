"""Whose turn it is: rounds that share the workers among owners, and one-at-a-time order within a lock.

Rounds are start-time fair queueing (Goyal, Vin, Cheng, 1996) with every job counted as one: a job gets the number of
the round in which its owner is served, so that a claim needs no more than the first entry of an index, however many
jobs and owners wait. An owner who submits 500 jobs gets 500 rounds; whoever comes later starts in the present round.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select, text, true, tuple_, update

from hwawon.jobs.job import Job, JobState
from hwawon.storage.tables import JOB_LIVE, JOB_READY, JOB_RUNNING
from hwawon.storage.tables import job as t

_Turn = tuple[int, int, str]  # priority, rank and id: the order in which jobs are taken

# Both, since a retry may run long after its round, and between two jobs none runs.
_PRIORITY = t.c.priority == bindparam("priority")
_WAITING = select(t.c.rank - 1).where(text(JOB_READY), _PRIORITY).order_by(t.c.rank).limit(1)
_RUNNING = select(func.max(t.c.rank)).where(text(JOB_RUNNING), _PRIORITY)
_PRESENT = tuple(func.coalesce(query.scalar_subquery(), 0) for query in (_WAITING, _RUNNING))


def _behind(mine: ColumnElement[bool]) -> Select[Any]:
    last = select(t.c.rank + 1).where(text(JOB_LIVE), mine, _PRIORITY).order_by(t.c.rank.desc()).limit(1)
    return select(*_PRESENT, func.coalesce(last.scalar_subquery(), 0))


_NEXT = _behind(t.c.owner == bindparam("owner"))
_NEXT_OF_NOBODY = _behind(t.c.owner.is_(None))  # all jobs without an owner share one turn
_PRESENT_ROUND = select(*_PRESENT)

ORDER = "the order of all turns"  # held by whoever changes many at once
_BEFORE_ALL: _Turn = (-1, 0, "")
_COLUMNS = (t.c.priority, t.c.rank, t.c.id)
_BETWEEN = select(func.count()).where(
    text(JOB_READY),
    tuple_(*_COLUMNS) >= tuple_(*(bindparam(f"from_{column.name}", type_=column.type) for column in _COLUMNS)),
    tuple_(*_COLUMNS) < tuple_(*(bindparam(f"to_{column.name}", type_=column.type) for column in _COLUMNS)),
)


def next_rank(tx: Connection, owner: str | None, priority: int) -> int:
    """The round of the owner's next job at this priority: behind the owner's own, not before the present one."""
    query = _NEXT_OF_NOBODY if owner is None else _NEXT
    return int(max(tx.execute(query, {"owner": owner, "priority": priority}).one()))


def present_round(tx: Connection, priority: int) -> int:
    """The round that is being served at this priority: of the last job that runs, just before the first that waits."""
    return int(max(tx.execute(_PRESENT_ROUND, {"priority": priority}).one()))


def places(tx: Connection, jobs: Iterable[Job]) -> dict[str, int]:
    """How many jobs can run before each of these that wait, and 1; paused ones and those that do not wait have none.

    Each part of the index between two of the jobs is counted once.
    """
    waiting = (job for job in jobs if job.state is JobState.ENQUEUED and not job.paused)
    found, count, previous = dict[str, int](), 0, _BEFORE_ALL
    for job in sorted(waiting, key=_turn):
        bounds = {**_named("from", previous), **_named("to", _turn(job))}
        count += int(tx.scalar(_BETWEEN, bounds) or 0)
        found[job.id], previous = count + 1, _turn(job)
    return found


def _turn(job: Job) -> _Turn:
    return job.priority, job.rank, job.id


def _named(side: str, turn: _Turn) -> dict[str, Any]:
    return {f"{side}_{name}": value for name, value in zip(("priority", "rank", "id"), turn, strict=True)}


def hold(tx: Connection, lock: str | None) -> None:
    """Keep the order of this lock unchanged by others until the transaction ends.

    SQLite has one writer at a time anyway. On PostgreSQL a submission could see a job of the lock still running while
    that job, in its own transaction, sees nobody to pass the turn to. Call it before any row is written.
    """
    if lock is not None and tx.dialect.name == "postgresql":
        tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(lock, 0))))


def is_blocked(tx: Connection, lock: str | None) -> bool:
    """Whether a job that joins this lock now must wait for another."""
    if lock is None:
        return False
    earlier = select(literal(1)).where(text(JOB_LIVE), t.c.lock == lock).limit(1)
    return tx.scalar(earlier) is not None


def pass_on(tx: Connection, lock: str | None) -> tuple[str, str] | None:
    """Give the turn of a lock to the earliest waiting job; its id and kind, None where nobody waits."""
    if lock is None:
        return None
    first = select(t.c.id).where(text(JOB_LIVE), t.c.lock == lock, t.c.blocked == true()).order_by(t.c.id).limit(1)
    freed = update(t).where(t.c.id == first.scalar_subquery()).values(blocked=False).returning(t.c.id, t.c.kind)
    row = tx.execute(freed).one_or_none()
    return (row.id, row.kind) if row else None
