"""Checked rows of one file, set down on disk and read back in order, so that memory stays small whatever the file."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

ROWS_AT_ONCE = 5_000


class Staging:
    """Rows of one schema's fields; `key` is the field that orders them."""

    def __init__(self, connection: sqlite3.Connection, fields: Sequence[str], key: str) -> None:
        self._connection = connection
        self._fields = tuple(fields)
        self._key = key
        self._columns = columns = ", ".join(f'"{field}"' for field in fields)
        self._insert = f"INSERT INTO staged ({columns}) VALUES ({', '.join('?' * len(self._fields))})"
        connection.execute(f"CREATE TABLE staged (line INTEGER PRIMARY KEY, {columns})")

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Set rows down behind the others."""
        self._connection.executemany(self._insert, rows)

    def last_of_each(self) -> Iterator[list[dict[str, Any]]]:
        """One row for each key, the last that was set down, in slices, by key."""
        query = f'SELECT {self._columns}, MAX(line) FROM staged GROUP BY "{self._key}" ORDER BY "{self._key}"'
        rows = self._connection.execute(query)
        while found := rows.fetchmany(ROWS_AT_ONCE):
            yield [dict(zip(self._fields, row, strict=False)) for row in found]

    def by_key(self) -> Iterator[list[dict[str, Any]]]:
        """All rows in slices, by key and then as they were set down; all rows of one key are in one slice."""
        query = f'SELECT {self._columns} FROM staged ORDER BY "{self._key}", line'
        slice_: list[dict[str, Any]] = []
        rows = (dict(zip(self._fields, row, strict=True)) for row in self._connection.execute(query))
        for _, same in groupby(rows, itemgetter(self._key)):
            slice_ += same
            if len(slice_) >= ROWS_AT_ONCE:
                yield slice_
                slice_ = []
        if slice_:
            yield slice_


@contextmanager
def staging(fields: Sequence[str], key: str) -> Iterator[Staging]:
    """A place for rows in a file that is gone at the end of the block."""
    with (
        tempfile.TemporaryDirectory(prefix="hwawon-import-") as folder,
        closing(sqlite3.connect(Path(folder) / "rows.sqlite", isolation_level=None)) as connection,
    ):
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")  # once: nobody asks for these rows after a crash
        yield Staging(connection, fields, key)
