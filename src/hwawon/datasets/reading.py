"""All rows of a data set in slices, at one moment, however many there are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, String, select, text

from hwawon.datasets.schemas import Schema
from hwawon.storage.database import Database

ROWS_AT_ONCE = 5_000


@contextmanager
def one_moment(database: Database) -> Iterator[Connection]:
    """A transaction whose reads all see the same moment, also on PostgreSQL, where each would see its own."""
    with database.read() as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield tx


def slices(tx: Connection, schema: Schema) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """The rows in the order of the file, a few thousand at a time, read as they are asked for."""
    order = [_by_bytes(tx, schema.table.c[name]) for name in schema.order]
    query = select(*schema.fields).order_by(*order).execution_options(yield_per=ROWS_AT_ONCE)
    rows: Iterator[Sequence[Row[*tuple[Any, ...]]]] = tx.execute(query).partitions()
    yield from rows


def _by_bytes(tx: Connection, column: Any) -> Any:
    """The same order on both databases, whatever language PostgreSQL sorts by."""
    is_text = isinstance(column.type, String)
    return column.collate("C") if is_text and tx.dialect.name == "postgresql" else column
