"""Rows into a database, in one transaction, in the order of the tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from hwawon.backup.choice import STALE, counted_tables, kept_tables
from hwawon.backup.manifest import TableDump
from hwawon.errors import BadInput, HwawonError
from hwawon.storage.all_tables import metadata

ROWS_AT_ONCE = 500

RowsOf = Callable[[str], Iterable[Mapping[str, Any]]]


def what_is_there(tx: Connection) -> dict[str, int]:
    """Rows by table, of the tables that have some."""
    counts = {table.name: int(tx.scalar(select(func.count()).select_from(table)) or 0) for table in kept_tables()}
    return {name: count for name, count in counts.items() if count}


def empty(tx: Connection) -> None:
    """Delete all rows that a backup would hold, what triggers made of them, and what is not true of others."""
    for table in [*reversed(kept_tables()), *counted_tables(), *(metadata.tables[name] for name in STALE)]:
        tx.execute(delete(table))


def load(tx: Connection, dumps: Iterable[TableDump], tables: Mapping[str, Table], rows_of: RowsOf) -> None:
    """Insert the rows of `dumps` into empty `tables`; counters go on behind the highest.

    Raises:
        BadInput: a value that this database cannot hold; names the table.
        HwawonError: other counts than the dumps say.
    """
    for dump in dumps:
        table = tables[dump.name]
        try:
            _insert(tx, table, dump, rows_of)
        except (BadInput, IntegrityError) as error:
            reason = getattr(error, "orig", error)
            raise BadInput(f"the rows of {dump.name} cannot be stored here: {reason}") from None
        found = tx.scalar(select(func.count()).select_from(table))
        if found != dump.rows:
            raise HwawonError(f"{dump.name} has {found} rows after the restore, expected {dump.rows}")


def go_on_counting(tx: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL number new rows behind the restored ones, as SQLite does by itself; and know its tables' sizes."""
    if tx.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            top = tx.scalar(select(func.max(column)))
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            tx.execute(select(func.setval(sequence, top or 1, top is not None)))
    tx.execute(text("ANALYZE"))


def plain_tables(dumps: Iterable[TableDump], types: Mapping[str, Any]) -> dict[str, Table]:
    """Tables as they were when the dumps were made: names and kinds of columns, enough to insert."""
    older = MetaData()
    return {dump.name: Table(dump.name, older, *_plain_columns(dump, types)) for dump in dumps}


def _plain_columns(dump: TableDump, types: Mapping[str, Any]) -> Iterator[Column[Any]]:
    for name, kind in dump.columns.items():
        yield Column(name, types.get(kind, String), primary_key=name == "id")


def _insert(tx: Connection, table: Table, dump: TableDump, rows_of: RowsOf) -> None:
    """A row that points into its own table may come before the one it points at: so it points nowhere at first."""
    nowhere = dict.fromkeys(dump.loops)
    statement = insert(table)
    for some in _some(rows_of(dump.name)):
        tx.execute(statement, [{**row, **nowhere} for row in some])
    for column in dump.loops:
        _point(tx, table, column, rows_of(dump.name))


def _point(tx: Connection, table: Table, column: str, rows: Iterable[Mapping[str, Any]]) -> None:
    (key,) = table.primary_key.columns
    statement = update(table).where(key == bindparam("row")).values({column: bindparam("target")})
    for some in _some(row for row in rows if row[column] is not None):
        tx.execute(statement, [{"row": row[key.name], "target": row[column]} for row in some])


def _some(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        yield some
