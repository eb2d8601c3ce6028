"""What a worker does to the job table: claim, report, end, keep alive, and take over from the dead.

Every write of a running job names its claim. A worker that fell silent and comes back has lost the claim to whoever
took over, and can write nothing: neither progress nor effects.
"""

import random
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, literal, or_, select, text, update

from hwawon.errors import Cancelled
from hwawon.jobs import changes, life, turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.identity import is_surely_dead
from hwawon.jobs.job import JOB_COLUMNS, Job, JobState, of_row
from hwawon.jobs.pace import PaceBook
from hwawon.storage.database import Database
from hwawon.storage.tables import JOB_DELAYED, JOB_READY, JOB_RUNNING
from hwawon.storage.tables import job as t
from hwawon.storage.types import utc_now

Effects = Callable[[Connection], None]

_HELD = (t.c.id == bindparam("job"), t.c.claim == bindparam("claim_held"), t.c.state == JobState.RUNNING)
_RUNNING = select(*JOB_COLUMNS, t.c.lease_until).where(text(JOB_RUNNING)).order_by(t.c.lease_until)
_CHECK = select(t.c.cancel_requested).where(*_HELD)
_RENEW = update(t).where(*_HELD).values(lease_until=bindparam("until"))


class ClaimLost(Cancelled):
    """Another worker has taken this job over."""


