"""Pictures and how many visitors like them, as the dashboard shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from hwawon.datasets.schemas import LIKES
from hwawon.gallery.thumbnails import thumbnail_address
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, pool
from hwawon.storage.tables import picture

_OPINIONS = (*LIKES, "dislike", "unlike")
TopLiked = Callable[[int], Sequence[tuple[str, int]]]  # that many keys, and how many visitors like each; most first


def most_liked(database: Database, size: int) -> list[tuple[str, int]]:
    """The pictures that most visitors like now: each visitor counts once a picture, by the last word."""
    by = (interaction.c.visitor, interaction.c.item)
    last = select(func.max(interaction.c.id).label("id")).where(interaction.c.event_type.in_(_OPINIONS)).group_by(*by)
    visitors = func.count().label("visitors")
    words = last.subquery()
    query = select(interaction.c.item, visitors).join(words, words.c.id == interaction.c.id)
    query = query.where(interaction.c.event_type.in_(LIKES)).group_by(interaction.c.item)
    with database.read() as tx:
        rows = tx.execute(query.order_by(visitors.desc(), interaction.c.item).limit(size))
        return [(item, count) for item, count in rows]


def liked_pictures(tx: Connection, liked: Sequence[tuple[str, int]], base_path: str) -> list[dict[str, Any]]:
    """Those of `liked` (serving keys, visitors) that are shown now, in their order."""
    columns = (picture.c.id, picture.c.thumbnail_key, picture.c.width, picture.c.height)
    joined = pool.join(picture, picture.c.id == pool.c.picture)
    query = select(pool.c.serving_key, pool.c.emotion, pool.c.favorite, *columns).select_from(joined)
    keys = [key for key, _ in liked]
    rows = tx.execute(query.where(pool.c.serving_key.in_(keys), pool.c.published_at.is_not(None)))
    known = {row.serving_key: row for row in rows}
    return [
        {
            "item": key,
            "likes": likes,
            "picture": row.id,
            "url": key,
            "thumbnail_url": thumbnail_address(base_path, row.id, row.thumbnail_key),
            "width": row.width,
            "height": row.height,
            "emotion": row.emotion,
            "favorite": row.favorite,
        }
        for key, likes in liked
        if (row := known.get(key)) is not None
    ]
