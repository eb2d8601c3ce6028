"""How a worker learns that there may be work. Which job it then takes is decided by the job table alone.

So a lost, doubled or stale notice costs a look at the table and never a job.
"""

import threading
from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

from hwawon.storage.database import Database


class Listener(Protocol):
    """A worker's ear."""

    def turn(self, timeout_s: float, stop: threading.Event) -> AbstractContextManager[None]:
        """Wait until there may be work, for `timeout_s` at most; the block is the worker's turn to look and work."""
        ...


class Dispatcher(Protocol):
    """Carries notices of work from whoever submits to the workers."""

    def announce(self, tx: Connection, job_id: str, kind: str) -> None:
        """Say that a job can be claimed, if and only if the transaction is committed."""
        ...

    def listen(self, kinds: Collection[str]) -> AbstractContextManager[Listener]:
        """Hear of jobs of these kinds."""
        ...


def open_dispatcher(database: Database) -> Dispatcher:
    """The dispatcher that belongs to the database: SQLite is watched, PostgreSQL has Procrastinate.

    Raises:
        BadSetting: PostgreSQL without the extra that it needs.
    """
    if database.dialect == "sqlite":
        from hwawon.jobs.watching import WatchingDispatcher

        return WatchingDispatcher(database)
    from hwawon.jobs.fleet import FleetDispatcher

    return FleetDispatcher(database)
