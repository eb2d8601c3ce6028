"""How many pictures a filter leaves, from the counts that triggers keep, where these know all that it asks."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from hwawon.pool.filter import PoolFilter
from hwawon.storage.list_tables import pool_bulk_count, pool_cell_count, pool_count

_KNOWN: tuple[tuple[Table, frozenset[str]], ...] = (
    (pool_count, frozenset({"emotion", "orientation", "state", "stars_min", "model", "published", "disputed"})),
    (pool_cell_count, frozenset({"emotion", "favorite", "orientation", "state"})),
)
_OF_RUNS = frozenset({"bulk", "emotion", "orientation", "state"})


def table_for(asked: frozenset[str], *facets: str) -> Table | None:
    """The table of counts that knows all these fields and columns; None where none does."""
    if "bulk" in asked:
        return pool_bulk_count if asked <= _OF_RUNS and set(facets) <= set(pool_bulk_count.c.keys()) else None
    for table, known in _KNOWN:
        if asked <= known and set(facets) <= set(table.c.keys()):
            return table
    return None


def total(tx: Connection, wanted: PoolFilter) -> int | None:
    """How many pictures there are in all; None where the counts do not tell."""
    table = table_for(wanted.asked)
    if table is None:
        return None
    query = select(func.coalesce(func.sum(table.c.pictures), 0)).where(*_narrowing(table, wanted))
    return int(tx.scalar(query) or 0)


def grouped(tx: Connection, wanted: PoolFilter, *facets: str) -> dict[tuple[Any, ...], int] | None:
    """How many there are of each combination of values of these columns; None where the counts do not tell."""
    table = table_for(wanted.asked, *facets)
    if table is None:
        return None
    columns = [table.c[name] for name in facets]
    pictures = func.sum(table.c.pictures)
    query = select(*columns, pictures).where(*_narrowing(table, wanted)).group_by(*columns)
    return {tuple(row[:-1]): int(row[-1]) for row in tx.execute(query) if row[-1]}


def fewest(tx: Connection, fields: Iterable[str], wanted: PoolFilter) -> str:
    """The field that alone leaves the fewest pictures, of some that `pool_count` knows."""
    names = list(fields)
    sums = [
        func.coalesce(func.sum(pool_count.c.pictures).filter(and_(*_narrowing(pool_count, wanted, {name}))), 0)
        for name in names
    ]
    found = tx.execute(select(*sums)).one()
    return min(zip(found, names, strict=True))[1]


def _narrowing(table: Table, wanted: PoolFilter, only: Iterable[str] | None = None) -> list[Any]:
    found = []
    for name in wanted.asked if only is None else only:
        value = getattr(wanted, name)
        if name == "stars_min":
            found.append(table.c.stars >= value)
        elif isinstance(value, tuple):
            found.append(table.c[name].in_(value))
        else:
            found.append(table.c[name] == value)
    return found
