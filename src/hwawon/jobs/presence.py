"""Who is there to work: each worker says so by itself, and counts as gone when it has been silent for a lease."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from hwawon.jobs.claims import Claims
from hwawon.jobs.identity import is_surely_dead
from hwawon.storage.tables import worker as t

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class PresentWorker:
    """A worker as it described itself."""

    name: str
    engines: frozenset[str] | None  # None: all
    device: Mapping[str, Any] | None  # kind, name, memory_bytes, precision; None: not known yet
    started_at: datetime
    seen_at: datetime

    def serves_any(self, engines: frozenset[str]) -> bool:
        return self.engines is None or bool(self.engines & engines)


def present_workers(tx: Connection, now: datetime, lease_s: float) -> list[PresentWorker]:
    """The workers that said within `lease_s` that they are there, by name."""
    fresh = t.c.seen_at >= now - timedelta(seconds=lease_s)
    rows = tx.execute(select(t).where(fresh).order_by(t.c.name)).all()
    return [
        PresentWorker(
            row.name,
            None if row.engines is None else frozenset(row.engines),
            row.device,
            row.started_at,
            row.seen_at,
        )
        for row in rows
        if not is_surely_dead(row.name)
    ]


class Presence:
    """One worker's own row."""

    def __init__(
        self,
        claims: Claims,
        serves: Callable[[], frozenset[str] | None],
        device: Callable[[], Mapping[str, Any] | None],
    ) -> None:
        """`serves` and `device` are asked anew each time that the worker says that it is there."""
        self._claims = claims
        self._serves = serves
        self._device = device

    def say(self) -> None:
        """Write that the worker is there, and forget who has been silent for a day."""
        now, engines = self._claims.clock(), self._serves()
        names = None if engines is None else sorted(engines)
        values = {"engines": names, "device": self._device(), "seen_at": now}
        name = self._claims.worker
        with self._claims.database.write() as tx:
            if tx.execute(update(t).where(t.c.name == name).values(values)).rowcount == 0:
                tx.execute(insert(t).values(name=name, started_at=now, **values))
                tx.execute(delete(t).where(t.c.seen_at < now - FORGOTTEN_AFTER))

    def leave(self) -> None:
        """Take the row back."""
        with self._claims.database.write() as tx:
            tx.execute(delete(t).where(t.c.name == self._claims.worker))
