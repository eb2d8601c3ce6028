"""Pictures and how many visitors like them, as the dashboard shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from hwawon.gallery.thumbnails import thumbnail_address
from hwawon.storage.garden_tables import pool
from hwawon.storage.tables import picture

TopLiked = Callable[[int], Sequence[tuple[str, int]]]  # that many keys, and how many visitors like each; most first


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
