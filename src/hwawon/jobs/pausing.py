"""A batch that is paused: its jobs stay enqueued, and those submitted later join them."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select, text, update

from hwawon.jobs import turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.storage.tables import JOB_LIVE, JOB_READY
from hwawon.storage.tables import job as t

_OF_BATCH = t.c.batch == bindparam("batch")
_PAUSED = select(literal(1)).where(text("paused IS TRUE"), _OF_BATCH).limit(1)
_GOES_ON = select(literal(1)).where(text(JOB_LIVE), _OF_BATCH, t.c.paused.is_(False)).limit(1)


def is_paused(tx: Connection, batch: str | None) -> bool:
    """Whether the batch is: some of its jobs are paused and none goes on, so that it is not a single job that is."""
    named = {"batch": batch}
    if batch is None or tx.scalar(_PAUSED, named) is None:
        return False
    return tx.scalar(_GOES_ON, named) is None


def pause(tx: Connection, batch: str, owner: str | None) -> int:
    """Pause all jobs of the batch, of the owner where one is given, that are not over; how many."""
    turns.hold(tx, turns.ORDER)
    return tx.execute(update(t).where(text(JOB_LIVE), *_of(batch, owner)).values(paused=True)).rowcount


def resume(tx: Connection, dispatcher: Dispatcher, batch: str, owner: str | None) -> int:
    """Let the paused jobs of the batch go on, their rounds moved up to the present one; how many."""
    turns.hold(tx, turns.ORDER)
    paused = (text("paused IS TRUE"), *_of(batch, owner))
    earliest = select(t.c.priority, func.min(t.c.rank)).where(*paused).group_by(t.c.priority)
    for priority, rank in tx.execute(earliest).all():
        behind = max(0, turns.present_round(tx, priority) - rank)
        tx.execute(update(t).where(*paused, t.c.priority == priority).values(rank=t.c.rank + behind))
    count = tx.execute(update(t).where(*paused).values(paused=False)).rowcount
    for job_id, kind in tx.execute(select(t.c.id, t.c.kind).where(text(JOB_READY), *_of(batch, owner))).all():
        dispatcher.announce(tx, job_id, kind)
    return count


def _of(batch: str, owner: str | None) -> tuple[Any, ...]:
    mine = (t.c.batch == batch,)
    return mine if owner is None else (*mine, t.c.owner == owner)
