"""A thread that tells actuators of visitors, after the visit's transaction: a lamp that hangs holds nobody up."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from hwawon.displays.actuators.drivers import ActuatorFailed, Driver
from hwawon.displays.actuators.effect import Effect, effect_of, greeting, standby
from hwawon.displays.zones import TOPIC
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.events import Event
from hwawon.storage.types import utc_now

log = logging.getLogger(__name__)

LOOK_S = 0.25
BLINKING = timedelta(seconds=10)  # unless pictures come before
_BATCH = 500


class Follower:
    """Follows the outbox from the moment it is made; of several visitors of a zone the last one counts."""

    def __init__(self, database: Database, drivers: Sequence[Driver]) -> None:
        self._database = database
        self._drivers = drivers
        self._until: dict[str, datetime] = {}
        with database.read() as tx:
            self._read_to = events.latest_id(tx)

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set."""
        while not stop.wait(LOOK_S):
            try:
                self.step()
            except Exception:  # the database may be away for a while
                log.exception("actuators were not told")

    def step(self, now: datetime | None = None) -> list[Effect]:
        """Send what is due; what was sent."""
        with self._database.read() as tx:
            found = events.after(tx, self._read_to, _BATCH)
        if found:
            self._read_to = found[-1].id
        due = {**self._shows(found), **self._over(now or utc_now())}
        for effect in due.values():
            self._send(effect)
        return list(due.values())

    def _shows(self, found: Sequence[Event]) -> dict[str, Effect]:
        due = {}
        for told in (one.payload for one in found if one.topic == TOPIC):
            zone, shown = str(told.get("zone", "")), told.get("show")
            if shown is not None:
                self._until[zone] = datetime.fromisoformat(shown["until"])
                due[zone] = effect_of(zone, shown["emotion"], shown["weather"])
            elif "begun" in told:
                self._until[zone] = datetime.fromisoformat(told["begun"]) + BLINKING
                due[zone] = greeting(zone)
        return due

    def _over(self, now: datetime) -> dict[str, Effect]:
        over = [zone for zone, until in self._until.items() if until <= now]
        for zone in over:
            del self._until[zone]
        return {zone: standby(zone) for zone in over}

    def _send(self, effect: Effect) -> None:
        for driver in self._drivers:
            try:
                driver.send(effect)
            except ActuatorFailed as error:
                log.warning("an actuator was not told of %s: %s", effect.event, error)
