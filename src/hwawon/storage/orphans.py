"""Objects that no row points at: left by work that died between writing a file and committing its row."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, select

from hwawon.errors import NotFound
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, hashed_keys_in
from hwawon.storage.types import Json, utc_now

GARDEN = ("imgPool/", "emotions/", "display/", "dataset/")  # named by people, who may put files there and take them
_ROWS_AT_ONCE = 1000


def orphans(database: Database, objects: Objects) -> list[str]:
    """The keys of all objects that no row points at, neither by a key's column nor inside its JSON.

    What lies in the garden's folders is none: files that people put there have no row yet.
    """
    unclaimed = {key for key in objects.keys() if not key.startswith(GARDEN)}  # noqa: SIM118 - no dictionary
    with database.read() as tx:
        unclaimed.difference_update(_keys_in_columns(tx))
        if unclaimed:
            unclaimed.difference_update(_keys_in_json(tx))
    return sorted(unclaimed)


def sweep(database: Database, objects: Objects, min_age: timedelta) -> int:
    """Delete orphans older than `min_age`, and unfinished files of dead writers; how many.

    The age keeps away from work under way: its objects are written before its row.
    """
    before = utc_now() - min_age
    swept = objects.remove_unfinished(before)
    for key in orphans(database, objects):
        try:
            if objects.head(key).modified > before:
                continue
        except NotFound:
            continue
        objects.delete(key)
        swept += 1
    return swept


def _keys_in_columns(tx: Connection) -> Iterator[str]:
    for table in metadata.tables.values():
        for column in table.columns:
            if column.info.get("object_key"):
                yield from _stream(tx, table, column)


def _keys_in_json(tx: Connection) -> Iterator[str]:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Json):
                for text in _stream(tx, table, cast(column, Text)):
                    yield from hashed_keys_in(text)


def _stream(tx: Connection, table: Table, what: ColumnElement[str]) -> Iterable[str]:
    query = select(what).select_from(table).where(what.is_not(None)).execution_options(yield_per=_ROWS_AT_ONCE)
    return tx.execute(query).scalars()
