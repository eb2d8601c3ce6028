"""The job queue as the rooms see it: submit, look, cancel, restart, pause.

Submitting takes part in the caller's transaction, so that a job exists if and only if what it is about exists.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, literal, select, text, update

from hwawon.errors import BadInput, Conflict
from hwawon.jobs import changes, life, turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.job import JOB_COLUMNS, Job, JobState, Priority, of_row
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.tables import JOB_LIVE, JOB_READY
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
_PAUSED = select(literal(1)).where(text("paused IS TRUE"), t.c.batch == bindparam("batch")).limit(1)


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
            "paused": _is_paused(tx, batch),
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
        state: JobState | None = None,
        owner: str | None = None,
        batch: str | None = None,
    ) -> Page[Job]:
        """Jobs, newest first.

        Raises:
            BadInput: the limit is not within 1..500, or the cursor is none of ours.
        """
        query: Select[Any] = select(*JOB_COLUMNS).order_by(t.c.id.desc()).limit(check_limit(limit) + 1)
        wanted = {"state": state, "owner": owner, "batch": batch}
        query = query.where(*(t.c[name] == value for name, value in wanted.items() if value is not None))
        if cursor is not None:
            query = query.where(t.c.id < decode_cursor(cursor))
        with self._database.read() as tx:
            jobs = [of_row(row) for row in tx.execute(query)]
        return cut_page(jobs, [job.id for job in jobs], limit)

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

    def restart(self, job_id: str) -> Job:
        """Put a dead letter or a cancelled job back, with all its attempts; what it is about must still exist.

        Raises:
            NotFound: there is no such job.
            Conflict: it is neither failed nor cancelled.
        """
        with self._database.write() as tx:
            job, now = changes.load_to_change(tx, job_id), self._clock()
            if job.state not in (JobState.FAILED, JobState.CANCELLED):
                raise Conflict(f"job {job.id} is {job.state}; only failed and cancelled jobs can be restarted")
            rank = turns.next_rank(tx, job.owner, job.priority)
            values = life.restarted(rank, blocked=turns.is_blocked(tx, job.lock))
            return changes.write(tx, self._dispatcher, job, values, now) or job

    def pause(self, batch: str) -> int:
        """Keep the batch's waiting jobs enqueued until `resume`, later submitted ones too; how many are not over."""
        with self._database.write() as tx:
            held = update(t).where(text(JOB_LIVE), t.c.batch == batch).values(paused=True)
            return tx.execute(held).rowcount

    def resume(self, batch: str) -> int:
        """Let a paused batch go on; how many jobs were paused.

        Their rounds move up to the present one: the time they were paused earns their owner no turns in a row.
        """
        with self._database.write() as tx:
            for priority, earliest in tx.execute(_earliest_ranks(batch)).all():
                behind = max(0, turns.present_round(tx, priority) - earliest)
                mine = (text("paused IS TRUE"), t.c.batch == batch, t.c.priority == priority)
                tx.execute(update(t).where(*mine).values(rank=t.c.rank + behind))
            freed = update(t).where(text("paused IS TRUE"), t.c.batch == batch).values(paused=False)
            count = tx.execute(freed).rowcount
            ready = select(t.c.id, t.c.kind).where(text(JOB_READY), t.c.batch == batch)
            for job_id, kind in tx.execute(ready).all():
                self._dispatcher.announce(tx, job_id, kind)
            return count


def _earliest_ranks(batch: str) -> Select[int, int]:
    mine = select(t.c.priority, func.min(t.c.rank)).where(text("paused IS TRUE"), t.c.batch == batch)
    return mine.group_by(t.c.priority)


def _is_paused(tx: Connection, batch: str | None) -> bool:
    return batch is not None and tx.scalar(_PAUSED, {"batch": batch}) is not None


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
