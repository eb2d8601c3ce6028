"""The list of what visitors see: pages by the last id seen, exact totals, and jumps to a position."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, select, text

from hwawon.pool import counts, rows
from hwawon.pool import listing as pool_listing
from hwawon.pool.filter import PoolFilter, conditions
from hwawon.pool.rows import PoolPicture
from hwawon.storage.garden_tables import POOL_SERVED, pool
from hwawon.storage.paging import check_limit, cut_page, decode_cursor
from hwawon.storage.words import having


@dataclass(frozen=True)
class ServingPage:
    """Some served pictures; `position` is that of the first in the whole list, from 0 on."""

    items: tuple[PoolPicture, ...]
    next_cursor: str | None
    total: int
    position: int


def page(
    tx: Connection,
    asked: PoolFilter,
    limit: int,
    cursor: str | None = None,
    position: int | None = None,
    *,
    oldest: bool = False,
) -> ServingPage:
    """Up to `limit` served pictures in the order of their making: behind a cursor, or from a position on.

    Raises:
        BadInput: limit not within 1..500, or a cursor that is not ours.
    """
    wanted = asked.model_copy(update={"published": True})
    total = _total(tx, wanted)
    if position is not None:
        start = min(position, total)
        before = _id_at(tx, wanted, start - 1, total, oldest=oldest)
    else:
        before = decode_cursor(cursor) if cursor else None
        start = 0 if before is None else _count(tx, wanted, *_up_to(before, oldest=oldest))
    ids = pool_listing.found(tx, wanted, check_limit(limit) + 1, before, oldest=oldest)
    ids = [] if position is not None and start >= total else ids
    cut = cut_page(ids, ids, limit)
    told = rows.among(tx, cut.items)
    return ServingPage(tuple(told[id] for id in cut.items if id in told), cut.next_cursor, total, start)


def _total(tx: Connection, wanted: PoolFilter) -> int:
    kept = counts.total(tx, wanted)
    return _count(tx, wanted) if kept is None else kept


def _count(tx: Connection, wanted: PoolFilter, *more: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(pool).where(_asked(tx, wanted), *more)
    return int(tx.scalar(query) or 0)


def _id_at(tx: Connection, wanted: PoolFilter, place: int, total: int, *, oldest: bool) -> str | None:
    """The picture at a position, sought from the nearer end, in an index alone where the filter has one."""
    if place < 0:
        return None
    is_near_the_end = place > total // 2
    steps = max(0, total - 1 - place) if is_near_the_end else place
    order = pool.c.picture if oldest != is_near_the_end else pool.c.picture.desc()
    query = select(pool.c.picture).where(_asked(tx, wanted)).order_by(order).limit(1).offset(steps)
    found: str | None = tx.scalar(query)
    return found


def _asked(tx: Connection, wanted: PoolFilter) -> ColumnElement[bool]:
    narrowing = [condition for name, condition in conditions(wanted).items() if name != "published"]
    words = [pool.c.picture.in_(having(tx, wanted.q))] if wanted.q else []
    return and_(text(POOL_SERVED), *narrowing, *words)


def _up_to(before: str, *, oldest: bool) -> list[ColumnElement[bool]]:
    return [pool.c.picture <= before if oldest else pool.c.picture >= before]
