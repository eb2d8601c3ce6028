"""Pictures of the garden without pixels: rows and small files, for what never looks into them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from hwawon.pool.keys import Name, name_of
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now

JPEG = b"\xff\xd8\xff small \xff\xd9"


def plant(database: Database, objects: Objects | None, *tails: str, **values: Any) -> list[str]:
    """Pictures in the pool under these tails, each with a file of its own; their ids. `values`: of their pool rows."""
    with database.write() as tx:
        ids = plant_rows(tx, [name_of(f"imgPool/{tail}") for tail in tails], **values)
    for tail in tails if objects else ():
        assert objects is not None
        objects.write(f"imgPool/{tail}", JPEG + tail.encode())
    return ids


def plant_rows(tx: Connection, names: Sequence[Name], **values: Any) -> list[str]:
    """The rows alone."""
    ids = sorted(new_id() for _ in names)
    now = utc_now()
    tx.execute(insert(picture), [_picture(id, name, now) for id, name in zip(ids, names, strict=True)])
    tx.execute(insert(pool), [_row(id, name) | values for id, name in zip(ids, names, strict=True)])
    return ids


def tails_of(count: int, emotion: str = "happy", favorite: str = "spring,sunny,day") -> list[str]:
    """Names of pictures of one cell."""
    folder = f"{emotion}/{favorite}" if favorite else emotion
    return [f"{folder}/img_{number:05d}{'hv'[number % 2]}.jpeg" for number in range(count)]


def rows_of(database: Database, id: str) -> dict[str, Any]:
    """What a promotion may change of one picture."""
    columns = (pool.c.pool_key, pool.c.serving_key, pool.c.published_at, pool.c.state, picture.c.key)
    query = select(*columns, picture.c.published).join(picture, picture.c.id == pool.c.picture)
    with database.read() as tx:
        row = tx.execute(query.where(pool.c.picture == id)).one()
        known = tx.execute(select(item).where(item.c.picture == id)).one_or_none()
    return {**row._mapping, "item": dict(known._mapping) if known else None}


def served(database: Database) -> list[str]:
    """The keys of all items, in order."""
    with database.read() as tx:
        assert tx.scalar(select(func.count()).where(pool.c.published_at.is_not(None))) == tx.scalar(
            select(func.count()).where(picture.c.published)
        )
        return list(tx.scalars(select(item.c.id).order_by(item.c.id)))


def seconds(moment: datetime) -> int:
    """Since 1970."""
    return int(moment.timestamp())


def _picture(id: str, name: Name, now: datetime) -> dict[str, Any]:
    width, height = (1280, 800) if name.orientation == "h" else (800, 1280)
    made = pictures.NewPicture(
        kind="generated",
        key=name.pool_key,
        media_type="image/jpeg",
        width=width,
        height=height,
        bytes=len(JPEG + name.tail.encode()),
        record={},
    )
    return vars(made) | {"id": id, "created_at": now}


def _row(id: str, name: Name) -> dict[str, Any]:
    return {
        "picture": id,
        "emotion": name.cell.emotion,
        "favorite": name.cell.favorite,
        "orientation": name.orientation,
        "tail": name.tail,
        "pool_key": name.pool_key,
        "cluster": id,
    }
