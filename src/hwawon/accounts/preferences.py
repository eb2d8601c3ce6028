"""What the pages remember for a person: one JSON object, changed only by who has seen its present form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from hwawon.errors import BadInput, Conflict
from hwawon.storage.tables import preference
from hwawon.storage.types import to_json, utc_now
from hwawon.validation import check_depth

LARGEST_BYTES = 256 * 1024


@dataclass(frozen=True)
class Preferences:
    """One person's; version 0 where nothing was said yet."""

    version: int
    data: Mapping[str, Any]


def get(tx: Connection, owner: str) -> Preferences:
    """What is remembered for this owner."""
    row = tx.execute(select(preference.c.version, preference.c.data).where(preference.c.owner == owner)).one_or_none()
    return Preferences(0, {}) if row is None else Preferences(row.version, row.data)


def put(tx: Connection, owner: str, wanted: Preferences) -> Preferences:
    """Remember `wanted.data` in place of what was there at `wanted.version`.

    Raises:
        Conflict: it is at another version by now; the message names it.
        BadInput: more than 256 KiB, nested too deep, or something that cannot be stored.
    """
    check_depth(wanted.data)
    size = len(to_json(wanted.data).encode())
    if size > LARGEST_BYTES:
        raise BadInput(f"the preferences have {size} bytes, at most {LARGEST_BYTES} are kept")
    after = Preferences(wanted.version + 1, dict(wanted.data))
    if not (_begin(tx, owner, after) if wanted.version == 0 else _change(tx, owner, wanted.version, after)):
        present = get(tx, owner).version
        raise Conflict(f"the preferences are at version {present}, the change is based on version {wanted.version}")
    return after


def _begin(tx: Connection, owner: str, after: Preferences) -> bool:
    try:
        with tx.begin_nested():
            tx.execute(insert(preference).values(owner=owner, **_columns(after)))
    except IntegrityError:
        return False
    return True


def _change(tx: Connection, owner: str, version: int, after: Preferences) -> bool:
    seen = update(preference).where(preference.c.owner == owner, preference.c.version == version)
    return tx.execute(seen.values(_columns(after))).rowcount == 1


def _columns(after: Preferences) -> dict[str, Any]:
    return {"version": after.version, "data": after.data, "updated_at": utc_now()}
