"""The worker: one slot that claims a job, or several that are alike, runs its handler, and writes how it ended."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from hwawon.errors import Cancelled, DeviceLost, TookTooLong
from hwawon.jobs.claims import ClaimLost, Claims
from hwawon.jobs.context import Handler as Handler
from hwawon.jobs.context import JobContext, ShuttingDown
from hwawon.jobs.context import Outcome as Outcome
from hwawon.jobs.context import Pending as Pending
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.heartbeat import Heartbeat
from hwawon.jobs.identity import own_name
from hwawon.jobs.job import Job
from hwawon.jobs.presence import Presence
from hwawon.jobs.together import Company, Together
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
EVENTS_KEPT = timedelta(days=7)
_PRUNE_EVERY_S = 3600.0


class Worker:
    """Runs one job at a time, or some that are alike in one go; nothing is claimed before the slot is free."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        handlers: Mapping[str, Handler],
        *,
        together: Mapping[str, Together] | None = None,
        objects: Objects | None = None,
        lease_s: float = 30.0,
        limit_s: float | None = None,
        alone: bool = False,
        rest: Callable[[], None] | None = None,
        serves: Callable[[], frozenset[str] | None] = lambda: None,
        device: Callable[[], Mapping[str, Any] | None] = lambda: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """A worker that runs nothing yet.

        Args:
            together: for the kinds of which several can be run in one go.
            limit_s: how long an attempt may take; it ends at its next step.
            alone: no other worker can be alive on this database (a lock says so), so what runs is an orphan.
            rest: called again and again while there is no job.
            serves: asked before each claim for the engines that it has now; None is all.
            device: what it computes on (kind, name, memory_bytes, precision) and has now, for others to see.
        """
        self.claims = Claims(database, dispatcher, own_name(), lease_s, clock)
        self._handlers = dict(handlers)
        self._together = dict(together or {})
        self._objects = objects
        self._limit_s = limit_s
        self._alone = alone
        self._rest = rest
        self._serves = serves
        self._heartbeat = Heartbeat(self.claims, Presence(self.claims, serves, device))
        self._looked_s = self._pruned_s = -float("inf")
        self._ending = ThreadPoolExecutor(1, "hwawon-ending")
        self.is_spent = False  # a device was lost: only a new process can go on
        self._endings: list[Future[None]] = []  # of the jobs before, while the next one runs

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the job at hand then ends at its next step and goes back to the queue.

        Ends by itself when the worker is spent.
        """
        self.begin()
        with self._heartbeat.running(), self.claims.dispatcher.listen(self._handlers) as listener:
            while not stop.is_set() and not self.is_spent:
                with listener.turn(LOOK_EVERY_S, stop):
                    self._turn(stop)
            self._settle()

    def begin(self) -> None:
        """Put what runs back in the queue where nobody else can be at work; once, before anybody claims."""
        if self._alone:
            self._alone = False
            self.take_over(everyone=True)

    @property
    def current(self) -> tuple[Job, ...]:
        """The jobs that are not over yet: what runs, and what is being finished beside it."""
        return self._heartbeat.kept

    def work_off(self, stop: threading.Event | None = None) -> int:
        """Run what can be claimed now, one after the other, and return; how many."""
        done = 0
        while ran := self._run_next(stop or threading.Event()):
            done += ran
        self._settle()
        return done

    def run_next(self, stop: threading.Event) -> int:
        """Claim one job, with those that can be run in one go with it, and run it to its end; how many there were."""
        ran = self._run_next(stop)
        self._settle()
        return ran

    def look_after(self) -> None:
        """Take over the jobs of silent workers and end back-offs that are over."""
        self.take_over()
        self.claims.wake_due()

    def take_over(self, *, everyone: bool = False) -> None:
        """Put the jobs of silent (or all) workers back in the queue, without their previews."""
        for job in self.claims.silent(everyone=everyone):
            log.warning("job %s is taken over from %s", job.id, job.worker)
            if self._objects is not None and job.preview_key is not None:
                self._objects.delete(job.preview_key)
            self.claims.take_over(job)

    def _turn(self, stop: threading.Event) -> bool:
        """Whether there was a job."""
        try:
            self._look_after_now_and_then()
            if stop.is_set():
                return False
            if self._run_next(stop):
                return True
            self._settle()
            if self._rest is not None:
                self._rest()
        except SQLAlchemyError:  # such as a database that restarts: the lease keeps the job safe until then
            log.exception("the job table could not be reached; trying again")
            stop.wait(LOOK_EVERY_S)
        return False

    def _look_after_now_and_then(self) -> None:
        now_s = time.monotonic()
        if now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            self.look_after()
        if now_s - self._pruned_s >= _PRUNE_EVERY_S:
            self._pruned_s = now_s
            with self.claims.database.write() as tx:
                events.prune(tx, self.claims.clock() - EVENTS_KEPT)

    def _run_next(self, stop: threading.Event) -> int:
        """Run what is next until the device is free again; how many jobs that were."""
        first = self._claim()
        if first is None:
            return 0
        self._heartbeat.keep([first])
        jobs = (first, *self._company(first))
        self._heartbeat.keep(jobs)
        before, self._endings = self._endings, []
        self._run_all(jobs, stop)
        _wait(before)  # so that what waits to be written does not pile up
        return len(jobs)

    def _claim(self) -> Job | None:
        return self.claims.claim(self._handlers, self._serves())

    def _company(self, first: Job) -> list[Job]:
        """The jobs that follow and can be run in one go with the first."""
        together = self._together.get(first.kind)
        if together is None or (most := together.most(first)) < 2:
            return []
        return self.claims.claim_alike(first, together.key, most - 1, self._handlers, self._serves())

    def _run_all(self, jobs: Sequence[Job], stop: threading.Event) -> None:
        if len(jobs) == 1:
            self._end(self._context(jobs[0], stop), self._handlers[jobs[0].kind])
            return
        company = Company([self._context(job, stop) for job in jobs], self.claims)
        try:
            outcomes = self._together[jobs[0].kind].run(company)
        except (Cancelled, TookTooLong) as reason:  # or the worker shuts down
            for context in company.staying:
                self._end(context, partial(_raise, reason))
        except Exception:
            log.info("%d jobs failed together; each is run alone", len(jobs), exc_info=True)
            for context in company.staying:
                self._run_all([context.job], stop)
        else:
            for context, outcome in zip(company.contexts, outcomes, strict=True):
                if context in company.staying:
                    self._end(context, partial(_give, outcome))

    def _context(self, job: Job, stop: threading.Event) -> JobContext:
        return JobContext(job, self.claims, self._objects, stop, limit_s=self._limit_s)

    def _end(self, context: JobContext, handler: Handler) -> None:
        """Write how an attempt ends: with the handler's outcome, or with what it raises."""
        outcome = None
        try:
            outcome = self._ended(context, handler)
        finally:
            if outcome is None:
                self._heartbeat.drop(context.job)
        if outcome is not None:
            self._endings.append(self._ending.submit(self._end, context, partial(_finish, outcome)))

    def _ended(self, context: JobContext, handler: Handler) -> Pending | None:
        """Nothing, when the end is written; else what is still to be finished."""
        job = context.job
        try:
            outcome = handler(context)
            if isinstance(outcome, Pending):
                return outcome
            context.drop_preview()
            self.claims.succeed(job, outcome.result, outcome.effects, context.step, context.steps)
        except ClaimLost:
            log.warning("job %s was taken over by another worker while it ran here", job.id)
        except ShuttingDown:
            context.drop_preview()
            self.claims.give_back(job)
        except Cancelled:
            context.drop_preview()
            self.claims.cancel(job)
        except Exception as error:
            log.info("job %s failed: %s", job.id, error, exc_info=True)
            context.drop_preview()
            self._fail(job, error)
        return None

    def _fail(self, job: Job, error: Exception) -> None:
        self.claims.fail(job, error)
        self.is_spent |= isinstance(error, DeviceLost)

    def _settle(self) -> None:
        """Return when all jobs have ended."""
        endings, self._endings = self._endings, []
        _wait(endings)


def _wait(endings: Sequence[Future[None]]) -> None:
    for ending in endings:
        ending.result()


def _raise(reason: Exception, _: JobContext) -> NoReturn:
    raise reason


def _give(outcome: Outcome | Pending, _: JobContext) -> Outcome | Pending:
    return outcome


def _finish(pending: Pending, _: JobContext) -> Outcome:
    return pending.finish()
