"""Procrastinate's own tables, written once into a PostgreSQL database. They never reach SQLite."""

from procrastinate.schema import SchemaManager
from sqlalchemy import text

from hwawon.storage.database import Database

_LOCK = 0x68776A6F  # "hwjo": whoever writes the schema


def apply(database: Database) -> None:
    """Write the tables where they are missing; a second process waits and finds them there."""
    with database.read() as tx:
        if tx.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is not None:
            return
    with database.write() as tx:
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if tx.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            connection = tx.connection.driver_connection
            assert connection is not None
            with connection.cursor() as cursor:
                cursor.execute(SchemaManager.get_schema())
