"""Training as a job: judged first, then trained on everything, and shown to visitors only where it is better."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from hwawon.jobs.context import Handler, JobContext, Outcome
from hwawon.jobs.job import Job, JobState, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.recommend.deep import store
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.objects import Objects
from hwawon.storage.tables import job as jobs

KIND = "train"
LOCK = "recommender-training"  # one at a time
STEPS = 3  # read, judged, trained


def submit(tx: Connection, queue: JobQueue, owner: str | None, key: str | None = None) -> Job:
    """Ask for a training; the one that waits or runs already, where there is one.

    Raises:
        Conflict: the owner's key was used for something else.
    """
    return waiting(tx, queue) or queue.submit(
        tx, KIND, {}, owner=owner, priority=Priority.BULK, lock=LOCK, idempotency_key=key
    )


def waiting(tx: Connection, queue: JobQueue) -> Job | None:
    """The training that is not over."""
    states = (JobState.ENQUEUED, JobState.RUNNING)
    id = tx.scalar(select(jobs.c.id).where(jobs.c.kind == KIND, jobs.c.state.in_(states)).limit(1))
    return queue.get(id) if id else None


def train_again(database: Database, queue: JobQueue) -> Job | None:
    """Train anew where the live model was taken away with a forgotten visitor; None where nothing is to be done."""
    with database.read() as tx:
        found = store.newest(tx, 1)
        is_due = bool(found) and found[0].state == store.RETIRED and found[0].report.get("because") == store.FORGOTTEN
        if not is_due or waiting(tx, queue):
            return None
    with database.write() as tx:
        return submit(tx, queue, None)


def handler(database: Database, objects: Objects) -> Handler:
    """What a worker does with a job of kind `train`."""

    def run(context: JobContext) -> Outcome:
        from hwawon.recommend.deep.ease import train
        from hwawon.recommend.deep.file import SUFFIX, as_bytes
        from hwawon.recommend.deep.judge import judge
        from hwawon.recommend.evaluate.logs import standing_likes

        with database.read() as tx:
            likes, position, rows = standing_likes(tx), *_extent(tx)
        context.progress(1, STEPS)
        verdict = judge(database, likes)
        context.progress(2, STEPS)
        key = objects.put(as_bytes(train(likes)), SUFFIX) if verdict.is_better else None
        context.progress(3, STEPS)

        def keep(tx: Connection) -> None:
            if _extent(tx, position)[1] == rows:
                store.add(tx, key, position, verdict.report, is_better=verdict.is_better)
            else:  # a visitor was forgotten meanwhile, whose likes it knows
                store.add_retired(tx, position)

        return Outcome(_told(verdict.is_better, verdict.report), keep)

    return run


def _extent(tx: Connection, up_to: int | None = None) -> tuple[int, int]:
    """The last interaction and how many there are, up to one of them."""
    query = select(func.coalesce(func.max(interaction.c.id), 0), func.count())
    if up_to is not None:
        query = query.where(interaction.c.id <= up_to)
    last, count = tx.execute(query).one()
    return int(last), int(count)


def _told(is_better: bool, report: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": store.LIVE if is_better else store.REFUSED, "report": dict(report)}
