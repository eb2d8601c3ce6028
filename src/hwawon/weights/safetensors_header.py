"""Reads what a `.safetensors` file says of itself, names and shapes, without reading its weights.

The format (https://github.com/huggingface/safetensors, "Format"): 8 bytes with the header's length, little endian; the
header as JSON; then the tensors' bytes without a gap. So a truncated file is known by its size alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from hwawon.errors import BadInput

LENGTH_BYTES = 8
MAX_HEADER_BYTES = 100_000_000  # the format's own limit
ITEM_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


@dataclass(frozen=True)
class Tensor:
    """One tensor's type, such as F16, and its shape."""

    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Header:
    """What a file says of itself."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]

    def has(self, *prefixes: str) -> bool:
        """Whether a tensor's name begins with one of `prefixes`."""
        return any(name.startswith(prefixes) for name in self.tensors)

    def ending(self, *suffixes: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Name and shape of each tensor whose name ends with one of `suffixes`."""
        return ((name, tensor.shape) for name, tensor in self.tensors.items() if name.endswith(suffixes))

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of one tensor; empty where there is none of that name."""
        return self.tensors[name].shape if name in self.tensors else ()


def read_header(path: Path) -> Header:
    """The header of a `.safetensors` file, held against the file's size.

    Raises:
        BadInput: the file is absent, truncated, longer than it says, or not of this format; expected and actual size
            are in the message.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(LENGTH_BYTES), "little")
            if size < LENGTH_BYTES or length > min(size - LENGTH_BYTES, MAX_HEADER_BYTES):
                raise BadInput(
                    f"{path} is not a safetensors file, or is truncated: its header should end at byte "
                    f"{LENGTH_BYTES + length}, the file has {size} bytes"
                )
            text = file.read(length)
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from error
    return _parsed(path, text, size - LENGTH_BYTES - length)


def _parsed(path: Path, text: bytes, data_bytes: int) -> Header:
    try:
        header = json.loads(text)
        metadata = header.pop("__metadata__", {})
        tensors = {str(name): _tensor(entry) for name, entry in header.items()}
        ends = max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BadInput(f"{path} is not a safetensors file: its header is damaged ({error})") from error
    if ends != data_bytes:
        state = "truncated" if data_bytes < ends else "too long"
        raise BadInput(f"{path} is {state}: expected {ends} bytes of weights after the header, found {data_bytes}")
    return Header(tensors, {str(key): str(value) for key, value in dict(metadata or {}).items()})


def _tensor(entry: Any) -> Tensor:
    shape = tuple(int(side) for side in entry["shape"])
    start, end = (int(offset) for offset in entry["data_offsets"])
    needed = prod(shape) * ITEM_BYTES.get(entry["dtype"], 0)
    if start < 0 or end < start or any(side < 0 for side in shape) or (needed and needed != end - start):
        raise ValueError(f"a tensor of shape {shape} says it has {end - start} bytes")
    return Tensor(str(entry["dtype"]), shape)
