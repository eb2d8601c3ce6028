"""A backup: the rows of one moment, then the objects that they point at, then the manifest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Table, select

from hwawon import __version__
from hwawon.backup.choice import kept_tables, kind_of, loops_of, travelling
from hwawon.backup.manifest import FORMAT, Manifest, Part, TableDump, sealed
from hwawon.backup.place import Target, open_target
from hwawon.backup.slices import line_of, write_slices
from hwawon.backup.store_place import ROWS
from hwawon.backup.take_objects import TakenObjects, take_objects
from hwawon.errors import BadInput
from hwawon.storage.database import Database, begin_sqlite
from hwawon.storage.folder import FolderObjects
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects, hashed_keys_in
from hwawon.storage.types import utc_now

ROWS_AT_ONCE = 500
OnCount = Callable[[int, int], None]  # done, all


@dataclass(frozen=True)
class Told:
    """What a backup or a restore did. `objects` and `bytes` are of the whole backup, `copied` only of what was new."""

    place: str
    revision: str
    pictures: int
    rows: int
    objects: int
    copied: int
    bytes: int
    copied_bytes: int
    left_out: int  # objects that could not be read
    seconds: float


def told(place: str, manifest: Manifest, copied: int, copied_bytes: int, seconds: float) -> Told:
    """What was done with the backup of this manifest at `place`."""
    return Told(
        place=place,
        revision=manifest.revision,
        pictures=manifest.counts["picture"],
        rows=sum(manifest.counts.values()),
        objects=manifest.objects,
        copied=copied,
        bytes=manifest.bytes,
        copied_bytes=copied_bytes,
        left_out=manifest.left_out_count,
        seconds=round(seconds, 3),
    )


@dataclass(frozen=True)
class _Rows:
    revision: str
    tables: tuple[TableDump, ...]
    keys: set[str] = field(repr=False)  # of objects; a hundred bytes each


def back_up(database: Database, objects: Objects, to: str, on_count: OnCount, warn: Callable[[str], None]) -> Told:
    """Write a backup to a folder, a zip or a bucket, beside a running server.

    A second one to the same place copies only objects that are new or changed. Until it is finished the former stays
    whole.

    Raises:
        BadInput: something else than a backup is at `to`, or it lies among the objects themselves.
        Conflict: another backup is being written there.
        StorageFull: no room; the former backup stays.
    """
    began_s = time.monotonic()
    _refuse_among(objects, to)
    with open_target(to) as target:
        run = f"{ROWS}/{new_id()}"
        rows = _take_rows(database, target, run)
        taken = take_objects(objects, rows.keys, target, f"{run}/_objects", on_count, warn)
        manifest = _manifest(rows, taken)
        target.finish(sealed(manifest), _parts(manifest), taken.blobs)
    return told(target.name, manifest, taken.copied, taken.copied_bytes, time.monotonic() - began_s)


def _take_rows(database: Database, target: Target, run: str) -> _Rows:
    keys: set[str] = set()
    with _one_moment(database) as tx:
        tables = tuple(_dumped(tx, table, target, run, keys) for table in kept_tables())
    return _Rows(database.revision() or "", tables, keys)


@contextmanager
def _one_moment(database: Database) -> Iterator[Connection]:
    """A transaction that sees the same moment in every query, and waits for no writer and keeps none waiting."""
    with database.engine.connect() as tx:
        if tx.dialect.name == "postgresql":
            tx.execution_options(isolation_level="REPEATABLE READ")
        begin_sqlite(tx, "BEGIN")
        yield tx


def _dumped(tx: Connection, table: Table, target: Target, run: str, keys: set[str]) -> TableDump:
    parts = write_slices(_lines(tx, table, keys), f"{run}/{table.name}", target.write)
    return TableDump(
        name=table.name,
        columns={column.name: kind_of(column) for column in table.columns},
        loops=tuple(loops_of(table)),
        rows=sum(part.rows for part in parts),
        parts=parts,
    )


def _lines(tx: Connection, table: Table, keys: set[str]) -> Iterator[str]:
    named = [column.name for column in table.columns if column.info.get("object_key")]
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    for found in tx.execute(query):
        row = travelling(table.name, dict(found._mapping))
        line = line_of(row)
        keys.update(row[name] for name in named if row[name] is not None)
        keys.update(hashed_keys_in(line))  # those inside JSON
        yield line


def _manifest(rows: _Rows, taken: TakenObjects) -> Manifest:
    return Manifest(
        format=FORMAT,
        program=__version__,
        revision=rows.revision,
        made_at=utc_now(),
        tables=rows.tables,
        index=taken.index,
        objects=taken.objects,
        bytes=taken.bytes,
        left_out=taken.left_out,
        left_out_count=taken.left_out_count,
    )


def _parts(manifest: Manifest) -> set[str]:
    parts: list[Part] = [*manifest.index, *(part for table in manifest.tables for part in table.parts)]
    return {part.name for part in parts}


def _refuse_among(objects: Objects, to: str) -> None:
    if isinstance(objects, FolderObjects) and not to.startswith("s3://"):
        folder = objects.folder.resolve()
        if Path(to).resolve().is_relative_to(folder):
            raise BadInput(f"{to} lies among the pictures themselves ({folder}): choose a place outside")
