"""What happened, read from the tables as numbers: likes that stand, and pictures shown with their propensities."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from hwawon.recommend.evaluate.splits import Like
from hwawon.storage.garden_tables import interaction
from hwawon.storage.visitor_tables import shown, slate, visit

LIKED, UNDONE = ("click", "like"), ("dislike", "unlike")  # event types; an undone like is no target
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class ShownLog:
    """Pictures shown by slates, one row each, slates in the order of their making.

    `slates` (N,): the number 0..S-1 of a picture's slate, an index into `policies`, `groups` and `visitors`.
    """

    items: tuple[str, ...]
    propensity: NDArray[np.float64]  # (N,), 0..1
    liked: NDArray[np.float64]  # (N,), 0 or 1
    slates: NDArray[np.int64]
    policies: tuple[str, ...]
    groups: tuple[dict[str, str], ...]  # generation, gender and emotion of each slate's visitor; empty: unknown

    def __len__(self) -> int:
        return len(self.items)


def standing_likes(tx: Connection, *, synthetic: bool = False) -> list[Like]:
    """The likes that no later act of the same visitor has undone, oldest first; one a visitor and picture.

    `synthetic`: those of made-up visitors as well.
    """
    standing: dict[tuple[str, str], Like] = {}
    for row in _interactions(tx, synthetic):
        if row.event_type in LIKED:
            standing.setdefault((row.visitor, row.item), Like(row.visitor, row.item, row.timestamp, row.id))
        elif row.event_type in UNDONE:
            standing.pop((row.visitor, row.item), None)
    return sorted(standing.values(), key=lambda one: (one.moment_s, one.id))


def shown_log(tx: Connection, since: datetime, *, synthetic: bool = False, most: int = 200_000) -> ShownLog:
    """The newest pictures that were shown to somebody since a moment, up to about `most`, and which were liked.

    A picture counts as liked where a like names its slate and no later act of that slate undoes it. Slates for nobody
    (displays) are left out, and so are pictures that were not drawn but asked for (a propensity of 0).
    """
    liked = _liked_of_slates(tx, synthetic)
    items: list[str] = []
    chances: list[float] = []
    numbers: list[int] = []
    policies: list[str] = []
    groups: list[dict[str, str]] = []
    last = ""
    hits: list[bool] = []
    for row in _slates(tx, since, synthetic, most):
        if row.id != last:
            last = row.id
            policies.append(row.policy)
            groups.append(_group(row))
        items.append(row.item)
        chances.append(min(row.propensity, 1.0))
        numbers.append(len(policies) - 1)
        hits.append((row.id, row.item) in liked)
    arrays = np.array(chances, np.float64), np.array(hits, np.float64), np.array(numbers, np.int64)
    return ShownLog(tuple(items), *arrays, tuple(policies), tuple(groups))


def _slates(tx: Connection, since: datetime, synthetic: bool, most: int) -> Iterator[Any]:
    """The newest slates' rows, oldest slate first, whole slates only."""
    columns = (slate.c.id, slate.c.policy, slate.c.context, shown.c.item, shown.c.propensity)
    about = (visit.c.generation, visit.c.gender, visit.c.emotion)
    query = select(*columns, *about).join(shown, shown.c.slate == slate.c.id)
    query = query.join(visit, visit.c.id == slate.c.visit, isouter=True)
    query = query.where(slate.c.created_at >= since, slate.c.surface != "display", shown.c.propensity > 0)
    if not synthetic:
        query = query.where(slate.c.synthetic.is_(False))
    rows = tx.execute(query.order_by(slate.c.created_at.desc(), slate.c.id.desc(), shown.c.position).limit(most)).all()
    whole = rows if len(rows) < most else [row for row in rows if row.id != rows[-1].id]
    return iter(sorted(whole, key=lambda row: row.id))


def _liked_of_slates(tx: Connection, synthetic: bool) -> set[tuple[str, str]]:
    """(slate, item) of each like that names its slate and stands."""
    liked: set[tuple[str, str]] = set()
    for row in _interactions(tx, synthetic):
        if row.slate is None:
            continue
        if row.event_type in LIKED:
            liked.add((row.slate, row.item))
        elif row.event_type in UNDONE:
            liked.discard((row.slate, row.item))
    return liked


def _interactions(tx: Connection, synthetic: bool) -> Iterator[Any]:
    """All of them by id, in slices, without what is not needed."""
    t, last = interaction.c, 0
    query = select(t.id, t.visitor, t.item, t.timestamp, t.event_type, t.slate)
    if not synthetic:
        query = query.where(t.synthetic.is_(False))
    while rows := tx.execute(query.where(t.id > last).order_by(t.id).limit(ROWS_AT_ONCE)).all():
        yield from rows
        last = rows[-1].id


def _group(row: Any) -> dict[str, str]:
    """Of the slate's context where it says so, else of the visit."""
    context = row.context or {}
    named = {name: context.get(name) or getattr(row, name) or "" for name in ("generation", "gender")}
    return {**named, "emotion": row.emotion or ""}
