"""The rest of a large run made jobs, slice by slice, by a job that can be killed at any moment."""

from __future__ import annotations

import time
from datetime import datetime

from sqlalchemy import Connection

from hwawon.bulk import store
from hwawon.bulk.store import BulkRow, Order
from hwawon.bulk.submit import submit_part, submit_spread
from hwawon.jobs.context import Handler, JobContext, Outcome
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database

SLICE = 100  # jobs made in one transaction, a third of a second, so that others write meanwhile
SLICES = 20  # of one job; the next one waits behind the pictures of these, so that the worker paints meanwhile
REST_S = 0.02  # between them: SQLite's other writers look for their turn only now and then


def handler(database: Database, queue: JobQueue) -> Handler:
    """What a worker does with a job of kind `bulk.spread`."""

    def run(context: JobContext) -> Outcome:
        id, again = context.job.request["bulk"], context.job.request.get("put_back")
        row = None
        for _ in range(SLICES):
            with database.write() as tx:
                row = store.get(tx, id, hold=True)
                goes_on = spread_slice(tx, queue, row, datetime.fromisoformat(again) if again else None)
            if not goes_on:
                return Outcome({"submitted": row.submitted})
            context.progress(row.submitted, row.total)
            time.sleep(REST_S)

        def go_on(tx: Connection) -> None:
            submit_spread(tx, queue, store.get(tx, id, hold=True), **({"put_back": again} if again else {}))

        return Outcome({"submitted": row.submitted if row else 0}, go_on)

    return run


def spread_slice(tx: Connection, queue: JobQueue, row: BulkRow, put_back: datetime | None) -> bool:
    """One slice of a run that is held by `tx`; whether there may be another.

    Args:
        put_back: first the jobs that ended badly before this moment are put back.
    """
    if row.state is Order.CANCELLED:
        return False
    if put_back and queue.put_back(tx, row.id, put_back, SLICE):
        store.tell(tx, row.id)
        return True
    if row.state is Order.PAUSED or not row.unsubmitted:
        return False  # whoever resumes or restarts it lets another job go on
    return submit_part(tx, queue, row, SLICE) < row.total
