"""The name of a worker, by which others on its machine can tell that it is dead, without waiting for its lease."""

import os
import secrets
import socket
from pathlib import Path

_PROC = Path("/proc")


def own_name() -> str:
    """A name for this process: host:machine:process id:moment of its start:random, unique for each call."""
    pid = os.getpid()
    return f"{socket.gethostname()[:60]}:{_machine()}:{pid}:{_started(pid)}:{secrets.token_hex(3)}"


def is_surely_dead(name: str) -> bool:
    """Whether the worker of this name ran on this machine and is gone; False where that cannot be known."""
    parts = name.split(":")
    if len(parts) != 5 or not parts[2].isdigit() or parts[1] in ("", "elsewhere") or parts[1] != _machine():
        return False
    return _started(int(parts[2])) != parts[3]


def _machine() -> str:
    """This boot of this machine, seen from this container: process ids mean the same only within it."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text()
        return f"{boot.strip().replace('-', '')[:12]}-{(_PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:  # not Linux
        return "elsewhere"


def _started(pid: int) -> str:
    """When the process started, in the kernel's ticks: a process id may be given out again. Empty where it is gone."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]  # a zombie runs nothing any more
