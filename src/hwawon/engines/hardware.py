"""What this process paints on, for others to see. torch is asked where it is loaded, and never loaded for this."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GPU_FILES = (Path("/dev/nvidiactl"), Path("/dev/kfd"))  # of NVIDIA's and AMD's drivers
_PROC = Path("/proc")
_CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def hardware(precision: str) -> dict[str, Any] | None:
    """Kind (cpu, cuda, mps), name, memory in bytes, and the number format of the weights where it is known.

    The memory is what this process could use now: what is free, and what it holds itself. None while it is not known: a
    GPU may be there, and torch has not been loaded yet.
    """
    if "torch" in sys.modules:
        try:
            return _of_torch(precision)
        except RuntimeError:  # the device was lost; who paints will say so
            return None
    if sys.platform == "darwin" or any(file.exists() for file in GPU_FILES):
        return None
    return _cpu(None if precision == "auto" else precision)


def _of_torch(precision: str) -> dict[str, Any]:
    import torch

    from hwawon.engines.diffusion.device import find_device

    device = find_device(precision)
    number_format = str(device.dtype).removeprefix("torch.")
    if device.kind == "cuda":
        memory_bytes = torch.cuda.mem_get_info()[0] + torch.cuda.memory_reserved()
    elif device.kind == "mps":
        memory_bytes = torch.mps.recommended_max_memory()
    else:
        return _cpu(number_format)
    return {"kind": device.kind, "name": device.name, "memory_bytes": memory_bytes, "precision": number_format}


def _cpu(precision: str | None) -> dict[str, Any]:
    return {"kind": "cpu", "name": _cpu_name(), "memory_bytes": usable_ram_bytes(), "precision": precision}


def usable_ram_bytes() -> int:
    """RAM that this process could use: what is free and what it holds, within a container's limit."""
    available, own = _kilobytes(_PROC / "meminfo", "MemAvailable"), _kilobytes(_PROC / "self/status", "RssAnon")
    if available is None:
        usable = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")  # not Linux: all of it
    else:
        usable = (available + (own or 0)) * 1024
    return min([usable, *_container_limits()])


def _container_limits() -> Iterator[int]:
    for file in _CGROUP_LIMITS:
        try:
            words = file.read_text(encoding="ascii").strip()
        except OSError:
            continue
        if words.isdecimal():  # else "max": no limit
            yield int(words)


def _kilobytes(file: Path, name: str) -> int | None:
    found = re.search(rf"^{name}:\s+(\d+) kB$", _text(file), re.MULTILINE)
    return int(found[1]) if found else None


def _cpu_name() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _text(_PROC / "cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
