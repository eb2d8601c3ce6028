"""The manifest: what a backup holds, with the SHA-256 of every part. Written last: without it none is finished."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hwawon.backup.choice import Kind
from hwawon.errors import BadInput
from hwawon.validation import FrozenModel

NAME = "manifest.json"
FORMAT = 1


class Part(FrozenModel):
    """A slice of rows or of the list of objects: JSON lines, gzipped."""

    name: str
    sha256: str  # of the gzipped bytes
    bytes: int
    rows: int


class TableDump(FrozenModel):
    """The rows of one table. `columns`: how each is read back; `loops`: those that point into the same table."""

    name: str
    columns: Mapping[str, Kind]
    loops: tuple[str, ...]
    rows: int
    parts: tuple[Part, ...]


class Entry(FrozenModel):
    """An object: its key where it is used, and the blob that holds its bytes in the backup."""

    key: str
    blob: str
    sha256: str
    bytes: int
    etag: str = ""  # with `modified`, of an object with a name: by them the next backup sees whether it has changed
    modified: str = ""


class LeftOut(FrozenModel):
    """An object that a row points at and that could not be read."""

    key: str
    reason: str


class Manifest(FrozenModel):
    """A finished backup."""

    format: int
    program: str
    revision: str  # of the schema
    made_at: datetime
    tables: tuple[TableDump, ...]  # each behind those that it points at
    index: tuple[Part, ...]  # of the objects
    objects: int
    bytes: int  # of the objects
    left_out: tuple[LeftOut, ...]  # the first of them
    left_out_count: int

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return {table.name: table.rows for table in self.tables}


def sealed(manifest: Manifest) -> bytes:
    """The manifest as a file: with its own SHA-256, so that a changed one is seen."""
    body = manifest.model_dump(mode="json")
    return json.dumps({"sha256": _digest(body), "backup": body}, indent=1).encode()


def unsealed(data: bytes, place: str) -> Manifest:
    """Read a manifest.

    Raises:
        BadInput: damaged, or written by a newer program.
    """
    try:
        told = json.loads(data)
        body, digest = told["backup"], told["sha256"]
        newer = int(body["format"]) > FORMAT
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(f"{place}: {NAME} is damaged: it cannot be read") from None
    if newer:
        raise BadInput(f"{place}: the backup has format {body['format']}, this program reads up to {FORMAT}")
    if _digest(body) != digest:
        raise BadInput(f"{place}: {NAME} is damaged: it is not what was written")
    try:
        return Manifest.model_validate_json(json.dumps(body))
    except ValidationError as error:
        raise BadInput(f"{place}: {NAME} is damaged: {error.errors()[0]['msg']}") from None


def _digest(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
