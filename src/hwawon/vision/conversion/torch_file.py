"""Reads the tensors of a file that torch wrote before version 1.6, without torch and without running anything in it.

Such a file is five pickles (a magic number, a version, the machine, the tensors, the names of the storages) and after
them, for each storage, the count and the values. A pickle can name any function to be called; here only the three
names that a list of tensors needs are known, and none of them is torch's.
"""

import io
import pickle
import struct
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import FetchFailed

MAGIC = 0x1950A86A20F9469CFC6C
TYPES = {"FloatStorage": np.dtype("<f4"), "HalfStorage": np.dtype("<f2"), "LongStorage": np.dtype("<i8")}


@dataclass(frozen=True)
class _Storage:
    key: str
    type: np.dtype[Any]


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_tensors(data: bytes) -> Mapping[str, NDArray[Any]]:
    """The tensors by name.

    Raises:
        FetchFailed: not such a file, cut short, or it names anything but tensors.
    """
    file = io.BytesIO(data)
    try:
        magic, _version, _machine, named, keys = (_Reader(file).load() for _ in range(5))
        if magic != MAGIC:
            raise FetchFailed("not a file of tensors that torch wrote")
        types = {tensor.storage.key: tensor.storage.type for tensor in named.values()}
        storages = {key: _storage(file, types[key]) for key in keys}
        return {name: _array(tensor, storages[tensor.storage.key]) for name, tensor in named.items()}
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise FetchFailed(f"the file of tensors cannot be read: {error!r}") from error


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuilt
        if module == "torch" and name in TYPES:
            return TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of tensors")

    def persistent_load(self, named: tuple[str, np.dtype[Any], str, str, int]) -> _Storage:
        _word, kind, key, _device, _count = named[:5]
        return _Storage(key, kind)


def _rebuilt(storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> _Tensor:
    return _Tensor(storage, offset, shape, strides)


def _storage(file: io.BytesIO, kind: np.dtype[Any]) -> NDArray[Any]:
    (count,) = struct.unpack("<q", file.read(8))
    values = file.read(count * kind.itemsize)
    if len(values) < count * kind.itemsize:
        raise EOFError("the values end too early")
    return np.frombuffer(values, kind)


def _array(tensor: _Tensor, values: NDArray[Any]) -> NDArray[Any]:
    """Copied out of its storage; the indices are checked, so that nothing beside it can be read."""
    index = np.full((), tensor.offset, np.int64)
    for count, stride in zip(tensor.shape, tensor.strides, strict=True):
        index = index[..., None] + np.arange(count) * stride
    if index.size and not 0 <= index.min() <= index.max() < values.size:
        raise ValueError(f"a tensor of shape {tensor.shape} lies outside its {values.size} values")
    return np.asarray(values[index])
