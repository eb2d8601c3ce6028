"""Likes and dislikes of a visit, with what was on the screen."""

import hashlib

from sqlalchemy import Connection, bindparam, func, select

from hwawon.garden import shown
from hwawon.garden.schema import Opinion
from hwawon.garden.visits import Visit
from hwawon.recommend import opinions
from hwawon.storage.garden_tables import interaction
from hwawon.storage.ids import new_id

_LAST = (
    select(func.max(interaction.c.id).label("id"))
    .where(interaction.c.item == bindparam("item"), interaction.c.event_type.in_(opinions.KINDS))
    .group_by(interaction.c.visitor)
    .subquery()
)
_COUNT = (
    select(func.count())
    .join_from(interaction, _LAST, interaction.c.id == _LAST.c.id)
    .where(interaction.c.event_type == "click")
)


def record(tx: Connection, visit: Visit, said: Opinion) -> bool:
    """Write an opinion down; False: an event of that name is there already.

    Raises:
        NotFound, BadInput: the picture was not shown, see `shown.impression`.
    """
    slate, impression = shown.impression(tx, visit.id, said.item, said.slate)
    return opinions.record(
        tx,
        visitor=visit.visitor,
        item=said.item,
        kind=said.kind,
        impression=impression,
        event=_event(visit.id, said.event),
        visit=visit.id,
        slate=slate,
        context=visit.context,
        synthetic=visit.synthetic,
    )


def count(tx: Connection, item: str) -> int:
    """How many visitors like a picture now: each counts once, by the last word."""
    return int(tx.scalar(_COUNT, {"item": item}) or 0)


def _event(visit: str, event: str | None) -> str:
    """A name for the whole house: devices number their events as they like."""
    return new_id() if event is None else hashlib.sha256(f"{visit}:{event}".encode()).hexdigest()
