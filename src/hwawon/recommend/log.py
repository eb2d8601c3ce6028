"""Slates are written down: each picture with the chance that it had, so that other ways of choosing can be judged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from hwawon.recommend.slate import Shown, Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.garden_tables import interaction
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.many import insert_many
from hwawon.storage.visitor_tables import shown as shown_rows
from hwawon.storage.visitor_tables import slate as slates
from hwawon.storage.visitor_tables import visit as visits

_INSERT = insert(slates)  # built once, as the next: building costs more than running
_VISIT, _VISITOR, _OPINION = (
    select(column).where(named == bindparam("id")).limit(1).with_for_update(read=True, key_share=True)
    for column, named in (
        (visits.c.id, visits.c.id),
        (visitors.c.id, visitors.c.id),
        (interaction.c.id, interaction.c.visitor),
    )
)


def keep_slate(tx: Connection, wish: Wish, slate: Slate, position: int) -> None:
    """Write a slate and its pictures; `position`: the last interaction that the choice knew of.

    It is nobody's where the visitor was forgotten while it was chosen. Without a visit it is a visitor's only if that
    one is registered, or has said something.
    """
    is_kept = _is_there(tx, wish)
    row = {
        "id": slate.id,
        "visit": wish.visit if is_kept else None,
        "visitor": wish.visitor if is_kept else None,
        "surface": wish.surface,
        "zone": wish.zone,
        "policy": slate.policy,
        "seed": slate.seed,
        "context": wish.context.as_json(),
        "position": position,
        "synthetic": wish.synthetic,
        "created_at": datetime.fromtimestamp(second_of(slate.id), UTC),
    }
    tx.execute(_INSERT, row)
    insert_many(tx, shown_rows, _rows(slate.id, slate.shown))


def second_of(slate: str) -> int:
    """When a slate was made, in seconds since 1970: its id begins with the moment."""
    return int(slate[:12], 16) // 1000


def _is_there(tx: Connection, wish: Wish) -> bool:
    """Whether the visit is kept, or without one the visitor; who erases it waits until this transaction is over."""
    if wish.visit is not None:
        return _is_found(tx, _VISIT, wish.visit)
    known = wish.visitor
    return known is not None and (_is_found(tx, _VISITOR, known) or _is_found(tx, _OPINION, known))


def _is_found(tx: Connection, query: Select[Any], id: str) -> bool:
    return tx.scalar(query, {"id": id}) is not None


def _rows(slate: str, pictures: Sequence[Shown]) -> list[dict[str, object]]:
    return [
        {
            "slate": slate,
            "position": place,
            "item": one.item,
            "propensity": one.propensity,
            "score": one.score,
            "reason": one.reason.code,
        }
        for place, one in enumerate(pictures)
    ]
