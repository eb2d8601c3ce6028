"""A slate without the model: at random among what fits, while the model is still being read.

Pictures are drawn from the narrowest circle first (emotion and favorite, then the emotion, then all), and those of one
circle have the same chance, so that every propensity is exact.
"""

import random
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select

from hwawon.recommend.slate import Reason, Shown
from hwawon.recommend.wish import Wish
from hwawon.storage.garden_tables import pool

SERVED = pool.c.published_at.is_not(None)
Rows = list[tuple[str, str]]


def simple_slate(tx: Connection, wish: Wish, seed: int) -> tuple[Shown, ...]:
    """At most `wish.size` pictures; none only where none is published."""
    leading = _leading(tx, wish)
    taken = {one.item for one in leading}
    for without in (wish.without, frozenset[str]()):
        for orientation in (wish.orientation, None):
            found = _drawn(tx, wish, seed, taken | without, orientation, wish.size - len(leading))
            if found or leading:
                return (*leading, *found)[: wish.size]
    return ()


def _leading(tx: Connection, wish: Wish) -> list[Shown]:
    query = select(pool.c.serving_key, pool.c.picture).where(SERVED, pool.c.serving_key.in_(wish.first))
    ids = {row.serving_key: row.picture for row in tx.execute(query)} if wish.first else {}
    return [Shown(key, ids[key], 0.0, 1.0, Reason("chosen")) for key in dict.fromkeys(wish.first) if key in ids]


def _drawn(
    tx: Connection, wish: Wish, seed: int, taken: frozenset[str] | set[str], orientation: str | None, size: int
) -> list[Shown]:
    """From each circle what is still missing; each picture of it with the same chance."""
    chance = random.Random(seed)
    found: list[Shown] = []
    seen = set(taken)
    for code, circle in _circles(wish):
        if len(found) >= size:
            break
        rows = [row for row in _rows(tx, wish, circle, orientation) if row[0] not in seen]
        picked = chance.sample(rows, min(size - len(found), len(rows)))
        share = len(picked) / max(1, len(rows))
        found += [Shown(key, id, 0.0, share, code) for key, id in picked]
        seen |= {key for key, _ in rows}
    return found


def _circles(wish: Wish) -> list[tuple[Reason, Sequence[ColumnElement[bool]]]]:
    """From the narrowest to all, each with its reason."""
    emotion = wish.own_emotion
    circles: list[tuple[Reason, Sequence[ColumnElement[bool]]]] = []
    of_favorite, of_emotion = pool.c.favorite == wish.favorite, pool.c.emotion == emotion
    if emotion and wish.favorite:
        words = {"emotion": emotion, "favorite": wish.favorite}
        circles.append((Reason("mood", words), [of_emotion, of_favorite]))
    elif wish.favorite:
        circles.append((Reason("favorite", {"favorite": wish.favorite}), [of_favorite]))
    if emotion:
        circles.append((Reason("mood", {"emotion": emotion}), [of_emotion]))
    return [*circles, (Reason("wider" if circles else "explore"), [])]


def _rows(
    tx: Connection, wish: Wish, circle: Sequence[ColumnElement[bool]], orientation: str | None
) -> list[tuple[str, str]]:
    query = select(pool.c.serving_key, pool.c.picture).where(SERVED, *circle).order_by(pool.c.picture)
    if orientation:
        query = query.where(pool.c.orientation == orientation)
    rows = [(str(key), str(id)) for key, id in tx.execute(query)]
    if wish.only is None:
        return rows
    only = frozenset(wish.only)
    return [row for row in rows if row[0] in only]
