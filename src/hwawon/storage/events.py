"""The outbox: what happened, written in the transaction that made it happen, read in order by whoever listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, cast, delete, func, insert, select

from hwawon.storage.tables import event
from hwawon.storage.types import utc_now

_APPEND = insert(event)  # built once: building costs more than running


@dataclass(frozen=True)
class Event:
    """One thing that happened; `id` grows in the order in which listeners see it."""

    id: int
    topic: str
    owner: str | None
    payload: Mapping[str, Any]
    created_at: datetime


def append(tx: Connection, topic: str, payload: Mapping[str, Any], owner: str | None = None) -> int:
    """Note that something happened, if and only if the caller's transaction is committed; the event's id."""
    row: dict[str, Any] = {"topic": topic, "payload": dict(payload), "owner": owner, "created_at": utc_now()}
    if _is_postgresql(tx):
        # Asked for before the row takes its number: then a row with a smaller number never has a younger transaction
        # that `after` does not know of yet.
        row["transaction"] = tx.scalar(select(_as_number(func.pg_current_xact_id())))
    key = tx.execute(_APPEND, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def after(tx: Connection, last_id: int, limit: int = 500) -> list[Event]:
    """The events behind `last_id`, oldest first.

    PostgreSQL gives numbers at insert, not at commit: number 6 may be visible while number 5 is still being written,
    and a listener that moved on to 6 would never see 5. So events younger than the oldest open transaction wait.
    """
    columns = (event.c.id, event.c.topic, event.c.owner, event.c.payload, event.c.created_at)
    query = select(*columns).where(event.c.id > last_id).order_by(event.c.id).limit(limit)
    if _is_postgresql(tx):
        query = query.where(event.c.transaction < _oldest_open_transaction())
    return [Event(*row) for row in tx.execute(query)]


def latest_id(tx: Connection) -> int:
    """The number of the last event that `after` would give; 0 where there is none."""
    query = select(func.coalesce(func.max(event.c.id), 0))
    if _is_postgresql(tx):
        query = query.where(event.c.transaction < _oldest_open_transaction())
    return int(tx.scalar(query) or 0)


def prune(tx: Connection, before: datetime) -> int:
    """Forget the events older than `before`; how many."""
    # Read from the oldest on, which are those to forget: an index for this would cost a page with every event.
    kept = tx.scalar(select(event.c.id).where(event.c.created_at >= before).order_by(event.c.id).limit(1))
    old = event.c.created_at < before if kept is None else event.c.id < kept
    return tx.execute(delete(event).where(old)).rowcount


def _is_postgresql(tx: Connection) -> bool:
    return tx.dialect.name == "postgresql"


def _as_number(xid8: Any) -> Any:
    return cast(cast(xid8, Text), BigInteger)


def _oldest_open_transaction() -> Any:
    return _as_number(func.pg_snapshot_xmin(func.pg_current_snapshot()))
