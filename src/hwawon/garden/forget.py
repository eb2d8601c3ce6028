"""Erasing a visitor: everything that is kept, so that the recommender is as if the visitor had never been there."""

from sqlalchemy import Connection, delete, select

from hwawon.displays import show
from hwawon.garden import codes, live_made
from hwawon.recommend import erase
from hwawon.storage.garden_tables import visitor as visitors
from hwawon.storage.visitor_tables import face_print, return_code
from hwawon.storage.visitor_tables import visit as visits


def forget(tx: Connection, visitor: str) -> None:
    """Erase a visitor's row, visits, slates, likes, codes and numbers of the face; doing it twice is fine."""
    codes.hold_of(tx, visitor)
    own = tx.scalars(
        select(visits.c.id).where(visits.c.visitor == visitor).order_by(visits.c.id).with_for_update()
    ).all()  # before all that is changed: see `find`
    for visit in own:
        live_made.forget(tx, visit)
    erase.forget(tx, visitor)
    show.forget(tx, visitor)
    for table in (visits, return_code, face_print):
        tx.execute(delete(table).where(table.c.visitor == visitor))
    tx.execute(delete(visitors).where(visitors.c.id == visitor))
