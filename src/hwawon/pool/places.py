"""Places in a list of the pool: which picture stands at a number, and at which number a picture stands.

Both count in an index, so they cost more in a larger pool; they are asked when somebody jumps, never for each page.
"""

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from hwawon.pool import counts
from hwawon.pool.filter import PoolFilter, conditions
from hwawon.storage.garden_tables import pool
from hwawon.storage.words import having


def id_before(tx: Connection, wanted: PoolFilter, position: int, *, oldest: bool) -> str | None:
    """The picture behind which the page begins that starts at `position` (0-based); None: at the beginning.

    A position at or behind the end gives the last picture, so that the page is empty.
    """
    if position <= 0:
        return None
    total = counts.total(tx, wanted)
    is_near_the_end = total is not None and position > total // 2
    steps = max(0, total - position) if total is not None and is_near_the_end else position - 1
    order = pool.c.picture if oldest != is_near_the_end else pool.c.picture.desc()
    query = select(pool.c.picture).where(_asked(tx, wanted)).order_by(order)
    found: str | None = tx.scalar(query.limit(1).offset(steps))
    return found or tx.scalar(select(pool.c.picture).where(_asked(tx, wanted)).order_by(_last(oldest=oldest)).limit(1))


def position_of(tx: Connection, wanted: PoolFilter, id: str, *, oldest: bool) -> int | None:
    """Where a picture stands in the list, from 0 on; None: the filter leaves it out."""
    asked = _asked(tx, wanted)
    if tx.scalar(select(pool.c.picture).where(asked, pool.c.picture == id)) is None:
        return None
    before = pool.c.picture < id if oldest else pool.c.picture > id
    return int(tx.scalar(select(func.count()).select_from(pool).where(asked, before)) or 0)


def _last(*, oldest: bool) -> ColumnElement[str]:
    return pool.c.picture.desc() if oldest else pool.c.picture.asc()


def _asked(tx: Connection, wanted: PoolFilter) -> ColumnElement[bool]:
    words = [pool.c.picture.in_(having(tx, wanted.q))] if wanted.q else []
    return and_(true(), *conditions(wanted).values(), *words)
