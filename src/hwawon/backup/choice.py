"""Which tables a backup holds, and what of a row must not travel.

Jobs travel: the counts of runs and batches are counts of their jobs, dead letters can be restarted only where they
are, and what waits goes on where the backup is restored. A job that runs travels as one that waits, without its worker.
"""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Float, Integer, Table

from hwawon.jobs import life
from hwawon.jobs.job import JobState
from hwawon.storage.all_tables import metadata
from hwawon.storage.types import Json, Utc

Kind = Literal["utc", "json", "boolean", "float", "integer", "text"]

LEFT_OUT = {
    "event": "what pages were told; they read anew",
    "session": "a browser signs in again",
    "link": "for one sign-in, and short-lived",
    "face_print": "nobody is known by a face on another machine",
    "worker": "who is there to work on the old machine",
    "power": "how the old machine stands",
    "engine": "what engines of the old machine could do",
    "outside": "how files lay in the old store; the new one is looked through anew",
    "outside_look": "when that was",
}
STALE = ("outside", "outside_look")  # of those, what would be wrong beside restored rows
_COUNTS = "picture_count"  # the first of the tables that triggers keep; later ones say so themselves


def kept_tables() -> list[Table]:
    """The tables of a backup, each behind those that it points at."""
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT and not _is_counted(table)]


def counted_tables() -> list[Table]:
    """The tables that triggers keep, which do so again while rows are restored."""
    return [table for table in metadata.sorted_tables if _is_counted(table)]


def kind_of(column: Column[Any]) -> Kind:
    """How a column's values are read back: utc, json, boolean, float, integer or text."""
    kinds: dict[type[Any], Kind] = {Utc: "utc", Json: "json", Boolean: "boolean", Float: "float", Integer: "integer"}
    return next((kind for of, kind in kinds.items() if isinstance(column.type, of)), "text")


def loops_of(table: Table) -> list[str]:
    """The columns that point at rows of the same table."""
    return sorted(key.parent.name for key in table.foreign_keys if key.column.table is table)


def travelling(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it is restored."""
    if table == "job" and row["state"] == JobState.RUNNING:
        return {**row, **life.given_back(), "state": str(JobState.ENQUEUED)}
    return dict(row)


def _is_counted(table: Table) -> bool:
    return table.name == _COUNTS or bool(table.info.get("kept_by_triggers"))
