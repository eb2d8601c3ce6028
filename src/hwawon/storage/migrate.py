"""Alembic, run on a connection of ours. Imported only when a database is behind: it costs a second."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from hwawon.errors import BadSetting
from hwawon.storage.database import begin_sqlite

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x68776177  # "hwaw": PostgreSQL's lock of whoever migrates
_WAIT_MS = 60_000


def config(tx: Connection | None = None) -> Config:
    """Alembic's configuration for the migrations inside this package, run on `tx`."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = tx
    return made


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision, in one transaction; a second process waits and finds it done.

    Raises:
        BadSetting: the database was written by a newer program.
    """
    with engine.connect() as tx:
        if engine.dialect.name == "sqlite":
            _wait_longer(tx)
        with tx.begin():
            begin_sqlite(tx, "BEGIN IMMEDIATE")
            if engine.dialect.name == "postgresql":
                tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _refuse_newer(tx)
            command.upgrade(config(tx), "head")
    engine.dispose()  # connections made before may hold the longer wait


def _wait_longer(tx: Connection) -> None:
    driver_connection = tx.connection.driver_connection
    assert driver_connection is not None
    driver_connection.execute(f"PRAGMA busy_timeout={_WAIT_MS}")


def _refuse_newer(tx: Connection) -> None:
    present = MigrationContext.configure(tx).get_current_heads()
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    unknown = sorted(set(present) - known)
    if unknown:
        newest = max(known)
        raise BadSetting(
            f"the database has schema {unknown[0]}, this program knows up to {newest}: it was written by a newer "
            "Hwawon. Install that one, or restore a backup made before"
        )
