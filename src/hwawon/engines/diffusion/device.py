"""Where the numbers are computed, and how exactly."""

from __future__ import annotations

import ctypes
import gc
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch


@dataclass(frozen=True)
class Device:
    """A torch device and the number format of the weights on it."""

    kind: str  # cpu, cuda, mps
    dtype: Any  # torch.float32, torch.float16 or torch.bfloat16

    @property
    def name(self) -> str:
        return str(torch.cuda.get_device_name()) if self.kind == "cuda" else self.kind

    @property
    def free_bytes(self) -> int | None:
        """Memory free on the device; None where it cannot be asked."""
        return int(torch.cuda.mem_get_info()[0]) if self.kind == "cuda" else None

    def settle(self) -> None:
        """Tell torch how exactly a GPU computes in float32: to the last bit where that is asked for, else in TF32.

        cuDNN is left to its rules of thumb. Its search for the fastest way costs seconds at each new size, and may end
        elsewhere the next time: the same request would no longer give the same pixels.
        """
        precision = "ieee" if self.dtype == torch.float32 else "tf32"
        torch.backends.cudnn.conv.fp32_precision = precision
        torch.backends.cuda.matmul.fp32_precision = precision

    def placed(self, network: Any) -> Any:
        """The network on this device; on a GPU with its colours last, as tensor cores read a convolution."""
        if self.kind == "cuda":
            return network.to(self.kind, memory_format=torch.channels_last)
        return network.to(self.kind)

    def release(self) -> None:
        """Give back what nothing refers to any more."""
        gc.collect()
        if self.kind == "cuda":
            torch.cuda.empty_cache()
        _give_heap_back()


def _give_heap_back() -> None:
    """Tell glibc to return what was freed: weights that were converted while they were read would stay in its heap."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
    if trim is not None:
        trim(0)


def find_device(precision: str = "auto") -> Device:
    """The best device of this machine; `precision` is auto, float32, float16 or bfloat16.

    Half precision is taken where the device computes in it: on CPUs that means bfloat16 instructions, without which
    it is slower than float32.
    """
    kind = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if precision != "auto":
        return Device(kind, getattr(torch, precision))
    if kind == "cpu":
        return Device(kind, torch.bfloat16 if _cpu_has_bfloat16() else torch.float32)
    return Device(kind, torch.float16)


@cache
def spare_imports() -> None:
    """Let the collector pass over what has been imported: in torch and diffusers it is most of every collection."""
    gc.collect()
    gc.freeze()


def _cpu_has_bfloat16() -> bool:
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
