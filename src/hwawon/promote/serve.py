"""Putting pictures before visitors and taking them away: the pool's row, the picture's, the item and one event."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete

from hwawon.promote.place import Place, place
from hwawon.storage import events
from hwawon.storage.garden_tables import item, outside, pool
from hwawon.storage.many import insert_many, update_many
from hwawon.storage.tables import picture

TOPIC = "garden"
_ITEM = ("timestamp", "emotion", "picture", "synthetic")


def begin_serving(tx: Connection, id: str, now: datetime) -> Place:
    """Show a picture to visitors, whose file lies in serving already; one that is shown stays as it is.

    Raises:
        NotFound: it is not of the garden.
    """
    before = place(tx, id, hold=True)
    return before if before.published_at else move(tx, [(before, before.served(now))])[0]


def end_serving(tx: Connection, id: str, *, keep_file: bool = False) -> Place:
    """Show a picture to visitors no longer; `keep_file`: its file stays in serving, else the caller deletes it after.

    A picture that is in serving alone keeps its row, without a file: the caller gives it one in the pool or forgets it.

    Raises:
        NotFound: it is not of the garden.
    """
    before = place(tx, id, hold=True)
    after = before.unserved(keep_file=keep_file)
    return before if after == before else move(tx, [(before, after)])[0]


def move(tx: Connection, changes: Sequence[tuple[Place, Place]]) -> list[Place]:
    """Write the new places of pictures, given as (before, after), and tell it in one event; the new places."""
    write(tx, changes)
    tell(tx, changes)
    return [new for _, new in changes]


def write(tx: Connection, changes: Sequence[tuple[Place, Place]]) -> None:
    """As `move`, and tell nothing. The files are where the new places say, or will be gone, by the caller's doing."""
    if not changes:
        return
    after = [new for _, new in changes]
    update_many(tx, pool, ("picture",), [_pool_values(new) for new in after])
    update_many(tx, picture, ("id",), [_picture_values(old, new) for old, new in changes])
    items = [{"id": new.name.serving_key, **vars(new.item)} for new in after if new.item]
    # In order of their keys, as an import takes them: two who write the same never wait for each other in a ring. Who
    # imports them at this moment has them already.
    insert_many(tx, item, sorted(items, key=itemgetter("id")), instead=_ITEM)
    tx.execute(delete(item).where(item.c.id.in_([new.name.serving_key for new in after if not new.item])))
    others = {key for old, new in changes for key in _other_keys(old, new)}
    tx.execute(delete(outside).where(outside.c.key.in_(others)))  # our own doing is nothing new


def tell(tx: Connection, changes: Sequence[tuple[Place, Place | None]]) -> None:
    """One event of what visitors see from now on and what no longer; an `after` of None is a picture that is gone."""
    promoted = [new.serving_key for old, new in changes if new and new.published_at and not old.published_at]
    retracted = [old.serving_key for old, new in changes if old.published_at and not (new and new.published_at)]
    if promoted or retracted:
        events.append(tx, TOPIC, {"promoted": promoted, "retracted": retracted})


def _pool_values(new: Place) -> dict[str, Any]:
    return {
        "picture": new.picture,
        "pool_key": new.pool_key,
        "serving_key": new.serving_key,
        "published_at": new.published_at,
    }


def _picture_values(old: Place, new: Place) -> dict[str, Any]:
    key = new.key or old.key or new.name.pool_key
    return {"id": new.picture, "key": key, "published": new.published_at is not None}


def _other_keys(old: Place, new: Place) -> set[str]:
    """Where a file has come or gone."""
    return {key for key in {old.pool_key, old.serving_key} ^ {new.pool_key, new.serving_key} if key}
