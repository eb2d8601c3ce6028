"""The database: SQLite in one file or PostgreSQL, short transactions, one schema.

Blocking by nature: call it from plain functions, never from a coroutine.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, DataError

from hwawon.disk import make_folder
from hwawon.errors import BadInput, BadSetting, HwawonError, StorageFull
from hwawon.storage.types import to_json

BUSY_TIMEOUT_MS = 5000
_VERSIONS = Path(__file__).parent / "migrations" / "versions"


def head_revision() -> str:
    """The schema this program is written for: the number of the last file in `migrations/versions`."""
    return max(path.name for path in _VERSIONS.glob("r*.py"))[1:5]


class Database:
    """One database and its pool of connections. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Open nothing yet; the first use connects.

        Raises:
            BadSetting: not an address of SQLite or PostgreSQL, or the driver is not installed.
        """
        self._url = _parsed(url)
        self.dialect = self._url.get_backend_name()
        self.engine = _build_engine(self._url)
        self._turn = threading.Lock()
        self._writing_thread: int | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end of the block, rolled back when the block raises.

        On SQLite writers take turns: in one process by a lock, between processes by BEGIN IMMEDIATE.

        Raises:
            StorageFull: the disk is full; nothing was written.
            BadInput: a value the database cannot hold.
        """
        with self._one_writer(), self.engine.begin() as tx:
            begin_sqlite(tx, "BEGIN IMMEDIATE")
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; on SQLite it sees one moment and waits for no writer."""
        with self.engine.connect() as tx:
            begin_sqlite(tx, "BEGIN")
            yield tx

    @property
    def is_at_hand(self) -> bool:
        """Whether a row is read faster than a thread is waited for: SQLite has its file in this process's memory."""
        return self.dialect == "sqlite"

    def migrate(self) -> None:
        """Bring the schema to this program's; cheap when it is there already. Makes the data folder.

        Raises:
            BadSetting: the database was written by a newer program.
            NotWritable: the data folder cannot be made.
        """
        self._make_folder()
        if self.revision() == head_revision():
            return
        from hwawon.storage.migrate import upgrade

        upgrade(self.engine)

    def revision(self) -> str | None:
        """The schema the database has, None for an empty one."""
        with self.read() as tx:
            if not self.engine.dialect.has_table(tx, "alembic_version"):
                return None
            found: str | None = tx.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        if self.dialect != "sqlite":
            yield
            return
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("this thread is already in a write transaction: pass its connection on")
        with self._turn:
            self._writing_thread = threading.get_ident()
            try:
                yield
            finally:
                self._writing_thread = None

    def _make_folder(self) -> None:
        if self.dialect != "sqlite" or not self._url.database:
            return
        make_folder(Path(self._url.database).parent)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSetting(f"database address {url!r}: expected sqlite:///PATH or postgresql://...") from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise BadSetting(f"database {parsed.drivername!r}: expected sqlite:///PATH or postgresql://...")
    return parsed


def _build_engine(url: URL) -> Engine:
    # What a visitor sent, or looks like, would stand in the traceback of a statement that fails, and so in the log.
    options: dict[str, Any] = {"json_serializer": to_json, "hide_parameters": True, "pool_size": 8, "max_overflow": 40}
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **options)
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        engine = _postgresql_engine(url, options)
    event.listen(engine, "handle_error", _in_our_words)
    return engine


def _postgresql_engine(url: URL, options: dict[str, Any]) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, **options)
    except ModuleNotFoundError:
        raise BadSetting("PostgreSQL needs the extra: pip install 'hwawon[postgresql]'") from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; `begin_sqlite` says it
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(tx: Connection, statement: str) -> None:
    """Begin the transaction in SQLite's words; nothing to say to PostgreSQL.

    Said here and not by a listener of SQLAlchemy's: one listener makes every statement a quarter slower.
    """
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql(statement)


def _in_our_words(context: ExceptionContext) -> Exception | None:
    """The error to raise instead where the cause is the caller's or the disk's; None leaves it as it is."""
    cause = context.original_exception
    if isinstance(cause, HwawonError):
        return cause
    if isinstance(cause, (OverflowError, UnicodeEncodeError)) or isinstance(context.sqlalchemy_exception, DataError):
        return BadInput(f"a value cannot be stored: {cause}")
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100":
        return StorageFull(f"no space left for the database: {cause}")
    return None
