"""A journal as other rooms look at it: what it shows now, as a value that another process can develop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from hwawon.accounts.identity import Identity
from hwawon.errors import NotFound
from hwawon.looks.shown import JournalView
from hwawon.retouch import journal_store
from hwawon.retouch.journal_store import JournalRow
from hwawon.storage.objects import Objects

if TYPE_CHECKING:
    from hwawon.imaging.picture import Picture


def journal_view(tx: Connection, who: Identity, id: str) -> JournalView:
    """The caller's journal of that id.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = journal_store.get(tx, id)
    if not who.may_see(row.owner):
        raise NotFound(f"there is no journal {id}")
    return JournalView(row.id, row.version, row.base_picture, partial(_developed, row))


def _developed(row: JournalRow, base: Picture, objects: Objects) -> Picture:
    from hwawon.retouch.journal_patches import shown

    return shown(row, base, objects)
