"""What torch raises, in the words of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from hwawon.errors import DeviceLost, OutOfMemory

_NO_MEMORY = ("out of memory", "not enough memory", "can't allocate memory")
_DEVICE_LOST = ("cuda error", "device-side assert", "unspecified launch failure", "device lost", "cublas", "cudnn")


def is_out_of_memory(error: BaseException) -> bool:
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _NO_MEMORY)
    )


def is_device_lost(error: BaseException) -> bool:
    """The device is gone or unusable for this process; only loading everything again can help."""
    lost = getattr(torch, "AcceleratorError", ())
    return isinstance(error, lost) or (
        isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _DEVICE_LOST)
    )


@contextmanager
def translated() -> Iterator[None]:
    """Let errors of memory and of the device out as our own.

    Raises:
        OutOfMemory, DeviceLost: both may be tried again.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            raise OutOfMemory(f"the device ran out of memory: {_first_line(error)}") from error
        if is_device_lost(error):
            raise DeviceLost(f"the device was lost in the middle of the work: {_first_line(error)}") from error
        raise


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:300]
