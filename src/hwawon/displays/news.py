"""News for screens that wait: one look into the outbox serves all who wait in this process."""

import asyncio
import threading
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

from hwawon.displays.zones import TOPIC
from hwawon.promote.serve import TOPIC as GARDEN
from hwawon.storage import events
from hwawon.storage.database import Database

LOOK_S = 0.2
_BATCH = 500


class News:
    """Tells whether something of the displays or of the garden happened since one looked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._read_to: int | None = None
        self._latest = 0  # the last event that concerns screens
        self._looked = -LOOK_S

    async def latest(self) -> int:
        """The number of the last event that concerns screens, at most `LOOK_S` old."""
        if time.monotonic() - self._looked >= LOOK_S:
            self._looked = time.monotonic()
            await run_in_threadpool(self._look)
        return self._latest

    async def wait(self, known: int, end: float, is_gone: Callable[[], bool] = lambda: False) -> int:
        """The latest event once it is not `known` any more, or when the monotonic clock has come to `end`."""
        while (latest := await self.latest()) == known and time.monotonic() < end and not is_gone():
            await asyncio.sleep(min(LOOK_S, max(0.0, end - time.monotonic())))
        return latest

    def _look(self) -> None:
        with self._turn, self._database.read() as tx:
            if self._read_to is None:
                self._read_to = self._latest = events.latest_id(tx)
                return
            while found := events.after(tx, self._read_to, _BATCH):
                self._read_to = found[-1].id
                concerned = [one.id for one in found if one.topic in (TOPIC, GARDEN)]
                self._latest = max(self._latest, *concerned) if concerned else self._latest
