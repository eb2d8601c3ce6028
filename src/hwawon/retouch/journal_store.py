"""Journals in the database: one row a step, its pictures as objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from hwawon.errors import NotFound
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.tables import journal as journals
from hwawon.storage.tables import journal_step as steps
from hwawon.storage.types import utc_now

if TYPE_CHECKING:
    from hwawon.imaging.picture import Picture
    from hwawon.retouch.journal import Journal, JournalStep


GUIDES = "guides"  # in a step's data: the keys of the pictures that guided it


@dataclass(frozen=True)
class JournalRow:
    """A journal without its pixels."""

    id: str
    base_picture: str
    owner: str | None
    title: str
    version: int  # grows with every change
    steps: tuple[StepRow, ...]


@dataclass(frozen=True)
class StepRow:
    id: str
    data: Mapping[str, Any]  # as `journal_file.step_json`; and the keys of the pictures that guided it
    patch_key: str
    mask_key: str


def create(tx: Connection, base_picture: str, owner: str | None, title: str) -> str:
    """Begin a journal over a picture; its id."""
    id, now = new_id(), utc_now()
    row = {"id": id, "base_picture": base_picture, "owner": owner, "title": title, "version": 1}
    tx.execute(insert(journals).values(row | {"created_at": now, "updated_at": now}))
    return id


def get(tx: Connection, id: str) -> JournalRow:
    """The journal of that id.

    Raises:
        NotFound: there is none.
    """
    row = tx.execute(select(journals).where(journals.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"there is no journal {id}")
    query = select(steps.c.id, steps.c.data, steps.c.patch_key, steps.c.mask_key)
    found = tx.execute(query.where(steps.c.journal == id).order_by(steps.c.position, steps.c.id))
    return JournalRow(
        row.id, row.base_picture, row.owner, row.title, row.version, tuple(StepRow(*one) for one in found)
    )


def put_step(objects: Objects, step: JournalStep) -> StepRow:
    """Store the pictures of a step; no row yet."""
    from hwawon.retouch.journal_file import step_json, step_pictures

    keys = {name: objects.put(data, ".png") for name, data in step_pictures(step).items()}
    patch, painted = keys.pop("patch"), keys.pop("painted")
    return StepRow(step.id, step_json(step) | {GUIDES: keys}, patch, painted)


def add_steps(tx: Connection, journal: str, rows: Sequence[StepRow], job: str | None = None) -> None:
    """Put steps at the end. Several at once keep their order; two writers never share a position."""
    _touch(tx, journal)
    last = tx.scalar(select(func.coalesce(func.max(steps.c.position), 0)).where(steps.c.journal == journal)) or 0
    for offset, row in enumerate(rows, start=1):
        values = {"id": row.id, "journal": journal, "position": last + offset, "job": job, "data": dict(row.data)}
        keys = {"patch_key": row.patch_key, "mask_key": row.mask_key, "created_at": utc_now()}
        tx.execute(insert(steps).values(values | keys))


def change_step(tx: Connection, journal: str, step: str, changes: Mapping[str, Any], position: int | None) -> None:
    """Change how a step is shown (`opacity`, `muted`, `feather_px`), or its place counted from 0.

    Raises:
        NotFound: the journal has no such step.
    """
    _touch(tx, journal)
    row = next((one for one in get(tx, journal).steps if one.id == step), None)
    if row is None:
        raise NotFound(f"the journal {journal} has no step {step}")
    if changes:
        tx.execute(update(steps).where(steps.c.id == step).values(data={**row.data, **changes}))
    if position is not None:
        order = [one.id for one in get(tx, journal).steps if one.id != step]
        order.insert(min(max(position, 0), len(order)), step)
        for place, id in enumerate(order, start=1):
            tx.execute(update(steps).where(steps.c.id == id).values(position=place))


def remove_step(tx: Connection, journal: str, step: str) -> None:
    """Take a step out.

    Raises:
        NotFound: the journal has no such step.
    """
    _touch(tx, journal)
    if tx.execute(delete(steps).where(steps.c.id == step, steps.c.journal == journal)).rowcount == 0:
        raise NotFound(f"the journal {journal} has no step {step}")


def loaded(row: JournalRow, base: Picture, objects: Objects) -> Journal:
    """The journal with its pixels, over `base`."""
    from hwawon.retouch.journal import start
    from hwawon.retouch.journal_file import step_of

    journal = start(base)
    for step in row.steps:
        keys = {"patch": step.patch_key, "painted": step.mask_key, **step.data.get(GUIDES, {})}
        pictures = {name: objects.get(key) for name, key in keys.items()}
        journal = journal.with_step(step_of(step.data, pictures))
    return journal


def _touch(tx: Connection, journal: str) -> None:
    """Note a change; on PostgreSQL this also makes two writers of one journal take turns."""
    touched = update(journals).where(journals.c.id == journal)
    values = {"version": journals.c.version + 1, "updated_at": utc_now()}
    if tx.execute(touched.values(values)).rowcount == 0:
        raise NotFound(f"there is no journal {journal}")
