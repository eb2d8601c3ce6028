"""Pictures of the pool without files, for what only reads and judges rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from hwawon.pool import rows
from hwawon.pool.keys import Name, name_of
from hwawon.pool.rows import PoolPicture, Scores
from hwawon.storage import pictures
from hwawon.storage.garden_tables import pool
from hwawon.storage.ids import new_id
from hwawon.storage.pictures import NewPicture
from hwawon.storage.tables import picture
from hwawon.storage.types import utc_now


def pool_picture(
    tx: Connection,
    tail: str,
    *,
    title: str = "",
    prompt: str = "",
    record: Mapping[str, Any] | None = None,
    kind: str = "generated",
    scores: Scores | None = None,
    **rest: Any,
) -> PoolPicture:
    """One picture of this name; `rest` as for `rows.add`."""
    name: Name = name_of(f"imgPool/{tail}")
    made = NewPicture(
        kind=kind,
        key=name.pool_key,
        media_type="image/jpeg",
        width=96,
        height=64,
        bytes=1000,
        record=record or {"request": {"prompt": prompt}},
        title=title,
    )
    return rows.add(tx, pictures.add(tx, made), name, scores or Scores(), pool_key=name.pool_key, **rest)


def many(tx: Connection, count: int, **changes: Any) -> list[str]:
    """Rows written at once, of the cell `calm`; `changes` are columns of `pool`, or a function of the number."""
    ids = [new_id() for _ in range(count)]
    given = [
        {name: value(number) if callable(value) else value for name, value in changes.items()}
        for number in range(count)
    ]
    base = {"media_type": "image/jpeg", "width": 96, "height": 64, "bytes": 1000, "created_at": utc_now()}
    made = [
        {"id": id, "kind": "generated", "key": f"imgPool/calm/{id}h.jpeg", "title": one.pop("title", "")}
        | base
        | {"record": {"request": {"prompt": one.pop("prompt", "")}}, "published": False}
        for id, one in zip(ids, given, strict=True)
    ]
    own = [
        {"picture": id, "emotion": "calm", "favorite": "", "orientation": "h", "tail": f"calm/{id}h.jpeg"}
        | {"pool_key": f"imgPool/calm/{id}h.jpeg", "cluster": id}
        | one
        for id, one in zip(ids, given, strict=True)
    ]
    for start in range(0, count, 500):
        tx.execute(insert(picture), made[start : start + 500])
        tx.execute(insert(pool), own[start : start + 500])
    return ids
