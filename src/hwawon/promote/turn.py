"""One at a time: whoever changes what is served, or looks at what came from outside, holds the installation's turn.

Files and rows cannot change in one transaction, so two who work on the same picture could leave a row without a file.
The kernel or the server frees the turn of a process that dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from hwawon.storage.database import Database

_NUMBER = 0x6761726465  # of PostgreSQL's advisory lock


@contextmanager
def turn(database: Database) -> Iterator[None]:
    """Wait for the turn and hold it; not to be taken twice by one thread, nor inside a transaction."""
    if database.dialect == "sqlite":
        with Path(f"{database.engine.url.database}.garden").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _NUMBER})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _NUMBER})
