"""Likes told to Amazon Personalize's event tracker, behind the requests: nobody waits for it, and nothing is lost here.

What it does not take is tried again from the same place. Dislikes and undone likes stay here: the service takes every
event for a positive one.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from hwawon.errors import HwawonError
from hwawon.recommend.evaluate.logs import LIKED
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction

AT_ONCE = 10  # events of one call, which are of one visitor
ROWS_AT_ONCE = 200
EVERY_S, AFTER_TROUBLE_S = 1.0, 30.0
LONGEST_ID, MOST_IMPRESSIONS = 256, 25

log = logging.getLogger(__name__)


class Forwarder:
    """Follows the interactions from now on. `client` gives a client of `personalize-events` when it is first needed."""

    def __init__(self, database: Database, tracking: str, client: Callable[[], Any]) -> None:
        self._database = database
        self._tracking = tracking
        self._open = client
        self._client: Any = None
        self._stop = threading.Event()
        with database.read() as tx:
            self._position = int(tx.scalar(select(func.coalesce(func.max(interaction.c.id), 0))) or 0)

    def start(self) -> None:
        """Forward in a thread of its own, which ends with the process or with `close`."""
        threading.Thread(target=self._run, name="personalize-events", daemon=True).start()

    def close(self) -> None:
        """Let the thread end."""
        self._stop.set()

    def forward(self) -> int:
        """Tell what is new; how many likes were taken. Raises what the client raises; then the place stays."""
        with self._database.read() as tx:
            query = select(interaction).where(interaction.c.id > self._position, interaction.c.synthetic.is_(False))
            rows = tx.execute(query.order_by(interaction.c.id).limit(ROWS_AT_ONCE)).all()
        told = sum(self._tell(visitor, liked) for visitor, liked in _by_visitor(rows))
        if rows:
            self._position = rows[-1].id
        return told

    def _tell(self, visitor: str, rows: list[Any]) -> int:
        if self._client is None:
            self._client = self._open()
        for start in range(0, len(rows), AT_ONCE):
            events = [_event(row) for row in rows[start : start + AT_ONCE]]
            session = str(rows[start].visit or visitor)
            self._client.put_events(trackingId=self._tracking, userId=visitor, sessionId=session, eventList=events)
        return len(rows)

    def _run(self) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        wait_s = EVERY_S
        while not self._stop.wait(wait_s):
            try:
                self.forward()
                wait_s = EVERY_S
            except (BotoCoreError, ClientError, HwawonError) as error:
                log.warning("likes are not forwarded to Amazon Personalize: %s; again in %g s", error, AFTER_TROUBLE_S)
                wait_s = AFTER_TROUBLE_S


def _by_visitor(rows: Any) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.event_type in LIKED and len(row.item) <= LONGEST_ID:
            found[row.visitor].append(row)
    return list(found.items())


def _event(row: Any) -> dict[str, Any]:
    """One like as the service takes it; its id makes a second telling of it harmless."""
    moment = datetime.fromtimestamp(row.timestamp, UTC)
    event = {"eventId": row.event or f"hwawon-{row.id}", "eventType": "click", "itemId": row.item, "sentAt": moment}
    seen = [key for key in row.impression.split("|") if 0 < len(key) <= LONGEST_ID][:MOST_IMPRESSIONS]
    return event | ({"impression": seen} if seen else {})
