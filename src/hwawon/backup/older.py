"""Rows of an older schema: laid into a database of that age on the side, which is migrated as any other would be."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Float, Integer, Text, select

from hwawon.backup.choice import kept_tables, kind_of, loops_of
from hwawon.backup.load import ROWS_AT_ONCE, load, plain_tables
from hwawon.backup.manifest import Manifest, TableDump
from hwawon.errors import BadInput
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from hwawon.storage.types import Json, Utc

_TYPES = {"utc": Utc(), "json": Json(), "boolean": Boolean(), "float": Float(), "integer": Integer(), "text": Text()}

Rows = Iterable[Mapping[str, Any]]


@contextmanager
def made_new(
    manifest: Manifest, rows_of: Callable[[str], Rows]
) -> Iterator[tuple[list[TableDump], Callable[[str], Rows]]]:
    """The dumps and rows of an older backup as this program's schema has them, while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="hwawon-older-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'older.sqlite'}")
        try:
            _make_at(database, manifest.revision)
            with database.write() as tx:
                load(tx, manifest.tables, plain_tables(manifest.tables, _TYPES), rows_of)
            database.migrate()
            yield _dumps(database), lambda name: _rows(database, name)
        finally:
            database.close()


def _make_at(database: Database, revision: str) -> None:
    from alembic import command
    from alembic.util import CommandError

    from hwawon.storage.migrate import config

    try:
        with database.engine.begin() as tx:
            command.upgrade(config(tx), revision)
    except CommandError:
        raise BadInput(f"the backup is damaged: there is no schema {revision[:40]!r}") from None


def _rows(database: Database, name: str) -> Iterator[Mapping[str, Any]]:
    table = metadata.tables[name]
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    with database.read() as tx:
        yield from (dict(row._mapping) for row in tx.execute(query))


def _dumps(database: Database) -> list[TableDump]:
    return [
        TableDump(
            name=table.name,
            columns={column.name: kind_of(column) for column in table.columns},
            loops=tuple(loops_of(table)),
            rows=sum(1 for _ in _rows(database, table.name)),
            parts=(),
        )
        for table in kept_tables()
    ]
