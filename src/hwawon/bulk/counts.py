"""How far runs are, read from their jobs at the moment that is asked about; and how fast they go on, measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, select

from hwawon.bulk.request import KIND
from hwawon.bulk.store import BulkRow, Order
from hwawon.jobs.job import JobState
from hwawon.storage.tables import job as t

MEASURED = 50  # pictures finished last
_LOOKED_AT = 200  # jobs made last that are done, among which those are
_REST = 3.0  # a pause so many times longer than a picture takes is none of the work: nobody was there, or it was held

Span = tuple[Any, Any]  # a job's begin and end


@dataclass(frozen=True)
class Tally:
    """The pictures of a run at one moment. Each is in one of done, failed, running, left and cancelled."""

    order: Order
    total: int
    done: int = 0
    failed: int = 0
    running: int = 0
    left: int = 0
    cancelled: int = 0
    held: bool = False  # all that waits is paused, though the run is not

    @property
    def is_over(self) -> bool:
        return self.left + self.running == 0

    @property
    def state(self) -> str:
        """running, paused, cancelled or done."""
        if self.order is Order.CANCELLED:
            return str(Order.CANCELLED)
        if self.is_over:
            return "done"
        return str(Order.PAUSED if self.held else self.order)


def tally(tx: Connection, row: BulkRow) -> Tally:
    """How far one run is."""
    return tallies(tx, [row])[row.id]


def tallies(tx: Connection, rows: Sequence[BulkRow]) -> dict[str, Tally]:
    """How far each of these runs is, by id."""
    named = (t.c.batch.in_([row.id for row in rows]), t.c.kind == KIND)
    grouped = (t.c.batch, t.c.state, t.c.paused)
    found: dict[str, Counter[tuple[str, bool]]] = {row.id: Counter() for row in rows}
    for batch, state, paused, count in tx.execute(select(*grouped, func.count()).where(*named).group_by(*grouped)):
        found[batch][state, bool(paused)] = count
    return {row.id: _tally(row, found[row.id]) for row in rows}


def _tally(row: BulkRow, found: Counter[tuple[str, bool]]) -> Tally:
    by_state: Counter[str] = Counter()
    for (state, _), count in found.items():
        by_state[state] += count
    waiting, ended = by_state[JobState.ENQUEUED], row.state is Order.CANCELLED
    return Tally(
        order=row.state,
        total=row.total,
        done=by_state[JobState.SUCCEEDED],
        failed=by_state[JobState.FAILED],
        running=by_state[JobState.RUNNING],
        left=waiting + (0 if ended else row.unsubmitted),
        cancelled=by_state[JobState.CANCELLED] + (row.unsubmitted if ended else 0),
        held=waiting > 0 and found[JobState.ENQUEUED, False] == 0,
    )


def pictures_per_second(tx: Connection, id: str) -> float | None:
    """How fast a run goes on, from its pictures that were finished last; None before there is one."""
    done = (t.c.batch == id, t.c.kind == KIND, t.c.state == JobState.SUCCEEDED)
    query = select(t.c.started_at, t.c.finished_at).where(*done).order_by(t.c.id.desc()).limit(_LOOKED_AT)
    spans = sorted(((row.started_at, row.finished_at) for row in tx.execute(query)), key=lambda span: span[1])
    return rate(spans[-MEASURED:])


def rate(spans: Iterable[Span]) -> float | None:
    """Pictures a second while somebody worked on them, however many did; None where nothing can be said.

    The time in which at least one was worked on, with the short breaks between them, in which workers do others' jobs.
    """
    known = sorted(spans)
    if not known:
        return None
    usual = median((end - begin).total_seconds() for begin, end in known)
    busy, until = timedelta(0), known[0][0]
    for begin, end in known:
        if (begin - until).total_seconds() > _REST * usual:
            until = begin
        if end > until:
            busy, until = busy + (end - until), end
    return len(known) / busy.total_seconds() if busy else None


def eta_s(told: Tally, pictures_per_s: float | None) -> float | None:
    """Seconds until a run should be over; those that run are half done, by and large."""
    if told.state != Order.RUNNING or not pictures_per_s:
        return None
    return (told.left + told.running / 2) / pictures_per_s
