"""A restore: everything is read and proved by its hash; the rows come at once, in one transaction, at the end."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwawon.backup.bring_objects import bring_objects, prove_objects, remove_others
from hwawon.backup.choice import kept_tables
from hwawon.backup.load import RowsOf, empty, go_on_counting, load, what_is_there
from hwawon.backup.manifest import NAME, Manifest, TableDump, unsealed
from hwawon.backup.older import made_new
from hwawon.backup.place import Source, open_source
from hwawon.backup.slices import read_slices, row_of
from hwawon.backup.take import OnCount, Told, told
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.jobs.embedded import only_worker
from hwawon.jobs.presence import present_workers
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database, head_revision
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now


@dataclass(frozen=True)
class Installation:
    """Where a backup is restored to. `lease_s`: silence after which a worker counts as gone."""

    database: Database
    objects: Objects
    data_dir: Path
    lease_s: float


def restore(to: Installation, source: str, *, replace: bool, on_count: OnCount) -> Told:
    """Bring a backup back, on this or another machine and database.

    Killed in the middle it can be run again: rows come last and at once, objects that are there are only proved.

    Raises:
        NotFound: there is no backup.
        BadInput: unfinished, damaged, of a newer schema; or the installation is not empty and `replace` is false.
        Conflict: a worker is at work here.
    """
    began_s = time.monotonic()
    with open_source(source) as backup, _no_worker(to):
        manifest = read_manifest(backup)
        if not replace:
            _refuse_full(to.database)
        _prove_rows(manifest, backup)
        if replace:
            prove_objects(manifest, backup, on_count)  # before anything that is here is lost
        brought = bring_objects(manifest, backup, to.objects, on_count)
        _bring_rows(to.database, manifest, backup, replace=replace)
        if replace:
            remove_others(to.objects, brought.named)
    return told(backup.name, manifest, brought.copied, brought.copied_bytes, time.monotonic() - began_s)


def read_manifest(backup: Source) -> Manifest:
    """What the backup holds.

    Raises:
        BadInput: unfinished, damaged or of a newer schema.
    """
    try:
        data = backup.read(NAME)
    except NotFound:
        raise BadInput(f"{backup.name} is no finished backup: it has no {NAME}, which is written last") from None
    manifest = unsealed(data, backup.name)
    if manifest.revision > head_revision():
        raise BadInput(
            f"the backup has schema {manifest.revision}, this program knows up to {head_revision()}: it was made by a "
            f"newer Hwawon ({manifest.program}). Install that one"
        )
    return manifest


@contextmanager
def _no_worker(to: Installation) -> Iterator[None]:
    with to.database.read() as tx:
        there = present_workers(tx, utc_now(), to.lease_s)
    if there:
        raise Conflict(f"a worker is at work on this installation ({there[0].name}): stop server and workers first")
    alone: AbstractContextManager[None] = nullcontext()
    if to.database.dialect == "sqlite":
        alone = only_worker(to.data_dir / "worker.lock")
    with alone:
        yield


def _refuse_full(database: Database) -> None:
    with database.read() as tx:
        there = what_is_there(tx)
    if there:
        counts = ", ".join(f"{count} of {name}" for name, count in there.items())
        raise BadInput(f"this installation is not empty (rows: {counts}). With --replace all of it is replaced")


def _prove_rows(manifest: Manifest, backup: Source) -> None:
    """Read every row before anything is written."""
    if manifest.revision == head_revision() and set(manifest.counts) != {table.name for table in kept_tables()}:
        odd = set(manifest.counts) ^ {table.name for table in kept_tables()}
        raise BadInput(f"the backup is damaged: it lacks the table {min(odd)[:40]}, or nobody knows that")
    try:
        for _ in read_slices(manifest.index, backup.read):
            pass
        for table in manifest.tables:
            for line in read_slices(table.parts, backup.read):
                row_of(line, table.columns)
    except NotFound as error:
        raise BadInput(f"the backup is damaged: {error}") from None


def _bring_rows(database: Database, manifest: Manifest, backup: Source, *, replace: bool) -> None:
    with _as_now(manifest, backup) as (dumps, rows_of), database.write() as tx:
        if replace:
            empty(tx)
        elif what_is_there(tx):
            raise Conflict("somebody else wrote into this installation meanwhile; nothing was changed")
        load(tx, dumps, metadata.tables, rows_of)
        go_on_counting(tx, kept_tables())


@contextmanager
def _as_now(manifest: Manifest, backup: Source) -> Iterator[tuple[list[TableDump], RowsOf]]:
    """Dumps and rows in this program's schema."""
    dumps = {table.name: table for table in manifest.tables}

    def rows_of(name: str) -> Iterator[Mapping[str, Any]]:
        return (row_of(line, dumps[name].columns) for line in read_slices(dumps[name].parts, backup.read))

    if manifest.revision == head_revision():
        yield list(manifest.tables), rows_of
    else:
        with made_new(manifest, rows_of) as newer:
            yield newer
