"""Visitors who asked to be known again by their face: numbers, kept for some weeks where the place allows it.

Nothing is compared or kept for a visitor who did not ask.
"""

import base64
from array import array
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import face_print


def holder(tx: Connection, vector: Sequence[float]) -> str | None:
    """The visitor whose face is most alike, if it is alike enough."""
    from hwawon.vision.faces.vector import SAME_FACE, likeness  # with OpenCV, which this process has no other use for

    rows = tx.execute(select(face_print.c.visitor, face_print.c.vector).where(face_print.c.expires_at > utc_now()))
    known = [(row.visitor, _numbers(row.vector)) for row in rows]
    alike = [(likeness(vector, numbers), who) for who, numbers in known if len(numbers) == len(vector)]
    best, who = max(alike, default=(0.0, None))
    return who if best >= SAME_FACE else None


def keep(tx: Connection, visitor: str, vector: Sequence[float], lifetime: timedelta) -> None:
    """Keep the numbers of this visitor's face, instead of former ones."""
    now = utc_now()
    text = base64.b64encode(array("f", vector).tobytes()).decode()
    row = {"vector": text, "created_at": now, "expires_at": now + lifetime}
    put = insert_of(tx.dialect.name, face_print).values(visitor=visitor, **row)
    tx.execute(put.on_conflict_do_update(index_elements=[face_print.c.visitor], set_=row))


def expire(tx: Connection) -> int:
    """Delete the numbers whose time has passed; how many."""
    return tx.execute(delete(face_print).where(face_print.c.expires_at <= utc_now())).rowcount


def _numbers(text: str) -> Sequence[float]:
    return array("f", base64.b64decode(text))
