"""Orders to a batch: begin, stop, begin again. Knows the queue and the rows, no pixels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.batch import store
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.batch.wishes import EXPORT, FRAME, BatchWishes, Region
from hwawon.errors import Conflict, NotFound
from hwawon.jobs import turns
from hwawon.jobs.job import Job, JobState, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database

_AT_ONCE = 200  # jobs made in one transaction, so that others write meanwhile
_LIVE = (JobState.ENQUEUED, JobState.RUNNING)


def in_order(frames: Sequence[FrameRow], wishes: BatchWishes) -> list[FrameRow]:
    """The frames in range as they are painted: from the first drawn mask on to the end, then back to the beginning."""
    wanted = [one for one in frames if wishes.range.holds(one.number)]
    keys = [one.position for one in frames if one.drawn_key is not None]
    if wishes.region is not Region.MASK or not wishes.follow or not keys:
        return wanted
    forwards = [one for one in wanted if one.position >= keys[0]]
    return forwards + [one for one in reversed(wanted) if one.position < keys[0]]


def start(database: Database, queue: JobQueue, row: BatchRow, wishes: BatchWishes, pace: str) -> int:
    """Queue every frame in range that is neither painted nor waiting; how many."""
    with database.read() as tx:
        frames = store.all_frames(tx, row.id)
    todo = [one for one in in_order(frames, wishes) if one.state not in (*_LIVE, JobState.SUCCEEDED)]
    _submit(database, queue, row, wishes, todo, wishes.seed_of, pace)
    return len(todo)


def redo(
    database: Database,
    queue: JobQueue,
    row: BatchRow,
    positions: Collection[int],
    seed: int | None,
    onward: bool,
    key: str | None = None,
) -> int:
    """Paint frames again, each with the seed or one that is drawn; `onward`: and all that come after the first.

    What there is stays until the new result is there. The same `key` again asks for nothing new; seeds follow from it.

    Raises:
        NotFound: there is no such frame, or it is not in the range.
        Conflict: one of them waits or is being painted; or the key was used for another seed.
    """
    wishes = row.asked
    with database.read() as tx:
        order = in_order(store.all_frames(tx, row.id), wishes)
    places = {one.position: place for place, one in enumerate(order)}
    missing = sorted(set(positions) - set(places))
    if missing:
        raise NotFound(f"the batch has no frame {missing[0]} in its range {wishes.range}")
    first = min(places[position] for position in positions)
    chosen = [one for place, one in enumerate(order) if one.position in positions or (onward and place > first)]
    for one in chosen if key is None else ():
        _check_over(one)

    def seed_of(position: int) -> int:
        drawn = seeds.drawn() if key is None else seeds.of_text(f"{key}:{position}")
        return drawn if seed is None else seed

    _submit(database, queue, row, wishes, chosen, seed_of, "", key)
    return len(chosen)


def _check_over(one: FrameRow) -> None:
    if one.state in _LIVE:
        raise Conflict(f"frame {one.position} waits or is being painted: cancel it first")


def restart_failed(database: Database, queue: JobQueue, row: BatchRow) -> int:
    """Put the failed frames back into the queue; how many."""
    with database.read() as tx:
        failed = [one.job for one in store.all_frames(tx, row.id) if one.state is JobState.FAILED]
    for job in failed:
        with suppress(Conflict, NotFound):  # somebody else did
            queue.restart(job or "")
    return len(failed)


def cancel(queue: JobQueue, id: str) -> int:
    """Stop all jobs of the batch, last ones first, so that none begins meanwhile; how many."""
    stopped = 0
    for state in _LIVE:
        cursor: str | None = None
        while True:
            page = queue.page(500, cursor, state=state, batch=id)
            for job in page.items:
                with suppress(Conflict, NotFound):  # it has ended
                    queue.cancel(job.id)
                    stopped += 1
            if (cursor := page.next_cursor) is None:
                break
    return stopped


def export(database: Database, queue: JobQueue, row: BatchRow, wishes: dict[str, object], key: str | None) -> Job:
    """Queue the making of a video of all frames."""
    with database.write() as tx:
        job = queue.submit(
            tx,
            EXPORT,
            {"batch": row.id, "wishes": wishes},
            owner=row.owner,
            priority=Priority.NORMAL,
            lock=f"batch-export:{row.id}",
            idempotency_key=key,
        )
        store.change(tx, row.id, export={**(row.export or {}), "job": job.id}, updated_at=row.updated_at)
    return job


def _submit(
    database: Database,
    queue: JobQueue,
    row: BatchRow,
    wishes: BatchWishes,
    frames: Sequence[FrameRow],
    seed_of: Callable[[int], int],
    pace: str,
    key: str | None = None,
) -> None:
    for first in range(0, len(frames), _AT_ONCE):
        part = frames[first : first + _AT_ONCE]
        with database.write() as tx:
            turns.hold(tx, f"batch:{row.id}")
            present = {one.position: one.job for one in store.all_frames(tx, row.id, [one.position for one in part])}
            for one in part:
                if present.get(one.position, "") != one.job:  # gone, or ordered by somebody else meanwhile
                    continue
                _submit_one(tx, queue, row, wishes, one, seed_of(one.position), pace, key)


def _submit_one(
    tx: Connection,
    queue: JobQueue,
    row: BatchRow,
    wishes: BatchWishes,
    one: FrameRow,
    seed: int,
    pace: str,
    key: str | None,
) -> None:
    job = queue.submit(
        tx,
        FRAME,
        {"batch": row.id, "frame": one.position, "seed": seed},
        owner=row.owner,
        priority=Priority.BULK,
        lock=f"batch:{row.id}" if wishes.is_chained else None,
        idempotency_key=None if key is None else f"{row.id}:{one.position}:{key}",
        batch=row.id,
        pace=pace,
        engine=wishes.engine,
    )
    if job.id != one.job:
        _check_over(one)
        store.change_frame(tx, row.id, one.position, job=job.id)
