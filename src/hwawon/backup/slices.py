"""Rows as JSON lines in gzipped slices of a few megabytes."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from hwawon.backup.manifest import Part
from hwawon.errors import BadInput

SLICE_BYTES = 4 * 1024 * 1024  # before gzip
MOST_BYTES = 64 * 1024 * 1024  # of a slice once it is unpacked: one row of a few megabytes may come on top
_LEVEL = 6
_GZIP = 31  # zlib's word for gzip's format

Write = Callable[[str, bytes], None]
Read = Callable[[str], bytes]


def line_of(row: Mapping[str, Any]) -> str:
    """A row as a line of JSON; moments as ISO 8601 with their zone."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain)


def row_of(line: str, columns: Mapping[str, str]) -> dict[str, Any]:
    """The row of a line, with the types that the database takes.

    Raises:
        BadInput: it is no row, or has other columns than these.
    """
    try:
        row: dict[str, Any] = json.loads(line)
        if row.keys() != columns.keys():
            raise ValueError("other columns")
        for name, kind in columns.items():
            if kind == "utc" and row[name] is not None:
                row[name] = datetime.fromisoformat(row[name])
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadInput(f"the backup is damaged: {line[:80]!r} is no row of {', '.join(columns)[:200]}") from None
    return row


def write_slices(lines: Iterable[str], stem: str, write: Write) -> tuple[Part, ...]:
    """Write lines as `stem-00000.jsonl.gz` and so on; one slice is in memory at a time."""
    return tuple(_written(some, f"{stem}-{number:05d}.jsonl.gz", write) for number, some in enumerate(_cut(lines)))


def read_slices(parts: Iterable[Part], read: Read) -> Iterator[str]:
    """The lines of slices, each proved by its hash before its first line is given.

    Raises:
        BadInput: a slice is damaged; names it.
        NotFound: a slice is gone.
    """
    for part in parts:
        data = read(part.name)
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise BadInput(f"the backup is damaged: {part.name} is not what was written")
        yield from _unpacked(part, data).removesuffix("\n").split("\n")  # splitlines() knows other ends, too


def _cut(lines: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line)
        if size >= SLICE_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _written(lines: list[str], name: str, write: Write) -> Part:
    text = "".join(f"{line}\n" for line in lines)
    data = gzip.compress(text.encode(), _LEVEL, mtime=0)
    write(name, data)
    return Part(name=name, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), rows=len(lines))


def _unpacked(part: Part, data: bytes) -> str:
    """The text of a slice, never more of it than memory is for."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        text = unpacking.decompress(data, MOST_BYTES).decode()
    except (zlib.error, UnicodeDecodeError):
        raise BadInput(f"the backup is damaged: {part.name} cannot be unpacked") from None
    if not unpacking.eof:
        raise BadInput(f"the backup is damaged: {part.name} unpacks to more than {MOST_BYTES} bytes, or has no end")
    return text


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")