@dataclass(frozen=True)
class Claims:
    """One worker's hands on the job table."""

    database: Database
    dispatcher: Dispatcher
    worker: str
    lease_s: float
    clock: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random
    paces: PaceBook = field(default_factory=PaceBook)

    def claim(
        self, kinds: Collection[str], engines: frozenset[str] | None = None, *, strictly: bool = False
    ) -> Job | None:
        """Take the next job of these kinds and engines (None: all), None where nothing can be claimed.

        `strictly`: none of the jobs that any worker can do.
        """
        while True:
            with self.database.write() as tx:
                candidate = tx.execute(_next_of(frozenset(kinds), engines, strictly)).one_or_none()
                if candidate is None:
                    return None
                job = self._take(tx, of_row(candidate))
            if job is not None:  # else another worker was quicker
                return job

    def claim_alike(
        self,
        first: Job,
        key: Callable[[Job], str | None],
        most: int,
        kinds: Collection[str],
        engines: frozenset[str] | None = None,
    ) -> list[Job]:
        """Take up to `most` of the jobs that come right after `first`, as long as they have its key.

        Nobody is overtaken: the first job in the order of claims that is not alike ends it.
        """
        wanted, found = key(first), list[Job]()
        while wanted is not None and len(found) < most:
            with self.database.write() as tx:
                candidate = tx.execute(_next_of(frozenset(kinds), engines)).one_or_none()
                following = None if candidate is None else of_row(candidate)
                if following is None or following.kind != first.kind or key(following) != wanted:
                    break
                job = self._take(tx, following)
            if job is not None:
                found.append(job)
        return found

    def progress(self, job: Job, step: int, steps: int, preview_key: str | None) -> None:
        """Write how far the job is.

        Raises:
            Cancelled: somebody asked.
            ClaimLost: the job is another worker's by now.
        """
        now = self.clock()
        with self.database.write() as tx:
            expected = self.paces.at_step(tx, job, step, steps, now)
            values = {"step": step, "steps": steps, "eta_at": expected, "preview_key": preview_key}
            must_stop = changes.report(tx, job, values, now)
        _go_on(job, must_stop)

    def check(self, job: Job) -> None:
        """Raise what `progress` raises, writing nothing."""
        with self.database.read() as tx:
            _go_on(job, tx.scalar(_CHECK, _held(job)))

    def renew(self, job: Job) -> bool:
        """Say that the worker lives; False where the job is another's by now."""
        lease_until = self.clock() + timedelta(seconds=self.lease_s)
        with self.database.write() as tx:
            return tx.execute(_RENEW, {**_held(job), "until": lease_until}).rowcount == 1

    def succeed(self, job: Job, result: Mapping[str, Any], effects: Effects | None, step: int, steps: int) -> None:
        """Mark the job succeeded and run its effects, both or neither.

        Raises:
            ClaimLost: the job is another worker's by now; nothing was written.
        """
        now = self.clock()
        with self.database.write() as tx:
            turns.hold(tx, job.lock)
            values = life.succeeded(result, step, steps, now)
            if changes.write(tx, self.dispatcher, job, values, now) is None:
                raise ClaimLost
            if effects is not None:
                effects(tx)

    def fail(self, job: Job, error: Exception) -> Job | None:
        """End an attempt with an error: back-off or dead letter; cancelled where somebody asked. None: claim lost."""
        return self._end(job, lambda fresh, now: life.failed(fresh, error, now, self.chance()))

    def give_back(self, job: Job) -> Job | None:
        """End an attempt because the worker shuts down; the job spends nothing."""
        return self._end(job, lambda _fresh, _now: life.given_back())

    def send_back(self, job: Job, error: Exception) -> Job | None:
        """End an attempt because the place that did it broke; three such in a row are a failed attempt."""
        return self._end(job, lambda fresh, now: life.sent_back(fresh, error, now, self.chance()))

    def cancel(self, job: Job) -> Job | None:
        """End an attempt because somebody asked."""
        return self._end(job, lambda _fresh, now: life.cancelled(now))

    def silent(self, *, everyone: bool = False) -> list[Job]:
        """Running jobs whose worker is gone: its lease has lapsed, or it ran on this machine and is no more.

        `everyone`: all running jobs, for who knows that no worker lives.
        """
        now = self.clock()
        with self.database.read() as tx:
            running = tx.execute(_RUNNING).all()
        lapsed = [row for row in running if everyone or row.lease_until < now or is_surely_dead(row.worker)]
        return [of_row(row) for row in lapsed]

    def take_over(self, job: Job) -> Job | None:
        """Put a silent worker's job back in the queue, at once; after twenty deaths in a row it is a dead letter."""
        return self._end(job, life.died)

    def wake_due(self) -> int:
        """Let jobs whose back-off is over be claimed; how many."""
        due = (text(JOB_DELAYED), t.c.not_before <= self.clock())
        with self.database.read() as tx:
            if tx.scalar(select(literal(1)).where(*due).limit(1)) is None:
                return 0
        with self.database.write() as tx:
            woken = [
                of_row(row) for row in tx.execute(update(t).where(*due).values(not_before=None).returning(*JOB_COLUMNS))
            ]
            for job in woken:
                changes.announce(tx, self.dispatcher, job)
        return len(woken)

    def _take(self, tx: Connection, waiting: Job) -> Job | None:
        now = self.clock()
        lease_until = now + timedelta(seconds=self.lease_s)
        expected = self.paces.at_start(tx, waiting, now)
        values = life.claimed(secrets.token_hex(8), self.worker, now, lease_until, expected)
        return changes.write(tx, self.dispatcher, waiting, values, now)

    def _end(self, job: Job, arrow: Callable[[Job, datetime], life.Values]) -> Job | None:
        now = self.clock()
        with self.database.write() as tx:
            fresh = changes.load_to_change(tx, job.id)
            if fresh.claim != job.claim or fresh.state is not JobState.RUNNING:
                return None
            values = life.cancelled(now) if fresh.cancel_requested else arrow(fresh, now)
            return changes.write(tx, self.dispatcher, fresh, values, now)


@cache
def _next_of(kinds: frozenset[str], engines: frozenset[str] | None, strictly: bool = False) -> Any:
    served: ColumnElement[bool] = or_(*(t.c.kind == kind for kind in sorted(kinds)))
    if engines is not None:
        for_any = () if strictly else (t.c.engine.is_(None),)
        served &= or_(*for_any, *(t.c.engine == engine for engine in sorted(engines)))
    order = (t.c.priority, t.c.rank, t.c.id)
    return select(*JOB_COLUMNS).where(text(JOB_READY), served).order_by(*order).limit(1)


def _held(job: Job) -> dict[str, Any]:
    return {"job": job.id, "claim_held": job.claim}


def _go_on(job: Job, cancel_requested: bool | None) -> None:
    if cancel_requested is None:
        raise ClaimLost(f"job {job.id} was taken over by another worker")
    if cancel_requested:
        raise Cancelled(f"job {job.id} was cancelled")
