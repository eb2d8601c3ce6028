"""Files of tensors as torch wrote them before version 1.6, made here without torch, opcode by opcode."""

import pickle
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {"f4": "FloatStorage", "f2": "HalfStorage", "i8": "LongStorage"}


def torch_file(tensors: Mapping[str, NDArray[Any]], magic: int = MAGIC) -> bytes:
    """What `torch.save(tensors, file, _use_new_zipfile_serialization=False)` writes, each tensor in its own storage."""
    named = {name: tensor(str(index), array) for index, (name, array) in enumerate(tensors.items())}
    keys = [str(index) for index in range(len(tensors))]
    pickles = [pickle.dumps(part, 2) for part in (magic, 1001, {"little_endian": True})]
    pickles += [b"\x80\x02" + ordered(named) + b".", pickle.dumps(keys, 2)]
    values = [struct.pack("<q", array.size) + np.ascontiguousarray(array).tobytes() for array in tensors.values()]
    return b"".join(pickles + values)


def tensor(key: str, array: NDArray[Any], offset: int = 0) -> bytes:
    """The opcodes that rebuild one tensor from its storage."""
    strides = [stride // array.itemsize for stride in array.copy(order="C").strides]
    kind = name("torch", STORAGES[array.dtype.str[1:]])
    storage = group([text("storage"), kind, text(key), text("cpu"), number(array.size), b"N"]) + b"Q"
    parts = [storage, number(offset), numbers(array.shape), numbers(strides), b"\x89", ordered({})]
    return name("torch._utils", "_rebuild_tensor_v2") + group(parts) + b"R"


def ordered(items: Mapping[str, bytes]) -> bytes:
    pairs = b"".join(text(key) + value for key, value in items.items())
    return name("collections", "OrderedDict") + b")R(" + pairs + b"u"


def name(module: str, attribute: str) -> bytes:
    return f"c{module}\n{attribute}\n".encode()


def text(words: str) -> bytes:
    return b"X" + struct.pack("<I", len(words.encode())) + words.encode()


def number(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def numbers(values: Sequence[int]) -> bytes:
    return group([number(value) for value in values])


def group(parts: Sequence[bytes]) -> bytes:
    return b"(" + b"".join(parts) + b"t"
