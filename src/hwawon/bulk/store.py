"""Runs in the database: one row each, under which their pictures are jobs of one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from hwawon.bulk.plan import BulkPlan
from hwawon.bulk.request import BulkRequest
from hwawon.errors import NotFound
from hwawon.jobs import turns
from hwawon.storage import events
from hwawon.storage.garden_tables import bulk as t
from hwawon.storage.ids import new_id
from hwawon.storage.paging import Page, check_limit, cut_page, decode_cursor
from hwawon.storage.types import utc_now
from hwawon.validation import validated

TOPIC = "bulk"


class Order(StrEnum):
    """What was ordered last; how far a run is say its jobs."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class NewBulk:
    """A run about to be added."""

    owner: str | None
    request: BulkRequest
    wildcards: Mapping[str, Sequence[str]]  # as they were when it was asked for
    paces: Mapping[str, str]  # of the jobs, by orientation
    key: str | None = None  # the caller's, by which the same question is known again


@dataclass(frozen=True, kw_only=True)
class BulkRow:
    """A run. `submitted` pictures of it are jobs, in the order of the plan."""

    id: str
    owner: str | None
    title: str
    asked: Mapping[str, Any]  # the request as JSON values, without what was left open
    wildcards: Mapping[str, Sequence[str]]
    paces: Mapping[str, str]
    total: int
    submitted: int
    state: Order
    created_at: datetime
    updated_at: datetime

    @cached_property
    def request(self) -> BulkRequest:
        """Read when it is needed: lists of runs with thousands of cells do without."""
        return validated(BulkRequest, self.asked)

    @property
    def plan(self) -> BulkPlan:
        return BulkPlan(self.id, self.created_at, self.request, self.wildcards)

    @property
    def unsubmitted(self) -> int:
        return self.total - self.submitted


def add(tx: Connection, new: NewBulk) -> BulkRow:
    """A new run without jobs."""
    now, request = utc_now(), new.request
    asked = request.model_dump(mode="json", exclude_none=True)
    words = {name: list(each) for name, each in new.wildcards.items()}
    kept = {"key": new.key, "request": asked, "paces": dict(new.paces), "wildcards": words}
    row: dict[str, Any] = {"id": new_id(), "owner": new.owner, "title": request.title, "request": kept}
    row |= {"total": request.total, "submitted": 0, "state": Order.RUNNING, "created_at": now, "updated_at": now}
    tx.execute(insert(t).values(row))
    return get(tx, row["id"])


def get(tx: Connection, id: str, *, hold: bool = False) -> BulkRow:
    """The run of that id; `hold`: nobody else changes it until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    query = select(t).where(t.c.id == id)
    found = tx.execute(query.with_for_update() if hold else query).one_or_none()
    if found is None:
        raise NotFound(f"there is no bulk run {id[:64]!r}")
    return _of_row(found)


def by_key(tx: Connection, owner: str | None, key: str) -> BulkRow | None:
    """The owner's run that was asked for with this key; who asks with the same meanwhile waits."""
    turns.hold(tx, f"bulk-key:{owner}:{key}")
    named = (t.c.owner.is_not_distinct_from(owner), t.c.request["key"].as_string() == key)
    found = tx.execute(select(t).where(*named).limit(1)).one_or_none()
    return None if found is None else _of_row(found)


def page(tx: Connection, limit: int, cursor: str | None) -> Page[BulkRow]:
    """Up to `limit` runs, newest first.

    Raises:
        BadInput: the limit is not within 1..500, or the cursor is none of ours.
    """
    query = select(t).order_by(t.c.id.desc()).limit(check_limit(limit) + 1)
    if cursor is not None:
        query = query.where(t.c.id < decode_cursor(cursor))
    rows = [_of_row(row) for row in tx.execute(query)]
    return cut_page(rows, [row.id for row in rows], limit)


def change(tx: Connection, id: str, *, state: Order | None = None, submitted: int | None = None) -> None:
    """Change what is given, and tell of it."""
    given = {"state": state, "submitted": submitted}
    values = {name: value for name, value in given.items() if value is not None}
    tx.execute(update(t).where(t.c.id == id).values(values | {"updated_at": utc_now()}))
    tell(tx, id)


def remove(tx: Connection, id: str) -> None:
    """Forget a run; its pictures stay, and so do its jobs."""
    tx.execute(delete(t).where(t.c.id == id))
    tell(tx, id)


def tell(tx: Connection, id: str) -> None:
    """Say that something about a run has changed."""
    events.append(tx, TOPIC, {"id": id})


def _of_row(row: Row[Any]) -> BulkRow:
    own = dict(row._mapping)
    kept = own.pop("request")
    told = {"asked": kept["request"], "wildcards": kept["wildcards"], "paces": kept["paces"]}
    return BulkRow(**own | told | {"state": Order(own["state"])})
