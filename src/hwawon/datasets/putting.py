"""One slice of checked rows into its table, and what was found on the way into the report."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, select, text

from hwawon.datasets.report import FileReport
from hwawon.datasets.schemas import SYNTHETIC_PREFIX
from hwawon.errors import BadInput
from hwawon.pool.keys import cell_of
from hwawon.storage.garden_tables import POOL_SERVED, interaction, item, pool, visitor
from hwawon.storage.many import insert_many
from hwawon.storage.types import utc_now

Rows = Sequence[Mapping[str, Any]]
_ASKED_AT_ONCE = 5_000


def put_users(tx: Connection, rows: Rows, report: FileReport) -> None:
    """Add visitors or bring them up to the file; what the file does not speak of stays."""
    now = utc_now()
    known = _known(tx, visitor, [row["id"] for row in rows], ("generation", "gender", "emotion"))
    fresh = _fresh(rows, known, report)
    for row in rows:
        _check_emotion(row["emotion"], report)
    blank = {"generation": "", "gender": "", "emotion": ""}
    mark = [
        blank | known.get(row["id"], {}) | dict(row) | {"created_at": now, "synthetic": _is_synthetic(row["id"])}
        for row in fresh
    ]
    insert_many(tx, visitor, mark, instead=("generation", "gender", "emotion"))


def put_items(tx: Connection, rows: Rows, report: FileReport) -> None:
    """Add items or bring them up to the file; one that is served here belongs to its picture, as before."""
    known = _known(tx, item, [row["id"] for row in rows], ("timestamp", "emotion"))
    fresh = _fresh(rows, known, report)
    for row in rows:
        _check_emotion(row["emotion"], report)
    served = select(pool.c.serving_key, pool.c.picture).where(pool.c.serving_key.in_([row["id"] for row in fresh]))
    pictures = {row.serving_key: row.picture for row in tx.execute(served.where(text(POOL_SERVED)))}
    mark = [dict(row) | {"picture": pictures.get(row["id"])} for row in fresh]
    insert_many(tx, item, mark, instead=("timestamp", "emotion"))


def put_interactions(tx: Connection, rows: Rows, report: FileReport) -> None:
    """Add those interactions of which there are fewer than in the file.

    `rows` holds all of the file that happened in its seconds, so that equal ones can be counted.
    """
    fields = tuple(rows[0])  # a file without impressions is compared without them
    moments = {row["timestamp"] for row in rows}
    present = select(*(interaction.c[field] for field in fields)).where(interaction.c.timestamp.in_(moments))
    there = Counter(tuple(found) for found in tx.execute(present))
    missing = []
    for row in rows:
        values = tuple(row.values())
        if there[values]:
            there[values] -= 1
        else:
            missing.append({"impression": "", **row, "synthetic": _is_synthetic(row["visitor"])})
    report.added += len(missing)
    report.skipped += len(rows) - len(missing)
    insert_many(tx, interaction, missing)
    report.unknown_users += _unknown(tx, visitor.c.id, (row["visitor"] for row in rows), report, "unknown_users")
    report.unknown_items += _unknown(tx, item.c.id, (row["item"] for row in rows), report, "unknown_items")


def _known(tx: Connection, table: Table, ids: list[str], fields: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    query = select(table.c.id, *(table.c[field] for field in fields)).where(table.c.id.in_(ids))
    return {row["id"]: dict(row) for row in tx.execute(query).mappings()}


def _fresh(rows: Rows, known: Mapping[str, Mapping[str, Any]], report: FileReport) -> list[Mapping[str, Any]]:
    """The rows that are not there exactly so."""
    fresh = [
        row for row in rows if row["id"] not in known or {**row, **known[row["id"]]} != {**known[row["id"]], **row}
    ]
    updated = sum(row["id"] in known for row in fresh)
    report.updated += updated
    report.added += len(fresh) - updated
    report.skipped += len(rows) - len(fresh)
    return fresh


def _check_emotion(emotion: str, report: FileReport) -> None:
    """Count an emotion that is none of the eight, in small letters or large; none at all is not wrong."""
    try:
        cell_of(emotion.lower() or "happy")
    except BadInput:
        report.unknown_emotions += 1
        report.note("unknown_emotions", emotion)


def _unknown(tx: Connection, id: Column[Any], named: Iterable[str], report: FileReport, what: str) -> int:
    counts = Counter(named)
    asked = list(counts)  # one second may hold more than a statement takes
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        for known in tx.scalars(select(id).where(id.in_(asked[start : start + _ASKED_AT_ONCE]))):
            del counts[known]
    for one in counts:
        report.note(what, one)
    return counts.total()


def _is_synthetic(user: str) -> bool:
    return user.startswith(SYNTHETIC_PREFIX)
