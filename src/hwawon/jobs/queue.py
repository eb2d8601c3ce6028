"""The job queue as the rooms see it: submit, look, cancel, restart, pause, move.

Submitting takes part in the caller's transaction, so that a job exists if and only if what it is about exists.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, insert, select

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.jobs import changes, life, listing, many, moves, pausing, turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.job import JOB_COLUMNS, Job, JobState, Priority, of_row
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.paging import Page
from hwawon.storage.tables import job as t
from hwawon.storage.types import utc_now

Clock = Callable[[], datetime]
_JOINT = "\n"  # in no owner's id
_FIELDS = frozenset(field.name for field in fields(Job))
_BLANK: dict[str, Any] = {
    **dict.fromkeys(_FIELDS),
    **{"failures": 0, "deaths": 0, "step": 0, "steps": 0, "cancel_requested": False},
}
_INSERT = insert(t)
Check = Callable[[Connection, Job], None]  # raises Conflict where a job makes no sense any more


class JobQueue:
    """The jobs of one database. Safe to share between threads."""

    def __init__(self, database: Database, dispatcher: Dispatcher, clock: Clock = utc_now) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._clock = clock

    def submit(
        self,
        tx: Connection,
        kind: str,
        request: Mapping[str, Any],
        *,
        owner: str | None = None,
        priority: int = Priority.NORMAL,
        lock: str | None = None,
        idempotency_key: str | None = None,
        batch: str | None = None,
        max_attempts: int = 3,
        pace: str = "",
        engine: str | None = None,
    ) -> Job:
        """Enqueue a job, if and only if the caller's transaction `tx` is committed.

        The same owner, key and body give the job that is there already. Jobs of one `lock` run one at a time in
        submission order. `pace` names jobs that take alike, such as "painter 768x512": the ETA is learned from them.
        Only a worker that serves `engine` claims the job; None leaves it to any.

        Raises:
            Conflict: the owner's key was used with another kind or request.
            BadInput: the request has no form in JSON, or `max_attempts` is below 1.
        """
        if max_attempts < 1:
            raise BadInput(f"max_attempts must be at least 1, got {max_attempts}")
        key, sha256 = _owned_key(owner, idempotency_key), _hash(kind, request)
        if key is not None and (existing := _existing(tx, key, sha256)):
            return existing
        turns.hold(tx, lock)
        values: dict[str, Any] = {
            "id": new_id(),
            "kind": kind,
            "state": JobState.ENQUEUED,
            "request": dict(request),
            "request_sha256": sha256,
            "owner": owner,
            "priority": int(priority),
            "rank": turns.next_rank(tx, owner, priority),
            "lock": lock,
            "blocked": turns.is_blocked(tx, lock),
            "batch": batch,
            "paused": pausing.is_paused(tx, batch),
            "idempotency_key": key,
            "pace": pace,
            "engine": engine,
            "max_attempts": max_attempts,
            "created_at": self._clock(),
        }
        if not _insert(tx, _BLANK | values):  # another transaction was quicker with the same key
            existing = _existing(tx, key or "", sha256)
            assert existing is not None
            return existing
        job = Job(**_BLANK | {name: value for name, value in values.items() if name in _FIELDS})
        changes.tell(tx, job, job.created_at)
        changes.announce(tx, self._dispatcher, job)
        return job

    def get(self, job_id: str) -> Job:
        """The job as it stands.

        Raises:
            NotFound: there is no such job.
        """
        with self._database.read() as tx:
            return changes.load(tx, job_id)

    def page(
        self,
        limit: int,
        cursor: str | None = None,
        *,
        in_turn: bool = False,
        **which: Any,
    ) -> Page[Job]:
        """Jobs, newest first; `in_turn` those that wait, in the order of their turns. `which`: as `listing.Which`.

        Raises:
            BadInput: the limit is not within 1..500, or the cursor is none of ours.
        """
        listed = listing.in_turn if in_turn else listing.newest_first
        with self._database.read() as tx:
            return listed(tx, listing.Which(**which), limit, cursor)

    def places(self, jobs: Iterable[Job]) -> dict[str, int]:
        """The places of these jobs in the queue, 1 for the next; those that do not wait, or are paused, have none."""
        with self._database.read() as tx:
            return turns.places(tx, jobs)

    def cancel(self, job_id: str) -> Job:
        """Stop a job: a waiting one at once, a running one at its next step; one cancelled already stays so.

        Raises:
            NotFound: there is no such job.
            Conflict: it is over.
        """
        with self._database.write() as tx:
            job, now = changes.load_to_change(tx, job_id), self._clock()
            if job.state is JobState.CANCELLED or job.cancel_requested:
                return job
            if job.state.is_over:
                raise Conflict(f"job {job.id} is {job.state}; only enqueued and running jobs can be cancelled")
            waiting = job.state is JobState.ENQUEUED
            values = life.cancelled(now) if waiting else {"cancel_requested": True}
            return changes.write(tx, self._dispatcher, job, values, now) or job

    def restart(self, job_id: str, check: Check | None = None) -> Job:
        """Put a dead letter or a cancelled job back, with all its attempts.

        Raises:
            NotFound: there is no such job.
            Conflict: it is neither failed nor cancelled; or what `check` raises, such as for what it is about.
        """
        with self._database.write() as tx:
            job, now = changes.load_to_change(tx, job_id), self._clock()
            if job.state not in (JobState.FAILED, JobState.CANCELLED):
                raise Conflict(f"job {job.id} is {job.state}; only failed and cancelled jobs can be restarted")
            if check is not None:
                check(tx, job)
            rank = turns.next_rank(tx, job.owner, job.priority)
            values = life.restarted(rank, turns.is_blocked(tx, job.lock), pausing.is_paused(tx, job.batch))
            return changes.write(tx, self._dispatcher, job, values, now) or job

    def restart_failed(self, check: Check | None = None, **which: Any) -> tuple[int, int]:
        """Put all dead letters of `which` (as `listing.Which`) back; how many, and how many could not be."""
        wanted = listing.Which(state=JobState.FAILED, **which)
        with self._database.read() as tx:
            ids = tx.scalars(wanted.narrowed(select(t.c.id)).order_by(t.c.id)).all()
        skipped = 0
        for job_id in ids:  # each in its own transaction, so that others go on meanwhile
            try:
                self.restart(job_id, check)
            except (Conflict, NotFound):
                skipped += 1
        return len(ids) - skipped, skipped

    def move(self, job_id: str, before: str | None = None, *, to_front: bool = False, anywhere: bool = False) -> Job:
        """Put a job that waits before another, or to the front or the back.

        Among the turns of its owner, who gets none by it; `anywhere`: of all that wait.

        Raises:
            NotFound: there is no such job.
            Conflict: one of the two does not wait for its turn, or is not among the owner's.
        """
        with self._database.write() as tx:
            turns.hold(tx, turns.ORDER)
            job, now = changes.load_to_change(tx, job_id), self._clock()
            target = None if before is None else changes.load(tx, before)
            for one in (job, target):
                if one is not None:
                    moves.check_waits(one)
            if target is not None and target.id == job.id:
                return job
            move = moves.anywhere if anywhere else moves.among_own
            values = move(tx, job, target, to_front=to_front)
            return changes.write(tx, self._dispatcher, job, values, now) or job if values else job

    def pause_job(self, job_id: str) -> Job:
        """Keep one waiting job enqueued until it is resumed, alone or with its batch.

        Raises:
            NotFound: there is no such job.
            Conflict: it does not wait.
        """
        return self._set_paused(job_id, True)

    def resume_job(self, job_id: str) -> Job:
        """Let a paused job go on. Where its round is over it comes behind its owner's others.

        Raises:
            NotFound: there is no such job.
            Conflict: it does not wait.
        """
        return self._set_paused(job_id, False)

    def pause(self, batch: str, owner: str | None = None) -> int:
        """Keep the batch's waiting jobs enqueued until `resume`, later submitted ones too; how many are not over.

        `owner`: only theirs.
        """
        with self._database.write() as tx:
            return pausing.pause(tx, batch, owner)

    def resume(self, batch: str, owner: str | None = None) -> int:
        """Let a paused batch go on; how many jobs were paused.

        Their rounds move up to the present one: the time they were paused earns their owner no turns in a row.
        """
        with self._database.write() as tx:
            return pausing.resume(tx, self._dispatcher, batch, owner)

    def cancel_batch(self, tx: Connection, batch: str) -> int:
        """Stop all jobs of a batch in the caller's transaction, as `many.cancel`."""
        return many.cancel(tx, batch, self._clock())

    def put_back(self, tx: Connection, batch: str, before: datetime, most: int) -> int:
        """Put failed and cancelled jobs of a batch back in the caller's transaction, as `many.put_back`."""
        return many.put_back(tx, self._dispatcher, batch, before, most)

    def _set_paused(self, job_id: str, paused: bool) -> Job:
        with self._database.write() as tx:
            job, now = changes.load_to_change(tx, job_id), self._clock()
            if job.state is not JobState.ENQUEUED:
                raise Conflict(f"job {job.id} is {job.state}; only waiting jobs can be paused and resumed")
            if job.paused is paused:
                return job
            is_late = not paused and job.rank < turns.present_round(tx, job.priority)
            rank = turns.next_rank(tx, job.owner, job.priority) if is_late else job.rank
            return changes.write(tx, self._dispatcher, job, {"paused": paused, "rank": rank}, now) or job


