"""Lists of the pool: by the last id seen, at the same cost in a pool of any size.

A filter is read from one index, the one that leaves the fewest pictures; the other fields are looked at row by row. A
field with several values is read as one ordered stream a value, and the streams are merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import Connection, and_, select, union_all

from hwawon.pool import counts, rows
from hwawon.pool.filter import Condition, PoolFilter, conditions
from hwawon.pool.keys import EMOTIONS
from hwawon.pool.rows import PoolPicture
from hwawon.storage import words
from hwawon.storage.garden_tables import pool
from hwawon.storage.list_tables import picture_text
from hwawon.storage.paging import check_limit, cut_page, decode_cursor

COUNTED = 1000  # pictures that are counted one by one where the kept counts do not tell
_KEPT = ("stars_min", "disputed", "state", "emotion", "model", "published")  # alone in an index and in the counts
_STARS = 5
_MOST_STREAMS = 32  # each costs a query of its own; of what has so many values a page is soon found row by row


@dataclass(frozen=True)
class PoolPage:
    """Some pictures, where to go on (None at the end), and how many there are; not exact: at least so many."""

    items: tuple[PoolPicture, ...]
    next_cursor: str | None
    total: int
    total_is_exact: bool


def page(
    tx: Connection, wanted: PoolFilter, limit: int, cursor: str | None = None, *, oldest: bool = False
) -> PoolPage:
    """Up to `limit` pictures in the order of their arrival, newest first or oldest.

    Raises:
        BadInput: limit not within 1..500, or a cursor that is not ours.
    """
    before = None if cursor is None else decode_cursor(cursor)
    ids = found(tx, wanted, check_limit(limit) + 1, before, oldest=oldest)
    cut = cut_page(ids, ids, limit)
    told = rows.among(tx, cut.items)
    count, is_exact = total(tx, wanted)
    items = tuple(told[id] for id in cut.items if id in told)
    return PoolPage(items, cut.next_cursor, count, is_exact)


def total(tx: Connection, wanted: PoolFilter) -> tuple[int, bool]:
    """How many pictures a filter leaves, and whether that is exact; else there are at least so many."""
    kept = counts.total(tx, wanted)
    if kept is not None:
        return kept, True
    counted = len(found(tx, wanted, COUNTED + 1))
    return min(counted, COUNTED), counted <= COUNTED


def found(
    tx: Connection, wanted: PoolFilter, most: int, before: str | None = None, *, oldest: bool = False, more: Any = ()
) -> list[str]:
    """The ids of up to `most` pictures behind `before`; `more` are further conditions on the row."""
    asked = conditions(wanted)
    if wanted.q:
        query = words.having(tx, wanted.q, most).join(pool, pool.c.picture == picture_text.c.picture)
        query = words.newest(tx, query.where(*asked.values(), *more), before, oldest=oldest)
        return list(tx.scalars(query.limit(most)))
    order = pool.c.picture if oldest else pool.c.picture.desc()
    behind = [] if before is None else [pool.c.picture > before if oldest else pool.c.picture < before]
    used, streams = _streams(tx, wanted, asked)
    if len(streams) > _MOST_STREAMS:
        used, streams = (), [()]
    rest = [
        condition if name in ("since", "until") else _beside(condition)
        for name, condition in asked.items()
        if name not in used
    ]
    queries = [
        select(pool.c.picture).where(*stream, *rest, *behind, *more).order_by(order).limit(most) for stream in streams
    ]
    if len(queries) == 1:
        return list(tx.scalars(queries[0]))
    merged = union_all(*(select(query.subquery().c.picture) for query in queries)).subquery()
    place = merged.c.picture if oldest else merged.c.picture.desc()
    return list(tx.scalars(select(merged.c.picture).order_by(place).limit(most)))


def _beside(condition: Condition) -> Condition:
    """A condition that no index is to be sought for: SQLite, which knows no numbers, would else take any that fits."""
    return and_(condition).is_(True) if hasattr(condition, "is_") else condition


def _streams(
    tx: Connection, wanted: PoolFilter, asked: dict[str, Condition]
) -> tuple[Sequence[str], list[tuple[Condition, ...]]]:
    """The fields that an index answers, and for each of their values what is asked of that index."""
    for name in ("cluster", "parent", "bulk"):
        if name in asked:
            return (name,), [(asked[name],)]
    if "favorite" in asked:
        return ("emotion", "favorite", "orientation"), _cells(wanted)
    if "duplicates" in asked and wanted.duplicates:
        return ("duplicates",), [(asked["duplicates"],)]
    if {"emotion", "state"} <= asked.keys():
        pairs = product(wanted.emotion, wanted.state)
        return ("emotion", "state"), [(pool.c.emotion == one, pool.c.state == other) for one, other in pairs]
    fitting = [name for name in _KEPT if name in asked and not (name == "disputed" and not wanted.disputed)]
    if not fitting:
        return (), [()]
    name = fitting[0] if len(fitting) == 1 else counts.fewest(tx, fitting, wanted)
    return (name,), _values(wanted, name, asked[name])


def _cells(wanted: PoolFilter) -> list[tuple[Condition, ...]]:
    sides = (wanted.orientation,) if wanted.orientation else ("h", "v")
    cells = product(wanted.emotion or EMOTIONS, wanted.favorite, sides)
    return [
        (pool.c.emotion == emotion, pool.c.favorite == favorite, pool.c.orientation == side)
        for emotion, favorite, side in cells
    ]


def _values(wanted: PoolFilter, name: str, condition: Condition) -> list[tuple[Condition, ...]]:
    if name == "stars_min":
        least = wanted.stars_min or 1
        return [(and_(pool.c.stars == stars, pool.c.stars > 0),) for stars in range(least, _STARS + 1)]
    if name in ("disputed", "published"):
        return [(condition,)]
    return [(pool.c[name] == value,) for value in getattr(wanted, name)]
