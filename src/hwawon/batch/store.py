"""Batches in the database: one row for the wishes, one for each frame. Knows no pixels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, or_, select, update

from hwawon.batch.wishes import BatchWishes, Range
from hwawon.errors import NotFound
from hwawon.jobs.job import JobState
from hwawon.storage.ids import new_id
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.tables import batch as batches
from hwawon.storage.tables import batch_frame as frames
from hwawon.storage.tables import job as jobs
from hwawon.storage.types import utc_now
from hwawon.validation import validated


@dataclass(frozen=True)
class BatchRow:
    """A batch without its frames."""

    id: str
    owner: str | None
    title: str
    source: Mapping[str, Any]  # kind, width, height; of a video all that `Reeled` tells
    source_key: str | None
    wishes: Mapping[str, Any]
    export: Mapping[str, Any] | None
    export_key: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def is_video(self) -> bool:
        return bool(self.source["kind"] == "video")

    @property
    def asked(self) -> BatchWishes:
        return validated(BatchWishes, self.wishes)


@dataclass(frozen=True)
class FrameRow:
    """A frame; `state` and `error` are those of its last job."""

    position: int
    name: str
    number: int | None
    source_key: str | None
    drawn_key: str | None
    mask_key: str | None
    patch_key: str | None
    thumbnail_key: str | None
    job: str | None
    report: Mapping[str, Any] | None
    flicker: float | None
    accepted: bool
    state: JobState | None
    error: Mapping[str, Any] | None

    @property
    def is_painted(self) -> bool:
        return self.report is not None


@dataclass(frozen=True)
class NewFrame:
    """A frame about to be added."""

    name: str
    number: int | None
    source_key: str | None = None


@dataclass(frozen=True)
class Tally:
    """How far a batch is; of the frames in its range."""

    counts: Mapping[str, int]  # by state; idle: without a job
    paused: bool
    accepted: int
    keys: tuple[int, ...]  # of all frames
    flicker: float | None
    changed_outside: int
    seconds_per_frame: float | None

    @property
    def in_range(self) -> int:
        return sum(self.counts.values())

    @property
    def live(self) -> int:
        return self.counts["enqueued"] + self.counts["running"]

    @property
    def state(self) -> str:
        """draft, waiting, running, paused or finished."""
        if self.counts["idle"] == self.in_range:
            return "draft"
        if not self.live:
            return "finished"
        if self.paused:
            return "paused"
        return "running" if self.counts["running"] else "waiting"


_OF_JOB = (jobs.c.state, jobs.c.error)
_OWN = tuple(frames.c[field.name] for field in fields(FrameRow) if field.name in frames.c)
_JOINED = select(*_OWN, *_OF_JOB).select_from(frames.outerjoin(jobs, jobs.c.id == frames.c.job))
STATES = ("idle", *(str(state) for state in JobState))


def create(
    tx: Connection,
    owner: str | None,
    title: str,
    source: Mapping[str, Any],
    wishes: BatchWishes,
    source_key: str | None = None,
) -> str:
    """A new batch without frames; its id."""
    now, id = utc_now(), new_id()
    row = {"id": id, "owner": owner, "title": title, "source": dict(source), "source_key": source_key}
    asked = wishes.model_dump(mode="json")
    tx.execute(insert(batches).values(row | {"wishes": asked, "created_at": now, "updated_at": now}))
    return id


def get(tx: Connection, id: str) -> BatchRow:
    """The batch of that id.

    Raises:
        NotFound: there is none.
    """
    row = tx.execute(select(batches).where(batches.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no batch {id}")
    return BatchRow(**row._mapping)


def page(tx: Connection, limit: int, cursor: str | None, owner: str | None) -> Page[BatchRow]:
    """Batches, newest first; of one owner where one is given."""
    query = select(batches).order_by(batches.c.id.desc()).limit(check_limit(limit) + 1)
    if owner is not None:
        query = query.where(batches.c.owner == owner)
    if cursor is not None:
        query = query.where(batches.c.id < decode_cursor(cursor))
    rows = [BatchRow(**row._mapping) for row in tx.execute(query)]
    return cut_page(rows, [row.id for row in rows], limit)


def change(tx: Connection, id: str, **values: Any) -> None:
    """Change the batch's own columns."""
    tx.execute(update(batches).where(batches.c.id == id).values({"updated_at": utc_now()} | values))


def remove(tx: Connection, id: str) -> None:
    """Forget a batch with its frames; the objects are swept later."""
    tx.execute(delete(batches).where(batches.c.id == id))


def add_frames(tx: Connection, id: str, new: Iterable[NewFrame], first: int = 0) -> None:
    """Add frames in this order, the first at position `first`."""
    rows = [vars(one) | {"batch": id, "position": place, "accepted": False} for place, one in enumerate(new, first)]
    if rows:
        tx.execute(insert(frames), rows)


