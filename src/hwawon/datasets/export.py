"""The three data sets as CSV files: in one moment, in a fixed order, whole or not at all."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from hwawon.datasets.groups import SmallGroups, small_groups
from hwawon.datasets.reading import one_moment, slices
from hwawon.datasets.schemas import SCHEMAS, Name, Schema
from hwawon.disk import make_folder, written_atomically
from hwawon.storage.database import Database


@dataclass(frozen=True)
class Exported:
    """How many rows each file got."""

    users: int
    items: int
    interactions: int
    small_groups: SmallGroups


def export(database: Database, folder: Path) -> Exported:
    """Write `users.csv`, `items.csv` and `interactions.csv` into `folder`, which is made where it is missing.

    All three show the same moment. After an error, or where it is cancelled, none of them was written.

    Raises:
        StorageFull: the disk is full.
        NotWritable: the folder cannot be made or refuses us.
    """
    make_folder(folder)
    counts: dict[Name, int] = {}
    with one_moment(database) as tx, ExitStack() as files:  # each file is moved to its place when all are whole
        for name, schema in SCHEMAS.items():
            file = files.enter_context(written_atomically(folder / f"{name}.csv"))
            counts[name] = _write(tx, schema, file)
        return Exported(**counts, small_groups=small_groups(tx))


def pieces(database: Database, schema: Schema) -> Iterator[bytes]:
    """One file, piece by piece."""
    with one_moment(database) as tx:
        for piece, _ in _pieces(tx, schema):
            yield piece


def _write(tx: Connection, schema: Schema, file: BinaryIO) -> int:
    count = 0
    for piece, rows in _pieces(tx, schema):
        file.write(piece)
        count += rows
    return count


def _pieces(tx: Connection, schema: Schema) -> Iterator[tuple[bytes, int]]:
    """Bytes of the file and how many rows are in them; the header comes first, also where there is no row."""
    yield _csv([schema.header]), 0
    for rows in slices(tx, schema):
        yield _csv(rows), len(rows)


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
