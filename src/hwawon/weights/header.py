"""The table of contents of a safetensors file, read without its numbers: names, formats, shapes, notes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwawon.errors import BadInput

MAX_HEADER_BYTES = 100_000_000  # as the format's own reader


@dataclass(frozen=True)
class Header:
    """What a file holds, by tensor name."""

    shapes: Mapping[str, tuple[int, ...]]
    notes: Mapping[str, str]  # __metadata__

    def shape(self, name: str) -> tuple[int, ...] | None:
        return self.shapes.get(name)

    def any(self, *parts: str) -> bool:
        """Whether a tensor's name contains one of `parts`."""
        return any(part in name for name in self.shapes for part in parts)

    def ending(self, end: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        return ((name, shape) for name, shape in self.shapes.items() if name.endswith(end))


def read_header(path: Path) -> Header:
    """The header of a safetensors file: 8 bytes of length, little end first, then JSON, then the numbers.

    Raises:
        BadInput: not such a file, or shorter than its header says.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            raise BadInput(f"{path.name} is no safetensors file: its header would be {length} bytes of {size}")
        table = _parsed(file.read(length), path)
    notes = table.pop("__metadata__", {})
    try:
        shapes = {name: tuple(int(side) for side in row["shape"]) for name, row in table.items()}
        end = max((int(row["data_offsets"][1]) for row in table.values()), default=0)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadInput(f"{path.name} is no safetensors file: {error!r} in its header") from error
    if size != 8 + length + end:
        raise BadInput(f"{path.name} is damaged: expected {8 + length + end} bytes, got {size}")
    return Header(shapes, {str(name): str(text) for name, text in notes.items()})


def _parsed(data: bytes, path: Path) -> dict[str, Any]:
    try:
        table = json.loads(data)
    except ValueError as error:
        raise BadInput(f"{path.name} is no safetensors file: its header is not JSON") from error
    if not isinstance(table, dict) or not isinstance(table.get("__metadata__", {}), dict):
        raise BadInput(f"{path.name} is no safetensors file: its header is not a table")
    return table
