"""A promotion begins: which pictures are meant is written down first, so that all of them are counted."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from hwawon.errors import Conflict
from hwawon.pool.filter import PoolFilter, conditions
from hwawon.promote import store
from hwawon.promote.store import Promotion
from hwawon.storage.garden_tables import pool, promotion, promotion_picture
from hwawon.storage.ids import new_id
from hwawon.storage.types import utc_now
from hwawon.storage.words import having

_AT_ONCE = 500
_INVERSE = {"promote": "retract", "retract": "promote"}
_ROW = ("promotion", "position", "picture", "tail")


def of_pictures(tx: Connection, id: str, ids: Sequence[str]) -> int:
    """Write down these pictures, each once; how many. One that is not there will fail, and be counted."""
    wanted = list(dict.fromkeys(ids))
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        found = tx.execute(select(pool.c.picture, pool.c.tail).where(pool.c.picture.in_(some)))
        tails = {row.picture: row.tail for row in found}
        rows = [(id, first + place, picture, tails.get(picture, "")) for place, picture in enumerate(some)]
        tx.execute(insert(promotion_picture), [dict(zip(_ROW, row, strict=True)) for row in rows])
    return len(wanted)


def of_filter(tx: Connection, id: str, wanted: PoolFilter) -> int:
    """Write down all pictures of the pool that are wanted, oldest first; how many. They never pass through here."""
    query = select(pool.c.picture, pool.c.tail).where(*conditions(wanted).values())
    if wanted.q:
        query = query.where(pool.c.picture.in_(having(tx, wanted.q)))
    return _write_down(tx, id, query.subquery(), "picture")


def of_undo(tx: Connection, id: str, undone: Promotion) -> int:
    """Write down the pictures that a promotion has changed; how many."""
    rows = promotion_picture.c
    query = select(rows.picture, rows.tail, rows.position)
    query = query.where(rows.promotion == undone.id, rows.outcome == "promoted")
    return _write_down(tx, id, query.subquery(), "position")


def begin(
    tx: Connection,
    kind: str,
    owner: str | None,
    selection: Mapping[str, Any],
    *,
    undoes: str | None = None,
    key: str | None = None,
) -> tuple[Promotion, bool]:
    """A new promotion, whose pictures are still to be written down, and that it is new; or the one of the same key.

    Raises:
        Conflict: the owner's key was used for another promotion.
    """
    owned, sha256 = _owned(owner, key), _hash(kind, selection)
    if found := _known(tx, owned, sha256):
        return found, False
    row: dict[str, Any] = {
        "id": new_id(),
        "kind": kind,
        "owner": owner,
        "selection": dict(selection),
        "state": "running",
        "asked": 0,
    }
    row |= {"undoes": undoes, "created_at": utc_now(), "idempotency_key": owned, "request_sha256": sha256}
    try:
        with tx.begin_nested():
            tx.execute(insert(promotion).values(row))
    except IntegrityError:  # another request was quicker with the same key
        found = _known(tx, owned, sha256)
        if found is None:
            raise
        return found, False
    return store.get(tx, row["id"]), True


def begin_undo(tx: Connection, id: str, owner: str | None) -> Promotion:
    """A promotion that restores what was before another one.

    Raises:
        NotFound: there is none with this id.
        Conflict: it is not done, it changed nothing, was undone already, or removed pictures for good.
    """
    store.hold(tx, id)
    undone = store.get(tx, id)
    if not undone.can_undo:
        raise Conflict(f"the promotion {id} cannot be undone: {_why_not(undone)}")
    made, _ = begin(tx, _INVERSE[undone.kind], owner, {"undo": id}, undoes=id)
    tx.execute(update(promotion).where(promotion.c.id == id).values(undone_by=made.id))
    return asking(tx, made, of_undo(tx, made.id, undone))


def asking(tx: Connection, made: Promotion, asked: int) -> Promotion:
    """The promotion with the number of its pictures; done at once where there is none."""
    tx.execute(update(promotion).where(promotion.c.id == made.id).values(asked=asked))
    return store.settle(tx, made, [])


def _write_down(tx: Connection, id: str, wanted: Any, order: str) -> int:
    place = func.row_number().over(order_by=wanted.c[order]) - 1
    rows: Select[Any] = select(literal(id), place, wanted.c.picture, wanted.c.tail)
    tx.execute(insert(promotion_picture).from_select(_ROW, rows))
    return int(tx.scalar(select(func.count()).where(promotion_picture.c.promotion == id)) or 0)


def _why_not(undone: Promotion) -> str:
    if undone.undone_by is not None:
        return f"it was undone by {undone.undone_by}"
    if undone.kind == "remove":
        return "what is removed is gone"
    return "it changed nothing" if undone.state == "done" else f"it is {undone.state}"


def _owned(owner: str | None, key: str | None) -> str | None:
    return None if key is None else f"{owner or ''}\n{key}"


def _hash(kind: str, selection: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([kind, selection], sort_keys=True).encode()).hexdigest()


def _known(tx: Connection, owned: str | None, sha256: str) -> Promotion | None:
    if owned is None:
        return None
    query = select(promotion.c.id, promotion.c.request_sha256).where(promotion.c.idempotency_key == owned)
    row = tx.execute(query).one_or_none()
    if row is None:
        return None
    if row.request_sha256 != sha256:
        raise Conflict("this idempotency key was used for another promotion")
    return store.get(tx, row.id)
