"""Orders to all jobs of a batch at once: a run of thousands is stopped and begun again in a few statements.

As a pause, they write no event for each job: whoever orders tells of the batch. Such jobs have no lock.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, text, update

from hwawon.jobs import life, pausing, turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.job import JobState
from hwawon.storage.tables import JOB_LIVE
from hwawon.storage.tables import job as t

_ENDED = or_(t.c.state == JobState.FAILED, t.c.state == JobState.CANCELLED)
_BACK = update(t).where(t.c.id == bindparam("job"), _ENDED).values(rank=bindparam("round"))


def cancel(tx: Connection, batch: str, now: datetime) -> int:
    """Stop all jobs of the batch: those that wait at once, those that run at their next step; how many."""
    live = (text(JOB_LIVE), t.c.batch == batch)
    turns.hold(tx, turns.ORDER)
    asked = update(t).where(*live, t.c.state == JobState.RUNNING).values(cancel_requested=True)
    ended = update(t).where(*live, t.c.state == JobState.ENQUEUED).values(**life.cancelled(now))
    # What runs goes back to waiting, and what waits begins to run, between two statements: so it is asked again.
    return sum(tx.execute(each).rowcount for each in (asked, ended, asked.where(t.c.cancel_requested.is_(False))))


def put_back(tx: Connection, dispatcher: Dispatcher, batch: str, before: datetime, most: int) -> int:
    """Put up to `most` jobs of the batch back that failed or were cancelled before that moment, the oldest first.

    All attempts are there again. They come behind their owner's other jobs, paused where the batch is; how many.
    """
    ended = (t.c.batch == batch, _ENDED, t.c.finished_at < before)
    found = tx.execute(
        select(t.c.id, t.c.kind, t.c.owner, t.c.priority).where(*ended).order_by(t.c.id).limit(most)
    ).all()
    if not found:
        return 0
    paused = pausing.is_paused(tx, batch)
    rounds = {who: turns.next_rank(tx, *who) for who in {(row.owner, row.priority) for row in found}}
    values = []
    for row in found:
        who = (row.owner, row.priority)
        values.append({"job": row.id, "round": rounds[who]})
        rounds[who] += 1
    fresh = {name: value for name, value in life.restarted(0, False, paused).items() if name != "rank"}
    tx.execute(_BACK.values(**fresh), values)
    if not paused:
        for row in found:
            dispatcher.announce(tx, row.id, row.kind)
    return len(found)
