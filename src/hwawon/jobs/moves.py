"""Moving a job that waits: among its owner's own turns, or, by who may, to any place of the queue.

Whoever moves their own jobs gets no turn that they did not have: the jobs trade places, the rounds stay. A move to any
place lets the others keep their order and, at most, wait one round longer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, text, tuple_, update

from hwawon.errors import Conflict
from hwawon.jobs.job import Job, JobState
from hwawon.storage.tables import JOB_READY
from hwawon.storage.tables import job as t

_ORDER = (t.c.priority, t.c.rank, t.c.id)


class Turn(NamedTuple):
    """Where a job stands among those of its priority."""

    rank: int
    id: str


_RANK = update(t).where(t.c.id == bindparam("moved"), text(JOB_READY)).values(rank=bindparam("to"))


def check_waits(job: Job) -> None:
    """Refuse a job that has no place in the queue now.

    Raises:
        Conflict: it runs or is over, is paused, or waits for something else than its turn.
    """
    if job.state is not JobState.ENQUEUED:
        raise Conflict(f"job {job.id} is {job.state}; only waiting jobs can be moved")
    if job.paused:
        raise Conflict(f"job {job.id} is paused; resume it before it is moved")
    if job.blocked:
        raise Conflict(f"job {job.id} waits for an earlier one of its journal or batch, whose jobs keep their order")
    if job.not_before is not None:
        raise Conflict(f"job {job.id} waits for its next attempt, which takes its old place")


def among_own(tx: Connection, job: Job, before: Job | None, *, to_front: bool) -> Mapping[str, Any]:
    """Put a job before another of its owner, or to the front or back of them; the columns that change.

    Raises:
        Conflict: the other is somebody else's, or of another priority.
    """
    if before is not None and (before.owner, before.priority) != (job.owner, job.priority):
        raise Conflict(f"job {before.id} is not among your turns of the same priority")
    own = _turns(tx, job)
    target = before.id if before is not None else own[0].id if to_front else None
    ranks = reordered(own, job.id, target)
    others = [{"moved": id, "to": rank} for id, rank in ranks.items() if id != job.id]
    if others:
        tx.execute(_RANK, others)
    return {"rank": ranks.get(job.id, job.rank)}


def anywhere(tx: Connection, job: Job, before: Job | None, *, to_front: bool) -> Mapping[str, Any]:
    """Put a job before any other, or to the front or back of all; the columns that change. It takes their priority."""
    if before is None:
        before = _first(tx, job) if to_front else None
    if before is None:
        last = None if to_front else _last(tx, job)
        if last is None:
            return {}
        return {"priority": last.priority, "rank": last.rank + (job.id < last.id)}
    target = Turn(before.rank, before.id)
    previous = _before(tx, job, before)
    rank = rank_between(previous, target, job.id)
    if rank is None:
        _make_room(tx, job, before)
        rank = rank_between(previous, Turn(target.rank + 1, target.id), job.id)
    return {"priority": before.priority, "rank": rank}


def reordered(turns: Sequence[Turn], moved: str, before: str | None) -> dict[str, int]:
    """The new ranks of those that get another one when `moved` goes before `before`, None: behind all.

    `turns` are sorted. The ranks stay the same ones; only where two are equal may one grow, since the id decides then.
    """
    order = [turn.id for turn in turns if turn.id != moved]
    if before != moved:
        order.insert(len(order) if before is None else order.index(before), moved)
    else:
        order = [turn.id for turn in turns]
    former, changed, last = {turn.id: turn.rank for turn in turns}, dict[str, int](), None
    for (rank, _), id in zip(turns, order, strict=True):
        turn = Turn(rank, id) if last is None or last < (rank, id) else Turn(last.rank + (id < last.id), id)
        last = turn
        if former[id] != turn.rank:
            changed[id] = turn.rank
    return changed


def rank_between(previous: Turn | None, following: Turn, id: str) -> int | None:
    """A rank that puts the job `id` between two others; None where there is no room, as equal ranks go by id."""
    for rank in (following.rank, following.rank - 1):
        if (rank, id) < following and (previous is None or previous < (rank, id)):
            return rank
    return None


def _turns(tx: Connection, job: Job) -> list[Turn]:
    mine = t.c.owner.is_(None) if job.owner is None else t.c.owner == job.owner
    query = select(t.c.rank, t.c.id).where(text(JOB_READY), mine, t.c.priority == job.priority).order_by(t.c.rank)
    return sorted(Turn(*row) for row in tx.execute(query))


def _first(tx: Connection, job: Job) -> Any:
    query = select(*_ORDER).where(text(JOB_READY), t.c.id != job.id)
    return tx.execute(query.order_by(*_ORDER).limit(1)).one_or_none()


def _last(tx: Connection, job: Job) -> Any:
    query = select(*_ORDER).where(text(JOB_READY), t.c.id != job.id)
    return tx.execute(query.order_by(*(column.desc() for column in _ORDER)).limit(1)).one_or_none()


def _before(tx: Connection, job: Job, target: Any) -> Turn | None:
    """The turn right before the target's, of the same priority."""
    mine = (text(JOB_READY), t.c.priority == target.priority, t.c.id != job.id)
    query = select(t.c.rank, t.c.id).where(*mine, tuple_(*_ORDER[1:]) < (target.rank, target.id))
    row = tx.execute(query.order_by(t.c.rank.desc(), t.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else Turn(*row)


def _make_room(tx: Connection, job: Job, target: Any) -> None:
    """Let the target and all behind it come one round later, each owner's by as much."""
    behind = (text(JOB_READY), t.c.priority == target.priority, t.c.id != job.id)
    later = update(t).where(*behind, tuple_(*_ORDER[1:]) >= (target.rank, target.id))
    tx.execute(later.values(rank=t.c.rank + 1))
