"""The list of the journals, newest change first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Connection, Select, func, or_, select, tuple_, type_coerce

from hwawon.errors import BadInput
from hwawon.storage.paging import Page, check_limit
from hwawon.storage.tables import journal as journals
from hwawon.storage.tables import journal_step as steps

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOMENT_BYTES, _ID_BYTES = 8, 16


@dataclass(frozen=True)
class Line:
    """A journal in the list."""

    id: str
    picture: str
    title: str
    version: int
    updated_at: datetime
    steps: int  # that are not put aside
    face: str  # the picture to show it by: of its uppermost step that is seen, else its base


def page(
    tx: Connection,
    limit: int,
    cursor: str | None = None,
    picture: str | None = None,
    owners: Collection[str | None] | None = None,
) -> Page[Line]:
    """Up to `limit` journals, of one base picture where it is given.

    `owners` leaves only theirs, None among them those of the house.

    Raises:
        BadInput: limit not within 1..500, or a cursor that is not ours.
    """
    columns = [journals.c[name] for name in ("id", "title", "version", "updated_at")]
    query = select(*columns, journals.c.base_picture.label("picture")).order_by(
        journals.c.updated_at.desc(), journals.c.id.desc()
    )
    if picture is not None:
        query = query.where(journals.c.base_picture == picture)
    if owners is not None:
        query = query.where(or_(*(journals.c.owner.is_not_distinct_from(owner) for owner in owners)))
    rows = tx.execute(_behind(query, cursor).limit(check_limit(limit) + 1)).all()
    items, more = rows[:limit], len(rows) > limit
    ids = [row.id for row in items]
    counts, faces = _counts(tx, ids), _faces(tx, ids)
    lines = tuple(
        Line(**row._mapping, steps=counts.get(row.id, 0), face=faces.get(row.id, row.picture)) for row in items
    )
    return Page(lines, _cursor(items[-1].updated_at, items[-1].id) if more else None)


def _behind(query: Select[Any], cursor: str | None) -> Select[Any]:
    if cursor is None:
        return query
    moment, id = _place(cursor)
    return query.where(tuple_(journals.c.updated_at, journals.c.id) < tuple_(moment, id))


def _counts(tx: Connection, ids: Sequence[str]) -> dict[str, int]:
    query = select(steps.c.journal, func.count()).where(steps.c.journal.in_(ids), steps.c.aside_at.is_(None))
    return {journal: int(count) for journal, count in tx.execute(query.group_by(steps.c.journal))}


def _faces(tx: Connection, ids: Sequence[str]) -> dict[str, str]:
    """For each journal the picture of its uppermost step that is seen and has one."""
    muted = type_coerce(steps.c.data, JSON)["muted"].as_boolean()
    seen = select(steps.c.journal, steps.c.picture).where(
        steps.c.journal.in_(ids), steps.c.aside_at.is_(None), steps.c.picture.is_not(None), muted.is_(False)
    )
    return {journal: str(face) for journal, face in tx.execute(seen.order_by(steps.c.position, steps.c.id))}


def _cursor(moment: datetime, id: str) -> str:
    raw = ((moment - _EPOCH) // _MICROSECOND).to_bytes(_MOMENT_BYTES, "big") + bytes.fromhex(id)
    return base64.urlsafe_b64encode(raw).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    try:
        moment = _EPOCH + int.from_bytes(raw[:_MOMENT_BYTES], "big") * _MICROSECOND
    except OverflowError:
        raw = b""
    if len(raw) != _MOMENT_BYTES + _ID_BYTES:
        raise BadInput(f"cursor {cursor[:80]!r} is not one this server gave out")
    return moment, raw[_MOMENT_BYTES:].hex()
