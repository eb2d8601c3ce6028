"""CSV files into the tables: every line checked, the good ones kept, nothing twice however often it is imported."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from hwawon.datasets.lines import Header, Line, read_header, read_lines
from hwawon.datasets.moments import Stamps
from hwawon.datasets.putting import put_interactions, put_items, put_users
from hwawon.datasets.report import MOST_LINES, BadLine, FileReport, ImportReport
from hwawon.datasets.schemas import SCHEMAS, Name, Schema
from hwawon.datasets.staging import Staging, staging
from hwawon.errors import BadInput, NotFound
from hwawon.recommend.erase import tell_reload
from hwawon.storage.database import Database

_STAGED_AT_ONCE = 2_000


def import_folder(database: Database, folder: Path) -> ImportReport:
    """Import those of the three files that lie in `folder`.

    Raises:
        NotFound: none of them is there.
        BadInput: the header of one does not fit; nothing was imported.
    """
    paths = {name: folder / f"{name}.csv" for name in SCHEMAS}
    present = {name: path for name, path in paths.items() if path.is_file()}
    if not present:
        raise NotFound(f"{folder} holds none of users.csv, items.csv and interactions.csv")
    with ExitStack() as opened:
        return import_files(database, {name: opened.enter_context(_open(path)) for name, path in present.items()})


def import_files(database: Database, files: Mapping[Name, BinaryIO], now_s: int | None = None) -> ImportReport:
    """Import one file or several: users and items first, so that the interactions can be held against them.

    A line that cannot be kept is told and left out. A row that is there already is left as it is: of interactions, each
    is there as often as in the file at least, so that equal lines of one file all stay and a file that is imported
    again adds nothing.

    Raises:
        BadInput: the header of a file does not fit; nothing was imported.
    """
    headers = {name: read_header(files[name], schema) for name, schema in SCHEMAS.items() if name in files}
    now_s = int(time.time()) if now_s is None else now_s
    lines: list[BadLine] = []
    reports = {name: _import(database, header, files[name], now_s, lines) for name, header in headers.items()}
    if "users" in reports and reports["users"].added + reports["users"].updated:
        with database.write() as tx:
            tell_reload(tx, "visitors were imported")  # who is known now may have liked something before
    return ImportReport(reports, tuple(lines))


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from None


def _import(database: Database, header: Header, file: BinaryIO, now_s: int, lines: list[BadLine]) -> FileReport:
    report = FileReport(ignored_columns=header.ignored)
    schema, stamps = header.schema, Stamps(now_s)
    fields = [field for field, _ in header.places]
    key = "timestamp" if schema.name == "interactions" else "id"
    with staging(fields, key) as staged:
        for bad in _stage(staged, fields, read_lines(file, header), stamps, report):
            report.bad += 1
            if len(lines) < MOST_LINES:
                lines.append(BadLine(schema.name, bad.number, bad.problem or ""))
        report.unit = stamps.unit
        _put(database, schema, staged, report)
    return report


def _stage(
    staged: Staging, fields: list[str], lines: Iterator[Line], stamps: Stamps, report: FileReport
) -> Iterator[Line]:
    """Set the good lines down; the bad ones are given back."""
    waiting: list[list[Any]] = []
    for line in lines:
        report.rows += 1
        values: dict[str, Any] = dict(line.values)
        problem = line.problem
        if problem is None and "timestamp" in values:
            moment = stamps.seconds(values["timestamp"])
            values["timestamp"], problem = moment, moment if isinstance(moment, str) else None
        if problem is not None:
            yield Line(line.number, {}, problem)
            continue
        waiting.append([values[field] for field in fields])
        if len(waiting) == _STAGED_AT_ONCE:
            staged.add(waiting)
            waiting = []
    staged.add(waiting)


def _put(database: Database, schema: Schema, staged: Staging, report: FileReport) -> None:
    """In short transactions, so that a running server goes on writing between them."""
    if schema.name == "interactions":
        for rows in staged.by_key():
            with database.write() as tx:
                put_interactions(tx, rows, report)
        return
    put = put_users if schema.name == "users" else put_items
    for rows in staged.last_of_each():
        with database.write() as tx:
            put(tx, rows, report)
    report.repeated = report.rows - report.bad - report.added - report.updated - report.skipped
