"""Reads a TensorFlow.js graph model: one JSON file with the graph, and its weights joined in other files.

The format: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter (read for facts only).
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import FetchFailed

Arrays = Mapping[str, NDArray[Any]]
TYPES = {"float32": "<f4", "float16": "<f2", "int32": "<i4", "uint8": "u1", "uint16": "<u2", "bool": "?"}


@dataclass(frozen=True)
class Node:
    """One operation; `inputs` are names of nodes, without control inputs, and may end in `:1` for a second output."""

    name: str
    operation: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any]

    def numbers(self, attribute: str) -> tuple[int, ...]:
        """A list of integers, such as strides (NHWC); empty where it is absent."""
        return tuple(int(number) for number in self.attributes.get(attribute, {}).get("list", {}).get("i", ()))

    def word(self, attribute: str) -> str:
        """A text, such as the padding; empty where it is absent."""
        return base64.b64decode(self.attributes.get(attribute, {}).get("s", "")).decode()

    def words(self, attribute: str) -> tuple[str, ...]:
        """A list of texts, such as what is fused into a convolution."""
        listed = self.attributes.get(attribute, {}).get("list", {}).get("s", ())
        return tuple(base64.b64decode(text).decode() for text in listed)

    def flag(self, attribute: str) -> bool:
        return bool(self.attributes.get(attribute, {}).get("b", False))


@dataclass(frozen=True)
class GraphModel:
    """The operations by name, and the constants (float32 or int64) by the name of their Const node."""

    nodes: Mapping[str, Node]
    constants: Arrays


def read(graph: bytes, shards: Sequence[bytes]) -> GraphModel:
    """The model in a JSON file and its weight files, in the order in which the JSON names them.

    Raises:
        FetchFailed: not a graph model, or the weight files are shorter than it says.
    """
    try:
        model = json.loads(graph)
        nodes = [_node(node) for node in model["modelTopology"]["node"]]
        entries = [entry for group in model["weightsManifest"] for entry in group["weights"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FetchFailed(f"not a TensorFlow.js graph model: {error!r}") from error
    return GraphModel({node.name: node for node in nodes}, dict(arrays(entries, b"".join(shards))))


def _node(node: Mapping[str, Any]) -> Node:
    inputs = tuple(name for name in node.get("input", ()) if not name.startswith("^"))
    return Node(node["name"], node["op"], inputs, node.get("attr", {}))


def arrays(entries: Sequence[Mapping[str, Any]], data: bytes) -> Iterator[tuple[str, NDArray[Any]]]:
    """The arrays of a weights manifest by name. Raises FetchFailed where the data ends too early."""
    offset = 0
    for entry in entries:
        quantised = entry.get("quantization", {})
        stored = np.dtype(TYPES[quantised.get("dtype", entry["dtype"])])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        if offset + count * stored.itemsize > len(data):
            raise FetchFailed(f"the weights end within {entry['name']}: {len(data)} bytes")
        values = np.frombuffer(data, stored, count, offset).reshape(entry["shape"])
        offset += count * stored.itemsize
        yield entry["name"], _widened(values, entry["dtype"], quantised)


def _widened(values: NDArray[Any], kind: str, quantised: Mapping[str, Any]) -> NDArray[Any]:
    """Whole numbers as int64, all others as float32: q * scale + min where 8 or 16 bits were stored."""
    if "scale" in quantised:
        exact = values.astype(np.float64) * float(quantised["scale"]) + float(quantised["min"])
        return exact.astype(np.float32)
    return values.astype(np.int64 if kind == "int32" else np.float32)
