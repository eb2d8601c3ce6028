"""The helper process: answers looks one after the other, with networks and pictures kept in its memory.

Started as `python -m hwawon.looks.helper FD`, where FD is its end of a pipe; it ends when the other end is closed.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from hwawon.errors import HwawonError
from hwawon.looks.no_core import leave_no_core
from hwawon.looks.room import Room

log = logging.getLogger(__name__)


def serve(pipe: Connection[Any, Any]) -> None:
    """Take a `Setup`, then (look, shown, request) again and again; answer with (value, None) or (None, error)."""
    try:
        room = Room(pipe.recv())
        while True:
            look, shown, request = pipe.recv()
            answer = _answer(room, look, shown, request)
            del shown, request  # it may be somebody's face, and the next look may come much later
            pipe.send(answer)
            del answer
    except (EOFError, ConnectionError):
        return  # the web process is gone, or needs no more looks


def _answer(room: Room, look: str, shown: Any, request: Any) -> tuple[Any, Exception | None]:
    try:
        return import_module(f"hwawon.looks.{look}").look(room, shown, request), None
    except HwawonError as error:
        return None, error
    except MemoryError:
        raise  # this process cannot be trusted any more; a new one takes its place
    except Exception as error:
        log.exception("the look %s failed", look)
        return None, RuntimeError(f"the look {look} failed: {type(error).__name__}")  # its words may hold what it read


if __name__ == "__main__":
    leave_no_core()
    serve(Connection(int(sys.argv[1])))
