"""Published pictures whose looks are not known get their vectors, a few at a time, while a worker has nothing to do."""

import base64
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from hwawon.errors import HwawonError, MissingModel
from hwawon.recommend.erase import TOPIC
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.many import insert_many
from hwawon.storage.objects import Objects
from hwawon.storage.tables import picture
from hwawon.storage.visitor_tables import picture_vector

log = logging.getLogger(__name__)
AT_ONCE = 8  # about a tenth of a second


class LookingOn:
    """Looks at pictures in a worker's idle moments; what cannot be looked at is left out until a worker begins anew."""

    def __init__(self, database: Database, objects: Objects, models_dir: Path) -> None:
        self._database = database
        self._objects = objects
        self._models_dir = models_dir
        self._after = ""
        self._refused: set[str] = set()
        self._has_model = True

    def look(self) -> int:
        """Look at a few; how many got a vector. Where all were looked at, it begins from the first again."""
        if not self._has_model:
            return 0
        with self._database.read() as tx:
            rows = _without_vector(tx, self._after)
        self._after = rows[-1].picture if len(rows) == AT_ONCE else ""
        found = [made for row in rows if row.picture not in self._refused and (made := self._looked(row))]
        if found:
            with self._database.write() as tx:
                insert_many(tx, picture_vector, found, instead=("model", "vector"))
                events.append(tx, TOPIC, {"looked": [one["picture"] for one in found]})
        return len(found)

    def _looked(self, row: Row[Any, Any]) -> dict[str, Any] | None:
        from hwawon.imaging import files
        from hwawon.vision.looks_vector import MODEL, looks_vector

        if not self._has_model:
            return None
        try:
            vector = looks_vector(files.read(self._objects.get(row.key)).rgb8(), self._models_dir)
        except MissingModel as error:
            self._has_model = False
            log.info("pictures are not looked at: %s", error)
            return None
        except HwawonError as error:
            self._refused.add(row.picture)
            log.warning("the picture %s cannot be looked at: %s", row.picture, error)
            return None
        return {"picture": row.picture, "model": MODEL, "vector": base64.b64encode(vector.tobytes()).decode()}


def _without_vector(tx: Connection, after: str) -> Sequence[Row[Any, Any]]:
    query = (
        select(pool.c.picture, picture.c.key)
        .join(picture, picture.c.id == pool.c.picture)
        .outerjoin(picture_vector, picture_vector.c.picture == pool.c.picture)
        .where(pool.c.published_at.is_not(None), picture_vector.c.picture.is_(None), pool.c.picture > after)
        .order_by(pool.c.picture)
        .limit(AT_ONCE)
    )
    return tx.execute(query).all()
