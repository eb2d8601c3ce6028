"""The row in which all processes keep the machine's state; whoever raises its version may act."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, text, update

from hwawon.power.state import PowerState
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.tables import JOB_LIVE
from hwawon.storage.tables import job as jobs
from hwawon.storage.tables import power as t

TOPIC = "power"
_ONLY = 1


@dataclass(frozen=True)
class Standing:
    """What is known of the machine."""

    version: int
    state: PowerState
    reason: str  # of the last failure
    address: str | None
    engine_ready: bool
    since: datetime
    failures: int
    retry_at: datetime | None  # nothing is tried before


_COLUMNS = tuple(t.c[field.name] for field in fields(Standing))


def load(database: Database, now: datetime) -> Standing:
    """The row; the first time it says that nothing is known."""
    with database.read() as tx:
        found = _row(tx)
    if found is not None:
        return found
    first = Standing(0, PowerState.UNKNOWN, "", None, False, now, 0, None)
    with database.write() as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("LOCK TABLE power IN SHARE ROW EXCLUSIVE MODE"))
        if (found := _row(tx)) is not None:  # another process was quicker
            return found
        tx.execute(insert(t).values(id=_ONLY, **_values(first)))
    return first


def change(database: Database, before: Standing, **values: Any) -> Standing | None:
    """Write the changed row and tell the pages, if nobody else wrote since `before`; None where somebody did."""
    after = replace(before, version=before.version + 1, **values)
    held = (t.c.id == _ONLY, t.c.version == before.version)
    with database.write() as tx:
        if tx.execute(update(t).where(*held).values(_values(after))).rowcount != 1:
            return None
        events.append(tx, TOPIC, {"state": after.state, "engine_ready": after.engine_ready})
    return after


def is_wanted(tx: Connection, engines: frozenset[str]) -> bool:
    """Whether a job that is not over and not paused needs one of these engines."""
    live = (jobs.c.engine.in_(sorted(engines)), text(JOB_LIVE), jobs.c.paused.is_(False))
    return tx.scalar(select(literal(1)).where(*live).limit(1)) is not None


def last_finished(tx: Connection, engines: frozenset[str]) -> datetime | None:
    """When the last job of these engines ended."""
    found: datetime | None = tx.scalar(select(func.max(jobs.c.finished_at)).where(jobs.c.engine.in_(sorted(engines))))
    return found


def _row(tx: Connection) -> Standing | None:
    row = tx.execute(select(*_COLUMNS)).one_or_none()
    return None if row is None else replace(Standing(*row), state=PowerState(row.state))


def _values(standing: Standing) -> dict[str, Any]:
    return {field.name: getattr(standing, field.name) for field in fields(Standing)}
