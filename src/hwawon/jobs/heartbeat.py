"""The thread that renews the lease of the job at hand, whatever the engine does meanwhile."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from hwawon.jobs.claims import Claims
from hwawon.jobs.job import Job

log = logging.getLogger(__name__)


class Heartbeat:
    """One thread for the worker's whole life; three beats to a lease."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._job: Job | None = None
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

    @contextmanager
    def keeping(self, job: Job) -> Iterator[None]:
        """Keep this job's lease inside the block."""
        self._job = job
        try:
            yield
        finally:
            self._job = None

    def _beat(self) -> None:
        while not self._end.wait(self._claims.lease_s / 3):
            job = self._job
            try:
                if job is not None and not self._claims.renew(job) and job is self._job:
                    log.warning("job %s was taken over by another worker", job.id)
            except SQLAlchemyError:
                log.warning("the lease of job %s could not be renewed", job and job.id, exc_info=True)
