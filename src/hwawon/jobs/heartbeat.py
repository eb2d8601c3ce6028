"""The thread that renews the leases of the jobs at hand and says that the worker is there, whatever the engine does."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from hwawon.jobs.claims import Claims
from hwawon.jobs.job import Job
from hwawon.jobs.presence import Presence

log = logging.getLogger(__name__)


class Heartbeat:
    """One thread for the worker's whole life; three beats to a lease."""

    def __init__(self, claims: Claims, presence: Presence) -> None:
        self._claims = claims
        self._presence = presence
        self._jobs: dict[str, Job] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="hwawon-heartbeat", daemon=True)

    @contextmanager
    def running(self) -> Iterator["Heartbeat"]:
        """Beat inside the block."""
        self._thread.start()
        try:
            yield self
        finally:
            self._end.set()
            self._thread.join()
            self._leave()

    @property
    def kept(self) -> tuple[Job, ...]:
        """The jobs whose leases are kept now."""
        return tuple(self._jobs.values())

    def keep(self, jobs: Sequence[Job]) -> None:
        """Keep these jobs' leases from now on."""
        self._jobs = self._jobs | {job.id: job for job in jobs}

    def drop(self, job: Job) -> None:
        """Keep this job's lease no longer: it has ended."""
        self._jobs = {id: kept for id, kept in self._jobs.items() if id != job.id}

    def _leave(self) -> None:
        try:
            self._presence.leave()
        except SQLAlchemyError:  # its silence says the same a little later
            log.warning("the worker could not say that it leaves", exc_info=True)

    def _beat(self) -> None:
        self._say_present()
        while not self._end.wait(self._claims.lease_s / 3):
            self._say_present()
            for job in self.kept:
                self._renew(job)

    def _renew(self, job: Job) -> None:
        try:
            if not self._claims.renew(job) and job.id in self._jobs:
                log.warning("job %s was taken over by another worker", job.id)
        except SQLAlchemyError:
            log.warning("the lease of job %s could not be renewed", job.id, exc_info=True)

    def _say_present(self) -> None:
        try:
            self._presence.say()
        except SQLAlchemyError:
            log.warning("the worker could not say that it is there", exc_info=True)
