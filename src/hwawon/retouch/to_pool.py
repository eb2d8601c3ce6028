"""What a journal shows, put into the pool as a child of the picture that it is based on."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from hwawon.errors import Conflict
from hwawon.imaging import files
from hwawon.imaging.stitch import composite
from hwawon.pool import rows
from hwawon.pool.arrive import JPEG_QUALITY, Arrival, add_arrival, keep_arrival
from hwawon.pool.keys import Name
from hwawon.pool.rows import PoolPicture
from hwawon.retouch.journal_download import with_record
from hwawon.retouch.journal_patches import shown_patches
from hwawon.retouch.journal_store import JournalRow
from hwawon.retouch.journal_work import read_base
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.types import to_json

_SHOWN = ("muted", "opacity", "feather_px")  # of a step: what can change without its pictures


def put_into_pool(
    row: JournalRow, owner: str | None, database: Database, objects: Objects, models_dir: Path | None
) -> PoolPicture:
    """The child: a JPEG of the journal as it shows, unreviewed; the one before where the journal still shows that.

    Raises:
        Conflict: the base is not in the pool, or the journal shows nothing but it.
    """
    state = state_of(row)
    with database.read() as tx:
        parent = _parent(tx, row)
        present = _present(tx, row, state)
    if present is not None:
        return present
    base, _ = read_base(row, database, objects)
    patches = shown_patches(row, objects)
    picture = with_record(composite(base, patches), row, [patch for patch, _ in patches])
    data = files.encode(picture, "JPEG", quality=JPEG_QUALITY)
    name = child_name(parent.name, 1, is_tall=base.extent.height > base.extent.width)
    arrival = keep_arrival(objects, picture, name, data=data, lies_there=True, models_dir=models_dir)
    with database.write() as tx:
        return _added(tx, row, state, owner, objects, replace(arrival, name=name), data)


def state_of(row: JournalRow) -> str:
    """A hash of what the journal shows; its title and what was put aside do not count.

    Raises:
        Conflict: it shows nothing but its base.
    """
    seen = [step for step in row.steps if not step.data["muted"]]
    if not seen:
        raise Conflict(f"the journal {row.id} shows nothing but its base: there is nothing to put into the pool")
    told = [[step.id, step.patch_key, step.mask_key, *(step.data[name] for name in _SHOWN)] for step in seen]
    return hashlib.sha256(to_json(told).encode()).hexdigest()


def child_name(parent: Name, number: int, *, is_tall: bool) -> Name:
    """`{stem}-r{n}{h|v}.jpeg` in the parent's cell, the stem without its own letter of the orientation."""
    stem = parent.file.rpartition(".")[0]
    stem = stem[:-1] if stem.endswith(("h", "v")) and len(stem) > 1 else stem
    return Name(parent.cell, f"{stem}-r{number}{'v' if is_tall else 'h'}.jpeg")


def _parent(tx: Connection, row: JournalRow) -> PoolPicture:
    """The base; on PostgreSQL two who add children to it take turns.

    Raises:
        Conflict: it is not in the pool.
    """
    held = select(pool.c.picture).where(pool.c.picture == row.base_picture).with_for_update()
    if tx.scalar(held) is None:
        raise Conflict(f"the picture {row.base_picture} that the journal is based on is not in the pool")
    return rows.get(tx, row.base_picture)


def _present(tx: Connection, row: JournalRow, state: str) -> PoolPicture | None:
    """The newest child by this journal, where it still shows the same."""
    newest = select(pool.c.picture).where(pool.c.parent == row.base_picture, pool.c.journal == row.id)
    id = tx.scalar(newest.order_by(pool.c.picture.desc()).limit(1))
    found = None if id is None else rows.get(tx, id)
    return found if found is not None and found.picture_record.record.get("shown") == state else None


def _added(
    tx: Connection,
    row: JournalRow,
    state: str,
    owner: str | None,
    objects: Objects,
    arrival: Arrival,
    data: bytes,
) -> PoolPicture:
    parent = _parent(tx, row)
    present = _present(tx, row, state)  # somebody may have done the same meanwhile
    if present is not None:
        return present
    name = _free_name(tx, parent.name, is_tall=arrival.height > arrival.width)
    objects.write(name.pool_key, data)
    added = add_arrival(
        tx,
        replace(arrival, name=name),
        record=_record(row, state, parent),
        kind="retouched",
        title=row.title or parent.picture_record.title,
        owner=owner,
        model=parent.model,
        parent=parent.id,
        journal=row.id,
    )
    events.append(tx, "pool", {"changed": 1})
    return added


def _free_name(tx: Connection, parent: Name, *, is_tall: bool) -> Name:
    number = 1
    while rows.by_tail(tx, child_name(parent, number, is_tall=is_tall).tail) is not None:
        number += 1
    return child_name(parent, number, is_tall=is_tall)


def _record(row: JournalRow, state: str, parent: PoolPicture) -> Mapping[str, Any]:
    """How it was made: the parent's request, and the journal's steps over it."""
    steps = [{"id": step.id, "request": step.data["request"]} for step in row.steps if not step.data["muted"]]
    told = {"task": "journal", "journal": row.id, "version": row.version, "shown": state, "steps": steps}
    return {"request": parent.picture_record.record.get("request", {}), "picture": parent.id, **told}
