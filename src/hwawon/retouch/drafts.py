"""The draft of a journal in the database: what is painted and typed over it, saved while one works.

One a journal, with a version of its own. Whoever saves says which version it builds on; of two that build on the same
one, the first is kept and the other is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from hwawon.errors import Conflict, NotFound
from hwawon.retouch.journal_store import TOPIC
from hwawon.storage import events
from hwawon.storage.tables import draft as drafts
from hwawon.storage.tables import journal as journals
from hwawon.storage.types import utc_now

LAYERS = ("mask", "drawn", "erased", "strengths")


@dataclass(frozen=True)
class Draft:
    """A draft without its pixels."""

    version: int  # 0: nothing has been saved yet
    data: Mapping[str, Any] | None
    layers: Mapping[str, str | None]  # the object's key of each of `LAYERS`
    updated_at: datetime | None


NOTHING = Draft(0, None, dict.fromkeys(LAYERS), None)


def get(tx: Connection, journal: str) -> Draft:
    """The draft of the journal; one of version 0 where there is none."""
    row = tx.execute(select(drafts).where(drafts.c.journal == journal)).one_or_none()
    if row is None:
        return NOTHING
    return Draft(row.version, row.data, {layer: row._mapping[_column(layer)] for layer in LAYERS}, row.updated_at)


def save(tx: Connection, journal: str, based_on: int, changes: Mapping[str, Any]) -> int:
    """Keep a change of the draft; its new version.

    Args:
        changes: `data`, and for each of `LAYERS` that changes its object's key or None; the others stay.

    Raises:
        NotFound: there is no such journal.
        Conflict: the draft is not at the version `based_on`.
    """
    now = utc_now()
    owner = _held(tx, journal, now)
    present = get(tx, journal).version
    if present != based_on:
        raise Conflict(f"the draft of the journal {journal} is at version {present}, this one builds on {based_on}")
    values = {_column(name): value for name, value in changes.items()} | {"version": present + 1, "updated_at": now}
    if present:
        tx.execute(update(drafts).where(drafts.c.journal == journal).values(values))
    else:
        tx.execute(insert(drafts).values(values | {"journal": journal}))
    events.append(tx, TOPIC, {"id": journal, "draft": present + 1}, owner)
    return present + 1


def _held(tx: Connection, journal: str, now: datetime) -> str | None:
    """Date the journal, which on PostgreSQL makes other writers wait until this transaction ends; its owner."""
    dated = update(journals).where(journals.c.id == journal).values(updated_at=now)
    row = tx.execute(dated.returning(journals.c.owner)).one_or_none()
    if row is None:
        raise NotFound(f"there is no journal {journal}")
    owner: str | None = row.owner
    return owner


def _column(name: str) -> str:
    return f"{name}_key" if name in LAYERS else name