def _owned_key(owner: str | None, key: str | None) -> str | None:
    return None if key is None else f"{owner or ''}{_JOINT}{key}"


def _hash(kind: str, request: Mapping[str, Any]) -> str:
    try:
        body = json.dumps([kind, request], sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadInput(f"the request cannot be stored as JSON: {error}") from None
    return hashlib.sha256(body.encode()).hexdigest()


def _existing(tx: Connection, key: str, sha256: str) -> Job | None:
    row = tx.execute(select(*JOB_COLUMNS).where(t.c.idempotency_key == key)).one_or_none()
    if row is None:
        return None
    if row.request_sha256 != sha256:
        raise Conflict(f"the idempotency key {key.partition(_JOINT)[2][:100]!r} was used for another request")
    return of_row(row)


def _insert(tx: Connection, values: Mapping[str, Any]) -> bool:
    """Insert the row, or nothing where its idempotency key is there already; whether it did."""
    if values["idempotency_key"] is None:
        tx.execute(_INSERT, values)
        return True
    return tx.scalar(_insert_once(tx.dialect.name), values) is not None


@cache
def _insert_once(dialect: str) -> Any:
    """Built once, and with the one dialect that is in use: the other need not be imported."""
    inserted = import_module(f"sqlalchemy.dialects.{dialect}").insert(t)
    return inserted.on_conflict_do_nothing(index_elements=["idempotency_key"]).returning(t.c.id)
