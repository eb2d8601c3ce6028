"""Visitors who asked to be known again by their face: numbers, kept for some weeks where the place allows it.

Nothing is compared or kept for a visitor who did not ask.
"""

import base64
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import face_print

ALIKE = 0.5  # the cosine from which two faces are one visitor's


def holder(tx: Connection, vector: Sequence[float], alike: float = ALIKE) -> str | None:
    """The visitor whose face is most alike, if it is alike enough."""
    import numpy as np

    rows = tx.execute(
        select(face_print.c.visitor, face_print.c.vector).where(face_print.c.expires_at > utc_now())
    ).all()
    known = [(row.visitor, np.frombuffer(base64.b64decode(row.vector), np.float16)) for row in rows]
    own = _unit(vector).astype(np.float32)
    fitting = [(float(own @ one.astype(np.float32)), who) for who, one in known if one.size == own.size]
    best = max(fitting, default=(0.0, None))
    return best[1] if best[0] >= alike else None


def keep(tx: Connection, visitor: str, vector: Sequence[float], lifetime: timedelta) -> None:
    """Keep the numbers of this visitor's face, instead of former ones."""
    now = utc_now()
    row = {
        "vector": base64.b64encode(_unit(vector).tobytes()).decode(),
        "created_at": now,
        "expires_at": now + lifetime,
    }
    put = insert_of(tx.dialect.name, face_print).values(visitor=visitor, **row)
    tx.execute(put.on_conflict_do_update(index_elements=[face_print.c.visitor], set_=row))


def expire(tx: Connection) -> int:
    """Delete the numbers whose time has passed; how many."""
    return tx.execute(delete(face_print).where(face_print.c.expires_at <= utc_now())).rowcount


def _unit(vector: Sequence[float]) -> Any:
    """An array (N,) of float16 of length 1."""
    import numpy as np

    numbers = np.asarray(vector, np.float32)
    return (numbers / max(float(np.linalg.norm(numbers)), 1e-9)).astype(np.float16)
