"""Near-duplicates: pictures of one cell whose fingerprints differ in a few of 64 bits."""

from sqlalchemy import Connection, func, select, update

from hwawon.pool.keys import Name
from hwawon.storage.garden_tables import pool

NEAR_BITS = 6  # of 64; two scenes differ in 32 on the average
COMPARED = 400  # the newest of the cell: bounds what an arrival costs in a cell of any size


def distance_bits(one: str, other: str) -> int:
    """In how many bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def cluster_of(tx: Connection, name: Name, fingerprint: str | None, parent: str | None = None) -> str | None:
    """The cluster of the nearest picture of the same cell, orientation and parent; None where nothing is near.

    A retouched picture is compared with others made from the same one and not with that one itself, which it resembles
    of course.
    """
    if fingerprint is None:
        return None
    cell = (pool.c.emotion == name.cell.emotion) & (pool.c.favorite == name.cell.favorite)
    alike = cell & (pool.c.orientation == name.orientation) & pool.c.parent.is_not_distinct_from(parent)
    query = select(pool.c.fingerprint, pool.c.cluster).where(alike, pool.c.fingerprint.is_not(None))
    newest = tx.execute(query.order_by(pool.c.picture.desc()).limit(COMPARED)).all()
    near = [(distance_bits(row.fingerprint, fingerprint), row.cluster) for row in newest]
    nearest = min(near, default=None)
    return None if nearest is None or nearest[0] > NEAR_BITS else str(nearest[1])


def mark_alike(tx: Connection, cluster: str) -> None:
    """Note of every picture of a cluster whether others are in it; asked after one has come or gone."""
    members = tx.scalar(select(func.count()).where(pool.c.cluster == cluster))
    others = (members or 0) > 1
    tx.execute(update(pool).where(pool.c.cluster == cluster, pool.c.alike.is_not(others)).values(alike=others))


def sizes(tx: Connection, clusters: set[str]) -> dict[str, int]:
    """How many pictures each of these clusters has."""
    query = select(pool.c.cluster, func.count()).where(pool.c.cluster.in_(clusters)).group_by(pool.c.cluster)
    return {cluster: int(pictures) for cluster, pictures in tx.execute(query)}
