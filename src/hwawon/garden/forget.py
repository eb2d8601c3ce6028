"""Erasing a visitor: everything that is kept, so that the recommender is as if the visitor had never been there."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from hwawon.displays import show
from hwawon.garden import codes, live_made
from hwawon.recommend import erase
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.visitor_tables import face_print, return_code
from hwawon.storage.visitor_tables import visit as visits


def forget(tx: Connection, visitor: str) -> None:
    """Erase a visitor's row, visits, slates, likes, codes and numbers of the face; doing it twice is fine."""
    own = _held(tx, visitor)
    for visit in own:
        live_made.forget(tx, visit)
    erase.forget(tx, visitor)
    show.forget(tx, visitor)
    for table in (visits, return_code, face_print):
        tx.execute(delete(table).where(table.c.visitor == visitor))
    tx.execute(delete(visitors).where(visitors.c.id == visitor))


def _held(tx: Connection, visitor: str) -> Sequence[str]:
    """The visitor's visits, once nobody else is at work for them; who comes meanwhile waits, and finds nothing.

    First, and in the order of everybody: codes, visits, the visitor's row, by which slates without a visit are held.
    """
    codes.hold_of(tx, visitor)
    own = tx.scalars(select(visits.c.id).where(visits.c.visitor == visitor).order_by(visits.c.id).with_for_update())
    found = own.all()
    tx.execute(select(visitors.c.id).where(visitors.c.id == visitor).with_for_update()).all()
    return found
