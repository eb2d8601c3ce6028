"""Rows of the pool: one beside the row of each picture of the garden."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from hwawon.errors import Conflict, NotFound
from hwawon.pool.clusters import mark_alike
from hwawon.pool.keys import Name, cell_of
from hwawon.storage import pictures
from hwawon.storage.garden_tables import pool
from hwawon.storage.pictures import PictureRecord
from hwawon.storage.tables import picture

STATES = ("unreviewed", "kept", "rejected", "retouch")


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What was measured when the picture came, 0..1 each; None where it was not. They inform and never decide."""

    unsafe: float | None = None
    sharpness: float | None = None
    blankness: float | None = None
    fingerprint: str | None = None  # 64 bits as 16 hexadecimal digits


@dataclass(frozen=True, kw_only=True)
class PoolPicture:
    """A picture of the garden: its row in `pool`, and that in `picture` as `picture_record`."""

    picture: str  # its id
    emotion: str
    favorite: str
    orientation: str
    tail: str
    pool_key: str | None
    serving_key: str | None
    published_at: datetime | None
    state: str
    stars: int
    disputed: bool
    judged_at: datetime | None
    model: str | None
    bulk: str | None
    parent: str | None
    journal: str | None
    unsafe: float | None
    sharpness: float | None
    blankness: float | None
    fingerprint: str | None
    cluster: str | None
    held_by: str | None
    held_until: datetime | None
    alike: bool  # others are in its cluster
    judged_by: str | None  # the first curator whose verdict stands
    opinions: int  # how many curators have judged it
    picture_record: PictureRecord

    @property
    def id(self) -> str:
        return self.picture

    @property
    def name(self) -> Name:
        return Name(cell_of(f"{self.emotion}/{self.favorite}".rstrip("/")), self.tail.rpartition("/")[2])

    @property
    def published(self) -> bool:
        return self.published_at is not None


_OWN = tuple(field.name for field in fields(PoolPicture) if field.name != "picture_record")
_LINE = tuple(field.name for field in fields(PictureRecord) if field.name != "record")
_JOINED = pool.join(picture, picture.c.id == pool.c.picture)
_TOLD = [pool.c[name] for name in _OWN] + [picture.c[name].label(f"picture_{name}") for name in _LINE]
_LINES = select(*_TOLD).select_from(_JOINED)  # built once: building costs as much as running
_WHOLE = select(*_TOLD, picture.c.record).select_from(_JOINED)


def chosen(*, record: bool = True) -> Select[Any]:
    """A query of whole pictures, to be narrowed; without `record` the long records stay in the database."""
    return _WHOLE if record else _LINES


def of_row(row: Row[Any]) -> PoolPicture:
    """The picture in a row of a query made by `chosen`."""
    values = tuple(row)
    own, line, rest = values[: len(_OWN)], values[len(_OWN) : len(_OWN) + len(_LINE)], values[len(_OWN) + len(_LINE) :]
    told = PictureRecord(**dict(zip(_LINE, line, strict=True)), record=rest[0] if rest else {})
    return PoolPicture(**dict(zip(_OWN, own, strict=True)), picture_record=told)


def get(tx: Connection, id: str) -> PoolPicture:
    """The picture of the pool with this id.

    Raises:
        NotFound: there is none.
    """
    found = tx.execute(chosen().where(pool.c.picture == id)).first()
    if found is None:
        raise NotFound(f"there is no picture {id} in the pool")
    return of_row(found)


def by_tail(tx: Connection, tail: str) -> PoolPicture | None:
    """The picture with this name below imgPool/ and emotions/, None where there is none."""
    found = tx.execute(chosen().where(pool.c.tail == tail)).first()
    return None if found is None else of_row(found)


def among(tx: Connection, ids: Collection[str]) -> dict[str, PoolPicture]:
    """Those of these pictures that are in the pool, by id, without their records."""
    found = tx.execute(chosen(record=False).where(pool.c.picture.in_(ids))).all()
    return {one.id: one for one in map(of_row, found)}


def all_of(tx: Connection, ids: Iterable[str]) -> tuple[PoolPicture, ...]:
    """These pictures in this order, without their records.

    Raises:
        NotFound: one is not in the pool; the message names it.
    """
    wanted = list(dict.fromkeys(ids))
    found = among(tx, wanted)
    missing = [id for id in wanted if id not in found]
    if missing:
        raise NotFound(f"there is no picture {missing[0]} in the pool")
    return tuple(found[id] for id in wanted)


def add(
    tx: Connection,
    added: PictureRecord,
    name: Name,
    scores: Scores,
    *,
    pool_key: str | None,
    serving_key: str | None = None,
    model: str | None = None,
    bulk: str | None = None,
    parent: str | None = None,
    journal: str | None = None,
    cluster: str | None = None,
) -> PoolPicture:
    """Put a picture that has its row in `picture` into the pool, unreviewed and not published."""
    row: dict[str, Any] = {
        "picture": added.id,
        "emotion": name.cell.emotion,
        "favorite": name.cell.favorite,
        "tail": name.tail,
    }
    row |= {"orientation": name.orientation, "pool_key": pool_key, "serving_key": serving_key, "model": model}
    row |= {"bulk": bulk, "parent": parent, "journal": journal, "cluster": cluster or added.id, **vars(scores)}
    tx.execute(insert(pool).values(row))
    return get(tx, added.id)


def forget(tx: Connection, id: str) -> PoolPicture:
    """Take a picture's rows out, verdicts and all; its children have no parent any more. What it was.

    The named files are the caller's to delete, after the commit.

    Raises:
        NotFound: it is not in the pool.
        Conflict: visitors see it (retract it first), or a journal is built on it.
    """
    gone = get(tx, id)
    if gone.published:
        raise Conflict(f"the picture {id} is published: retract it first")
    pictures.remove(tx, id)
    tx.execute(update(pool).where(pool.c.parent == id).values(parent=None))
    if gone.cluster and gone.alike:
        mark_alike(tx, gone.cluster)
    return gone
