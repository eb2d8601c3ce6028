"""The commit screen: what a filter holds, by what is to be decided of it."""

from typing import Any

from sqlalchemy import Connection, and_, func, select

from hwawon.pool.filter import PoolFilter, conditions
from hwawon.storage import words
from hwawon.storage.garden_tables import pool

UNSAFE = 0.5  # from here on a kept picture is mentioned


def summary(tx: Connection, wanted: PoolFilter) -> dict[str, int]:
    """Exact counts of the pictures that a filter leaves; they are counted, which takes longer in a larger pool."""
    kept, rejected = pool.c.state == "kept", pool.c.state == "rejected"
    asked: dict[str, Any] = {
        "kept": kept,
        "rejected": rejected,
        "retouch": pool.c.state == "retouch",
        "unreviewed": pool.c.state == "unreviewed",
        "kept_not_published": and_(kept, pool.c.published_at.is_(None)),
        "rejected_in_pool": and_(rejected, pool.c.pool_key.is_not(None)),
        "unsafe_kept": and_(kept, pool.c.unsafe >= UNSAFE),
    }
    counted = [func.count().filter(condition).label(name) for name, condition in asked.items()]
    query = select(*counted).select_from(pool).where(*conditions(wanted).values())
    if wanted.q:
        query = query.where(pool.c.picture.in_(words.having(tx, wanted.q)))
    return {str(name): int(value) for name, value in tx.execute(query).one()._mapping.items()}
