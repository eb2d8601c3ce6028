"""A worker and the slots beside it, as one: begun together, ended together."""

import logging
import threading
import time
from collections.abc import Sequence

from hwawon.jobs.claims import Claims
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Worker

log = logging.getLogger(__name__)

END_WITHIN_S = 4.0  # less than `embedded.GIVE_BACK_AFTER_S`


class Crew:
    """The worker runs in the caller's thread, each slot in one of its own."""

    def __init__(self, worker: Worker, slots: Sequence[Worker] = ()) -> None:
        self._worker = worker
        self._slots = tuple(slots)

    @property
    def claims(self) -> Claims:
        return self._worker.claims

    @property
    def current(self) -> tuple[Job, ...]:
        """The jobs of all of them that are not over yet."""
        return tuple(job for one in (self._worker, *self._slots) for job in one.current)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set or the worker is spent; then the slots have ended, or their jobs are given back."""
        self._worker.begin()  # else it would take the slots' jobs for those of the dead
        end = threading.Event()
        threads = [threading.Thread(target=self._run, args=(slot, end), daemon=True) for slot in self._slots]
        threads.append(threading.Thread(target=_pass_on, args=(stop, end), name="hwawon-crew", daemon=True))
        for thread in threads:
            thread.start()
        try:
            self._worker.run(stop)
        finally:
            end.set()
            until_s = time.monotonic() + END_WITHIN_S
            for thread in threads[:-1]:
                thread.join(max(0.0, until_s - time.monotonic()))
            self._give_back()

    def _run(self, slot: Worker, end: threading.Event) -> None:
        try:
            slot.run(end)
        except Exception:
            log.exception("a slot broke; the worker begins anew")
            self._worker.is_spent = True

    def _give_back(self) -> None:
        for slot in self._slots:
            for job in slot.current:
                log.warning("job %s does not stop; it goes back to the queue", job.id)
                slot.claims.give_back(job)


def _pass_on(stop: threading.Event, end: threading.Event) -> None:
    """The worker may be in the middle of a long step when it is told to stop; the slots hear it at once."""
    stop.wait()
    end.set()
