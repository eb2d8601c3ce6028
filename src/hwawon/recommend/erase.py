"""Taking rows away again: of one visitor, or of slates that are kept long enough. Models follow by the events."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from hwawon.recommend.deep.store import retire_trained_with
from hwawon.storage import events
from hwawon.storage.garden_tables import interaction
from hwawon.storage.visitor_tables import slate as slates
from hwawon.storage.visitor_tables import visit as visits

TOPIC = "visitors"


def forget(tx: Connection, visitor: str) -> None:
    """Erase what a visitor liked and was shown; the models are then as if the visitor had never been there.

    What was shown in the visitor's visits before there was consent goes as well, so call it before they are removed.
    """
    retire_trained_with(tx, visitor)
    said = delete(interaction).where(interaction.c.visitor == visitor).returning(interaction.c.id)
    last = max(tx.scalars(said), default=0)
    own = select(visits.c.id).where(visits.c.visitor == visitor)
    gone = tx.scalars(
        delete(slates).where(or_(slates.c.visitor == visitor, slates.c.visit.in_(own))).returning(slates.c.id)
    ).all()
    events.append(tx, TOPIC, {"forgotten": name_of_forgotten(visitor), "until": last, "slates": list(gone)})


def forget_before(tx: Connection, moment: datetime) -> int:
    """Erase the slates, and what they showed, that are older than `moment`, to the second; how many slates."""
    moment = moment.replace(microsecond=0)
    gone = tx.execute(delete(slates).where(slates.c.created_at < moment)).rowcount
    if gone:
        events.append(tx, TOPIC, {"slates_before": int(moment.timestamp())})
    return gone


def tell_reload(tx: Connection, why: str) -> None:
    """Interactions were removed or changed by other ways than one by one: the models are built anew."""
    events.append(tx, TOPIC, {"reload": why})


def name_of_forgotten(visitor: str) -> str:
    """What an event calls a visitor who is forgotten: whoever knows the id finds it, nobody else."""
    return hashlib.sha256(visitor.encode()).hexdigest()
