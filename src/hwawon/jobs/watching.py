"""The dispatcher of the single machine: SQLite tells by one number whether anybody has written."""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from hwawon.storage.database import Database

LOOK_EVERY_S = 0.02


class WatchingDispatcher:
    """Announces nothing: the written row itself is what the listener notices, from whichever process it came."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def announce(self, tx: Connection, job_id: str, kind: str) -> None:
        """The row is enough."""

    @contextmanager
    def listen(self, kinds: Collection[str]) -> Iterator["WatchingListener"]:  # noqa: ARG002 - the port
        """Watch the database by a connection of its own."""
        connection = self._database.engine.raw_connection()
        try:
            yield WatchingListener(connection.cursor())
        finally:
            connection.close()


class WatchingListener:
    """Looks 50 times a second at `PRAGMA data_version`, which changes when another connection commits; a look costs a
    few microseconds."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._seen: int | None = None

    @contextmanager
    def turn(self, timeout_s: float, stop: threading.Event) -> Iterator[None]:
        """Wait for a commit; the number is remembered before the worker looks, so that no commit is slept through."""
        until = time.monotonic() + timeout_s
        while (now := self._version()) == self._seen and time.monotonic() < until:
            if stop.wait(LOOK_EVERY_S):
                break
        self._seen = now
        yield

    def _version(self) -> int:
        return int(self._cursor.execute("PRAGMA data_version").fetchone()[0])
