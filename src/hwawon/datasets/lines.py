"""A CSV file line by line: its header matched with a schema, each further line as values or as what is wrong with it.

No value of the three data sets holds a line break, so a line is a row, and a quote that is never closed spoils its own
line alone.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from hwawon.datasets.schemas import Column, Schema
from hwawon.errors import BadInput

LONGEST_LINE = 262_144  # bytes
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Line:
    """The values of one line by the columns' fields, or what is wrong with it; the header is line 1."""

    number: int
    values: dict[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class Header:
    """Which column of the file stands where, and what the file has beside them."""

    schema: Schema
    places: tuple[tuple[str, int], ...]  # field, index in a line
    width: int
    ignored: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that this file does not speak of."""
        known = {field for field, _ in self.places}
        return tuple(column.field for column in self.schema.columns if column.field not in known)


def read_header(file: BinaryIO, schema: Schema) -> Header:
    """The first line of a file; the file stands behind it then.

    Raises:
        BadInput: no such header; says what was expected and found.
    """
    line = file.readline(LONGEST_LINE)
    if line.startswith(_UTF_16):
        raise BadInput(f"{schema.name}.csv is UTF-16: expected UTF-8")
    try:
        names = [name.strip() for name in _split(line.removeprefix(_BOM))]
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(f"{schema.name}.csv begins with no header: expected {','.join(schema.header)}") from None
    lacking = [column.name for column in schema.columns if column.name not in names and not column.may_be_missing]
    if lacking or len(set(names)) != len(names):
        wrong = f"lacks {', '.join(lacking)}" if lacking else "names a column twice"
        found = ",".join(names)[:200] or "nothing"
        raise BadInput(f"{schema.name}.csv {wrong}: expected the header {','.join(schema.header)}, got {found}")
    places = tuple((column.field, names.index(column.name)) for column in schema.columns if column.name in names)
    ignored = tuple(name for name in names if name not in schema.header)
    return Header(schema, places, len(names), ignored)


def read_lines(file: BinaryIO, header: Header) -> Iterator[Line]:
    """The lines behind the header; empty ones are passed over."""
    columns = {column.field: column for column in header.schema.columns}
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(file)
            yield Line(number, {}, f"longer than {LONGEST_LINE} bytes")
        elif line.strip():
            yield _line(number, line, header, columns)


def _line(number: int, line: bytes, header: Header, columns: dict[str, Column]) -> Line:
    try:
        parts = _split(line)
    except UnicodeDecodeError:
        return Line(number, {}, "not UTF-8")
    except csv.Error as error:
        return Line(number, {}, f"not CSV: {error}")
    if len(parts) != header.width:
        return Line(number, {}, f"expected {header.width} values as in the header, got {len(parts)}")
    values = {field: parts[place] for field, place in header.places}
    for field, value in values.items():
        if problem := _problem(columns[field], value):
            return Line(number, {}, problem)
    return Line(number, values)


def _problem(column: Column, value: str) -> str | None:
    """What keeps a text from standing in a column."""
    if not value:
        return None if column.may_be_empty else f"{column.name} is empty"
    if not column.is_moment and len(value) > column.longest:
        return f"{column.name} has {len(value)} characters, {column.longest} at most: {value[:40]!r}"
    if not value.isprintable() and any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        return f"{column.name} holds a control character: {value[:40]!r}"
    return None


def _split(line: bytes) -> list[str]:
    text = line.decode().rstrip("\r\n")
    return next(csv.reader([text], strict=True), [])


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass
