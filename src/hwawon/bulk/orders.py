"""Orders to a run: hold it, let it go on, end it, try again what failed."""

from __future__ import annotations

from sqlalchemy import Connection, literal, select

from hwawon.bulk import store
from hwawon.bulk.counts import tally
from hwawon.bulk.request import SPREAD
from hwawon.bulk.spread import SLICE
from hwawon.bulk.store import BulkRow, Order
from hwawon.bulk.submit import submit_spread
from hwawon.errors import Conflict
from hwawon.jobs.job import JobState
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.storage.tables import job as jobs
from hwawon.storage.types import utc_now


def pause(database: Database, queue: JobQueue, id: str) -> None:
    """Hold what waits, and what is still to become a job.

    Raises:
        NotFound: there is no such run.
        Conflict: it was cancelled.
    """
    with database.write() as tx:
        _check_goes_on(store.get(tx, id, hold=True))
        store.change(tx, id, state=Order.PAUSED)
    queue.pause(id)  # no job is made from here on: whoever makes some holds the row and reads its state


def resume(database: Database, queue: JobQueue, id: str) -> None:
    """Let a run go on. Raises as `pause`."""
    with database.write() as tx:
        row = store.get(tx, id, hold=True)
        _check_goes_on(row)
        store.change(tx, id, state=Order.RUNNING)
        _go_on_spreading(tx, queue, row)
    queue.resume(id)


def cancel(database: Database, queue: JobQueue, id: str) -> None:
    """End what waits; what is being painted stops at its next step. Again is fine.

    Raises:
        NotFound: there is no such run.
    """
    with database.write() as tx:
        store.get(tx, id, hold=True)
        queue.cancel_batch(tx, id)
        store.change(tx, id, state=Order.CANCELLED)


def restart(database: Database, queue: JobQueue, id: str) -> None:
    """Put back what failed or was cancelled, and let the run go on where it was cancelled.

    The first ones are put back at once, thousands of them by a job.

    Raises:
        NotFound: there is no such run.
    """
    now = utc_now()
    with database.write() as tx:
        row = store.get(tx, id, hold=True)
        if row.state is Order.CANCELLED:
            store.change(tx, id, state=Order.RUNNING)
        if queue.put_back(tx, id, now, SLICE) == SLICE:
            submit_spread(tx, queue, row, put_back=now.isoformat())
        else:
            _go_on_spreading(tx, queue, row)
        store.tell(tx, id)


def remove(database: Database, id: str) -> None:
    """Forget a run that is over; its pictures stay.

    Raises:
        NotFound: there is no such run.
        Conflict: it is not over.
    """
    with database.write() as tx:
        row = store.get(tx, id, hold=True)
        if not tally(tx, row).is_over:
            raise Conflict(f"the bulk run {id} is not over: cancel it first")
        store.remove(tx, id)


def _check_goes_on(row: BulkRow) -> None:
    if row.state is Order.CANCELLED:
        raise Conflict(f"the bulk run {row.id} was cancelled; restart puts it back")


def _go_on_spreading(tx: Connection, queue: JobQueue, row: BulkRow) -> None:
    """See that a job makes the rest of the pictures jobs; one that runs may have read the order before."""
    waits = (jobs.c.batch == row.id, jobs.c.kind == SPREAD, jobs.c.state == JobState.ENQUEUED)
    if row.unsubmitted and tx.scalar(select(literal(1)).where(*waits).limit(1)) is None:
        submit_spread(tx, queue, row)
