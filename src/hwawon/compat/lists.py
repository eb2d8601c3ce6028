"""The lists of the pool and of what is served, by search key; what has no file any more is left out."""

from collections.abc import Iterator

from sqlalchemy import Column, and_, select

from hwawon.compat.shapes import Shown
from hwawon.errors import BadInput
from hwawon.pool.keys import POOL, SERVING, Cell, cell_of
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects


def in_pool(database: Database, objects: Objects, search_key: str) -> list[Shown]:
    """All pictures of the pool in a cell, or of an emotion; none for an unknown key."""
    cell = _cell(search_key)
    return [] if cell is None else list(_shown(database, objects, POOL, cell, pool.c.pool_key))


def in_serving(database: Database, objects: Objects, search_key: str) -> list[Shown]:
    """All pictures that visitors see of a cell, or of an emotion; none for an unknown key."""
    cell = _cell(search_key)
    return [] if cell is None else list(_shown(database, objects, SERVING, cell, pool.c.serving_key))


def _cell(search_key: str) -> Cell | None:
    emotion, slash, favorite = search_key.strip().partition("/")
    try:
        return cell_of(f"{emotion.lower()}{slash}{favorite}")
    except BadInput:
        return None


def _shown(database: Database, objects: Objects, folder: str, cell: Cell, key: Column[str]) -> Iterator[Shown]:
    of_cell = [pool.c.emotion == cell.emotion]
    if cell.favorite:
        of_cell.append(pool.c.favorite == cell.favorite)
    if folder == SERVING:
        of_cell.append(pool.c.published_at.is_not(None))
    columns = (key, pool.c.emotion, pool.c.favorite, pool.c.orientation)
    query = select(*columns).where(and_(*of_cell), key.is_not(None)).order_by(pool.c.picture)
    with database.read() as tx:
        rows = tx.execute(query).all()
    there = set(objects.keys(f"{folder}/{cell.search_key}")) if rows else set()
    for name, emotion, favorite, orientation in rows:
        if name in there:
            yield Shown(name, Cell(emotion, favorite).search_key, orientation == "v")
