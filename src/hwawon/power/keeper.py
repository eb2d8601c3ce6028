"""Keeps the machine as it is needed: on for the jobs that wait for it, off when it has been idle for long."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from hwawon.config import Settings
from hwawon.errors import Conflict
from hwawon.jobs.presence import present_workers
from hwawon.power import ledger
from hwawon.power.driver import DriverFailed, PowerDriver
from hwawon.power.ledger import Standing
from hwawon.power.state import Order, PowerState, after
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now

log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
HEEDED_WITHIN = {PowerState.PENDING: timedelta(minutes=5), PowerState.STOPPING: timedelta(minutes=2)}
_BEFORE = {PowerState.PENDING: PowerState.STOPPED, PowerState.STOPPING: PowerState.RUNNING}
_FIRST_RETRY_S = 5.0
_LONGEST_RETRY_S = 300.0


class Keeper:
    """The switch of one installation; any number of processes may have one."""

    def __init__(
        self,
        database: Database,
        driver: PowerDriver,
        settings: Settings,
        *,
        answers: Callable[[], bool] = lambda: False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`answers`: whether an engine that has no worker of its own, such as a WebUI, answers now."""
        self._database = database
        self._driver = driver
        self._engines = settings.powered
        self._lease_s = settings.lease_s
        self._idle = timedelta(minutes=settings.power_idle_minutes)
        self._answers = answers
        self._clock = clock

    def standing(self) -> Standing:
        """What is known now."""
        return ledger.load(self._database, self._clock())

    def idle_s(self, standing: Standing) -> float | None:
        """Seconds until the machine is stopped for idleness; None while it is not on or has work."""
        if standing.state is not PowerState.RUNNING:
            return None
        with self._database.read() as tx:
            if ledger.is_wanted(tx, self._engines):
                return None
            last = ledger.last_finished(tx, self._engines)
        active = max(standing.since, last or standing.since)
        return (active + self._idle - self._clock()).total_seconds()

    def order(self, order: Order) -> Standing:
        """Start or stop by hand.

        Raises:
            Conflict: the order does not fit the state, or was given by another at the same moment.
        """
        if not self._engines:
            raise Conflict("this machine has no switch: HWAWON_POWER=none")
        standing = self.standing()
        after(standing.state, order)
        return self._carry_out(standing, order) or self.order(order)

    def look(self) -> Standing:
        """Ask the machine how it stands, for those who give an order without a server that watches it."""
        return self._looked(self.standing(), self._clock()) or self.standing()

    def tick(self) -> None:
        """Look at the machine and at the queue once, and do what is due."""
        standing = self.standing()
        now = self._clock()
        if standing.retry_at is not None and now < standing.retry_at:
            return
        seen = self._looked(standing, now)
        if seen is None or seen.state is PowerState.UNKNOWN:
            return
        with self._database.read() as tx:
            wanted = ledger.is_wanted(tx, self._engines)
        left_s = self.idle_s(seen)
        if seen.state is PowerState.STOPPED and wanted:
            self._carry_out(seen, "start")
        elif left_s is not None and left_s <= 0:
            self._carry_out(seen, "stop")

    def run(self, stop: threading.Event) -> None:
        """Look again and again until `stop` is set."""
        while not stop.wait(LOOK_EVERY_S):
            try:
                self.tick()
            except SQLAlchemyError:
                log.exception("the state of the machine could not be read or written; trying again")

    def _looked(self, before: Standing, now: datetime) -> Standing | None:
        """The standing with what the driver sees; None where another process wrote meanwhile."""
        try:
            state = self._driver.state()
            address = self._driver.address() if state is PowerState.RUNNING else None
        except DriverFailed as error:
            return self._failed(before, error)
        if state is _BEFORE.get(before.state) and now - before.since < HEEDED_WITHIN[before.state]:
            state = before.state  # told, and not there yet
        ready = state is PowerState.RUNNING and self._is_engine_ready(now)
        seen = (state, address, ready, None)
        if seen == (before.state, before.address, before.engine_ready, before.retry_at):
            return before
        since = before.since if state is before.state else now
        return ledger.change(
            self._database, before, state=state, address=address, engine_ready=ready, since=since, retry_at=None
        )

    def _carry_out(self, before: Standing, order: Order) -> Standing | None:
        """Write the intention, then act: whoever loses the race for the row does nothing."""
        intended = ledger.change(
            self._database,
            before,
            state=after(before.state, order),
            since=self._clock(),
            engine_ready=False,
            retry_at=None,
        )
        if intended is None:
            return None
        try:
            self._driver.start() if order == "start" else self._driver.stop()
        except DriverFailed as error:
            return self._failed(intended, error) or self.standing()
        return ledger.change(self._database, intended, reason="", failures=0) or self.standing()

    def _failed(self, before: Standing, error: DriverFailed) -> Standing | None:
        log.warning("the machine: %s", error)
        wait_s = min(_FIRST_RETRY_S * 2.0 ** min(before.failures, 10), _LONGEST_RETRY_S)
        now = self._clock()
        return ledger.change(
            self._database,
            before,
            state=PowerState.UNKNOWN,
            reason=str(error),
            address=None,
            engine_ready=False,
            since=now,
            failures=before.failures + 1,
            retry_at=now + timedelta(seconds=wait_s),
        )

    def _is_engine_ready(self, now: datetime) -> bool:
        with self._database.read() as tx:
            workers = present_workers(tx, now, self._lease_s)
        own = self._engines - {"webui"}  # which has no worker of its own
        return any(worker.serves_any(own) for worker in workers) or ("webui" in self._engines and self._answers())
