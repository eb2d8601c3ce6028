"""A slot beside the worker: serves one engine at one place, and leaves the queue alone while that place is down."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hwawon.errors import EngineError, EngineUnavailable
from hwawon.jobs.context import Handler, JobContext, Outcome, Pending
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Worker
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0


@dataclass(frozen=True)
class Place:
    """Where a slot has its jobs done."""

    name: str  # for the log
    engine: str
    answers: Callable[[], bool]  # asked before the first job, and after each pause


class Door:
    """Open while the place works. Shut for a while that doubles with each failure until something works again."""

    def __init__(self, place: Place, first_pause_s: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._place = place
        self._first_pause_s = first_pause_s
        self._monotonic = monotonic
        self._is_open = False
        self._pause_s = 0.0
        self._shut_until_s = -float("inf")

    @property
    def was_open(self) -> bool:
        """As it was found the last time; asks nobody."""
        return self._is_open

    def is_open(self) -> bool:
        """Whether a job may be taken now; asks the place where that is not known."""
        if not self._is_open and self._monotonic() >= self._shut_until_s:
            self._is_open = self._place.answers()
            if not self._is_open:
                self.shut("it does not answer")
        return self._is_open

    def shut(self, reason: object) -> None:
        """Something failed there."""
        self._is_open = False
        self._pause_s = min(max(self._first_pause_s, 2 * self._pause_s), LONGEST_PAUSE_S)
        self._shut_until_s = self._monotonic() + self._pause_s
        log.warning("%s gets no jobs for %g s: %s", self._place.name, self._pause_s, reason)

    def worked(self) -> None:
        """Something was done there."""
        self._is_open, self._pause_s = True, 0.0


class Slot(Worker):
    """Claims jobs of its place's engine and no others, one at a time; what breaks there is done by the next slot."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        handlers: Mapping[str, Handler],
        place: Place,
        *,
        objects: Objects | None = None,
        lease_s: float = 30.0,
        limit_s: float | None = None,
        first_pause_s: float = FIRST_PAUSE_S,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._door = Door(place, first_pause_s)
        self._engines = frozenset({place.engine})
        watched = {kind: self._watched(handler) for kind, handler in handlers.items()}
        super().__init__(
            database,
            dispatcher,
            watched,
            objects=objects,
            lease_s=lease_s,
            limit_s=limit_s,
            serves=self._served,
            clock=clock,
        )

    def _served(self) -> frozenset[str]:
        """What others may expect of this slot now."""
        return self._engines if self._door.was_open else frozenset()

    def _turn(self, stop: threading.Event) -> bool:
        """Job after job until there is none: a slot need not hear of each."""
        found = False
        while super()._turn(stop):
            found = True
        return found

    def _claim(self) -> Job | None:
        return self.claims.claim(self._handlers, self._engines, strictly=True) if self._door.is_open() else None

    def _watched(self, handler: Handler) -> Handler:
        def run(context: JobContext) -> Outcome | Pending:
            outcome = handler(context)
            self._door.worked()
            return outcome

        return run

    def _fail(self, job: Job, error: Exception) -> None:
        """A place that was not reached has not touched the job; one that broke may have done so because of it."""
        if isinstance(error, EngineUnavailable):
            self._door.shut(error)
            self.claims.give_back(job)
        elif isinstance(error, EngineError):
            self._door.shut(error)
            self.claims.send_back(job, error)
        else:
            super()._fail(job, error)

    def _look_after_now_and_then(self) -> None:
        """The worker beside it does."""
