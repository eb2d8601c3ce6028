"""Which steps of a journal are shown, in which order and how: rows alone, nothing is painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from hwawon.errors import BadInput, NotFound
from hwawon.retouch import journal_store
from hwawon.retouch.journal_store import StepRow, touch
from hwawon.storage.ids import new_id
from hwawon.storage.tables import journal_step as steps
from hwawon.storage.types import utc_now


def add_steps(tx: Connection, journal: str, rows: Sequence[StepRow], job: str | None = None) -> None:
    """Put steps on top. Several at once keep their order; two writers never share a position.

    Raises:
        NotFound: there is no such journal.
    """
    touch(tx, journal)
    last = tx.scalar(select(func.coalesce(func.max(steps.c.position), 0)).where(steps.c.journal == journal)) or 0
    for offset, row in enumerate(rows, start=1):
        _insert(tx, journal, replace(row, job=job), last + offset)


def arrange(tx: Connection, journal: str, version: int, looks: Mapping[str, Mapping[str, Any]]) -> None:
    """Show exactly these steps, undermost first; others are put aside, and named ones that were aside come back.

    Args:
        version: the journal's, which the arrangement is based on.
        looks: for each step what changes of `opacity`, `muted` and `feather_px`.

    Raises:
        Conflict: the journal has moved on.
        NotFound: there is no such journal, or a step that is named is not in it.
    """
    touch(tx, journal, version)
    row = journal_store.get(tx, journal)
    known = {one.id: one for one in (*row.steps, *row.aside)}
    for id in looks:
        if id not in known:
            raise NotFound(f"the journal {journal} has no step {id}")
    for place, (id, look) in enumerate(looks.items(), start=1):
        values = {"position": place, "aside_at": None, "data": {**known[id].data, **look}}
        tx.execute(update(steps).where(steps.c.id == id).values(values))
    _put_aside(tx, [one.id for one in row.steps if one.id not in looks])


def change_step(tx: Connection, journal: str, step: str, changes: Mapping[str, Any], position: int | None) -> None:
    """Change how a shown step is shown (`opacity`, `muted`, `feather_px`), or its place counted from 0.

    Raises:
        NotFound: the journal shows no such step.
    """
    touch(tx, journal)
    row = _shown(tx, journal, step)
    if changes:
        tx.execute(update(steps).where(steps.c.id == step).values(data={**row.data, **changes}))
    if position is not None:
        order = [one.id for one in journal_store.get(tx, journal).steps if one.id != step]
        order.insert(min(max(position, 0), len(order)), step)
        _number(tx, order)


def remove_step(tx: Connection, journal: str, step: str) -> None:
    """Take a step out: it is put aside.

    Raises:
        NotFound: the journal shows no such step.
    """
    touch(tx, journal)
    _put_aside(tx, [_shown(tx, journal, step).id])


def duplicate(tx: Connection, journal: str, step: str) -> str:
    """Put a copy of a shown step, of the same pixels, right above it; its id.

    The copy belongs to no job: it is a step of its own, not one more candidate to choose from.

    Raises:
        NotFound: the journal shows no such step.
    """
    touch(tx, journal)
    row = _shown(tx, journal, step)
    id = new_id()
    _insert(tx, journal, replace(row, id=id, job=None, data={**row.data, "id": id}), 0)
    order = [one.id for one in journal_store.get(tx, journal).steps if one.id != id]
    order.insert(order.index(step) + 1, id)
    _number(tx, order)
    return id


def _shown(tx: Connection, journal: str, step: str) -> StepRow:
    row = journal_store.step(tx, journal, step)
    if row.aside_at is not None:
        raise NotFound(f"the journal {journal} does not show step {step}: it was put aside")
    return row


def _insert(tx: Connection, journal: str, row: StepRow, position: int) -> None:
    values = vars(row) | {"journal": journal, "position": position, "data": dict(row.data), "created_at": utc_now()}
    tx.execute(insert(steps).values(values))


def _number(tx: Connection, order: Sequence[str]) -> None:
    for place, id in enumerate(order, start=1):
        tx.execute(update(steps).where(steps.c.id == id).values(position=place))


def _put_aside(tx: Connection, ids: Sequence[str]) -> None:
    tx.execute(update(steps).where(steps.c.id.in_(ids)).values(aside_at=utc_now()))


def looks_of(wanted: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Mapping[str, Any]]:
    """The looks by step, in order.

    Raises:
        BadInput: a step is named twice.
    """
    looks = dict(wanted)
    if len(looks) < len(wanted):
        names = [id for id, _ in wanted]
        twice = next(id for id in names if names.count(id) > 1)
        raise BadInput(f"steps: expected each step once, got {twice} twice")
    return looks