def reorder(tx: Connection, id: str, names: Iterable[str]) -> None:
    """Give the frames of a draft the order of these names."""
    order = {name: place for place, name in enumerate(names)}
    rows = [dict(row._mapping) for row in tx.execute(select(frames).where(frames.c.batch == id))]
    tx.execute(delete(frames).where(frames.c.batch == id))
    tx.execute(insert(frames), [row | {"position": order[row["name"]]} for row in rows])


def frame(tx: Connection, id: str, position: int) -> FrameRow:
    """One frame.

    Raises:
        NotFound: the batch has none there.
    """
    row = tx.execute(_JOINED.where(frames.c.batch == id, frames.c.position == position)).one_or_none()
    if row is None:
        raise NotFound(f"the batch {id} has no frame {position}")
    return _frame(row)


def all_frames(tx: Connection, id: str, positions: Collection[int] | None = None) -> list[FrameRow]:
    """The frames in order; those at `positions` where given."""
    query = _JOINED.where(frames.c.batch == id).order_by(frames.c.position)
    if positions is not None:
        query = query.where(frames.c.position.in_(sorted(positions)))
    return [_frame(row) for row in tx.execute(query)]


def frame_page(tx: Connection, id: str, limit: int, after: int, state: str | None) -> tuple[list[FrameRow], int]:
    """Up to `limit` frames from position `after` on, and how many there are in all."""
    mine: list[ColumnElement[bool]] = [frames.c.batch == id]
    if state is not None:
        mine.append(jobs.c.state.is_(None) if state == "idle" else jobs.c.state == state)
    counted = select(func.count()).select_from(frames.outerjoin(jobs, jobs.c.id == frames.c.job)).where(*mine)
    query = _JOINED.where(*mine, frames.c.position >= after).order_by(frames.c.position).limit(limit)
    return [_frame(row) for row in tx.execute(query)], int(tx.scalar(counted) or 0)


def neighbour(tx: Connection, id: str, position: int, *, earlier: bool, drawn: bool) -> FrameRow | None:
    """The nearest frame before (or after) that is painted, or (with `drawn`) has a drawn mask."""
    side = frames.c.position < position if earlier else frames.c.position > position
    painted, key = frames.c.report.is_not(None), frames.c.drawn_key.is_not(None)
    known = or_(painted, key) if drawn else painted
    order = frames.c.position.desc() if earlier else frames.c.position
    row = tx.execute(_JOINED.where(frames.c.batch == id, side, known).order_by(order).limit(1)).one_or_none()
    return None if row is None else _frame(row)


def change_frame(tx: Connection, id: str, position: int, **values: Any) -> None:
    """Change a frame's columns."""
    tx.execute(update(frames).where(frames.c.batch == id, frames.c.position == position).values(values))


def accept(tx: Connection, id: str, positions: Collection[int] | None, accepted: bool) -> None:
    """Mark painted frames as looked at and good, or no longer; all of them where no positions are given."""
    mine = and_(frames.c.batch == id, frames.c.report.is_not(None))
    if positions is not None:
        mine = and_(mine, frames.c.position.in_(sorted(positions)))
    tx.execute(update(frames).where(mine).values(accepted=accepted))


def tally(tx: Connection, id: str, wanted: Range) -> Tally:
    """How far the batch is."""
    mine = and_(frames.c.batch == id, in_range(wanted))
    joined = frames.outerjoin(jobs, jobs.c.id == frames.c.job)
    counted = select(jobs.c.state, func.count()).select_from(joined).where(mine).group_by(jobs.c.state)
    counts = dict.fromkeys(STATES, 0) | {state or "idle": count for state, count in tx.execute(counted).all()}
    paused = select(func.count()).select_from(joined).where(mine, jobs.c.paused)
    painted = and_(mine, frames.c.report.is_not(None))
    sums: Select[Any] = select(
        func.avg(frames.c.flicker),
        func.sum(frames.c.report["changed_outside"].as_integer()),
        func.avg(frames.c.report["seconds"].as_float()),
    ).where(painted)
    flicker, outside, seconds = tx.execute(sums).one()
    drawn = select(frames.c.position).where(frames.c.batch == id, frames.c.drawn_key.is_not(None))
    accepted = select(func.count()).where(painted, frames.c.accepted)
    return Tally(
        counts=counts,
        paused=bool(tx.scalar(paused)),
        accepted=int(tx.scalar(accepted) or 0),
        keys=tuple(sorted(tx.execute(drawn).scalars())),
        flicker=None if flicker is None else float(flicker),
        changed_outside=int(outside or 0),
        seconds_per_frame=None if seconds is None else float(seconds),
    )


def in_range(wanted: Range) -> ColumnElement[bool]:
    """As `Range.holds`, in SQL."""
    inside = frames.c.number >= wanted.first
    if wanted.last is not None:
        inside = and_(inside, frames.c.number <= wanted.last)
    return or_(frames.c.number.is_(None), inside)


def _frame(row: Row[*tuple[Any, ...]]) -> FrameRow:
    found = FrameRow(**row._mapping)
    return found if found.state is None else FrameRow(**{**vars(found), "state": JobState(found.state)})
