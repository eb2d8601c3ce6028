"""The one place that writes a job's state: row, event, notice and the turn of the lock, in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from hwawon.errors import NotFound
from hwawon.jobs import turns
from hwawon.jobs.dispatch import Dispatcher
from hwawon.jobs.job import JOB_COLUMNS, Job, JobState, of_row
from hwawon.storage import events
from hwawon.storage.tables import job as t

TOPIC = "job"

# Statements are built once: building one costs SQLAlchemy several times what running it costs SQLite.
_LOAD = select(*JOB_COLUMNS).where(t.c.id == bindparam("job"))
_LOAD_TO_CHANGE = _LOAD.with_for_update()
_HELD = (
    t.c.id == bindparam("held_job"),
    t.c.state == bindparam("held_state"),
    t.c.claim.is_not_distinct_from(bindparam("held_claim")),
)
_CHANGE = update(t).where(*_HELD)
_REPORT = _CHANGE.returning(t.c.cancel_requested)
_FIELDS = frozenset(field.name for field in fields(Job))


def load(tx: Connection, job_id: str, *, to_change: bool = False) -> Job:
    """The job as it stands; with `to_change` nobody else changes it until the transaction ends.

    Raises:
        NotFound: there is no such job.
    """
    row = tx.execute(_LOAD_TO_CHANGE if to_change else _LOAD, {"job": job_id}).one_or_none()
    if row is None:
        raise NotFound(f"there is no job {job_id[:64]!r}")
    return of_row(row)


def load_to_change(tx: Connection, job_id: str) -> Job:
    """The job, held together with its lock's order until the transaction ends.

    The order is held before the row, here and everywhere, so that two transactions never wait for each other.

    Raises:
        NotFound: there is no such job.
    """
    turns.hold(tx, load(tx, job_id).lock)
    return load(tx, job_id, to_change=True)


def write(tx: Connection, dispatcher: Dispatcher, before: Job, values: Mapping[str, Any], now: datetime) -> Job | None:
    """Change the job if it is still in the state and under the claim of `before`; None where it is not."""
    if tx.execute(_CHANGE, {**values, **held(before)}).rowcount != 1:
        return None
    after = replace(before, **{name: value for name, value in values.items() if name in _FIELDS})
    tell(tx, after, now)
    if after.state is JobState.ENQUEUED:
        announce(tx, dispatcher, after)
    elif after.state.is_over and not before.blocked:
        pass_turn(tx, dispatcher, after.lock)
    return after


def report(tx: Connection, before: Job, values: Mapping[str, Any], now: datetime) -> bool | None:
    """Change what a running job reports of itself; whether it must stop, None where the claim is lost."""
    row = tx.execute(_REPORT, {**values, **held(before)}).one_or_none()
    if row is None:
        return None
    tell(tx, replace(before, cancel_requested=row.cancel_requested, **values), now)
    return bool(row.cancel_requested)


def held(job: Job) -> dict[str, Any]:
    """The parameters that tie a statement to the job's present state and claim."""
    return {"held_job": job.id, "held_state": job.state, "held_claim": job.claim}


def tell(tx: Connection, job: Job, now: datetime) -> None:
    """Append what listeners want to know of a job."""
    payload = {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "step": job.step,
        "steps": job.steps,
        "eta_s": job.eta_s(now),
        "batch": job.batch,
        "paused": job.paused,
        "cancel_requested": job.cancel_requested,
        "has_preview": job.preview_key is not None,
    }
    events.append(tx, TOPIC, payload, job.owner)


def announce(tx: Connection, dispatcher: Dispatcher, job: Job) -> None:
    """Tell the workers of a job, if it can be claimed now."""
    if not job.blocked and not job.paused and job.not_before is None:
        dispatcher.announce(tx, job.id, job.kind)


def pass_turn(tx: Connection, dispatcher: Dispatcher, lock: str | None) -> None:
    """Let the next job of a lock come; a paused one takes the turn and keeps it until its batch goes on."""
    following = turns.pass_on(tx, lock)
    if following is not None:
        dispatcher.announce(tx, *following)
