"""How many numbers a checkpoint holds, from the headers of its files."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from pathlib import Path

from hwawon.errors import BadInput
from hwawon.weights.folders import PARTS
from hwawon.weights.record import Weights
from hwawon.weights.safetensors_header import read_header

_UNUSED = ("model_ema.",)  # in single files; read and thrown away


def parameters(weights: Weights) -> int | None:
    """The numbers of all networks that are loaded; None where no header tells it, as of a pickle file.

    Of several variants of one network in a folder (`fp16`), the smallest file is counted.
    """
    return _counted(str(weights.path), weights.layout, weights.sha256)


@lru_cache(maxsize=256)
def _counted(path: str, layout: str, sha256: str) -> int | None:  # noqa: ARG001  (other files, another hash)
    try:
        if layout == "file":
            return _numbers(Path(path))
        found = [_smallest(Path(path) / part) for part in PARTS]
    except BadInput:
        return None
    return sum(one for one in found if one) or None


def _smallest(folder: Path) -> int | None:
    shards = sorted(folder.glob("*-of-*.safetensors"))
    whole = [_numbers(file) for file in sorted(folder.glob("*.safetensors")) if file not in shards]
    if whole:
        return min(whole)
    return sum(_numbers(file) for file in shards) if shards else None


def _numbers(file: Path) -> int:
    tensors = read_header(file).tensors
    return sum(prod(tensor.shape) for name, tensor in tensors.items() if not name.startswith(_UNUSED))
