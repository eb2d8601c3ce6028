"""Looks, from the web process's side: a queue, and the helper process that answers it, one look at a time.

A network that looks may need most of a gigabyte for seconds; that memory and those seconds are the helper's. It is
started by the first look, ends after a minute without one, and is replaced when it dies.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import Empty, PriorityQueue
from typing import TYPE_CHECKING, Any, Literal

from hwawon.errors import LookFailed, TooManyRequests

if TYPE_CHECKING:  # every command opens a house, and most never look
    from multiprocessing.connection import Connection

    from hwawon.looks.request import CodesLook, FacesLook, Look
    from hwawon.looks.setup import Setup
    from hwawon.looks.shown import Shown

log = logging.getLogger(__name__)

IDLE_S = 60.0
PATIENCE_S = 90.0  # for one look; a large picture has to be read first
MOST_WAITING = 32
_END_S = 2.0
# The modules of this room that look.
Kind = Literal["codes", "faces", "lines", "strokes", "people", "box", "tags", "select"]
_QUICK: dict[Kind, int] = {"codes": 0, "faces": 0, "select": 0, "tags": 0}  # these come first
TURN: dict[Kind, int] = {**_QUICK, "people": 1, "box": 1, "lines": 2, "strokes": 2}
_AT_ONCE = -1


@dataclass(frozen=True)
class _Asked:
    look: Kind
    shown: Shown | bytes
    request: Look | FacesLook | CodesLook
    answer: Future[Any]


class Looker:
    """Gives looks to a helper process. Safe to share between threads."""

    def __init__(self, setup: Setup, *, idle_s: float = IDLE_S, patience_s: float = PATIENCE_S) -> None:
        self._helper = _Helper(setup)
        self._idle_s, self._patience_s = idle_s, patience_s
        self._asked: PriorityQueue[tuple[int, int, _Asked | None]] = PriorityQueue()
        self._numbers = count()
        self._thread: threading.Thread | None = None
        self._beginning = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The helper's process id while it lives."""
        return self._helper.pid

    def ask(self, look: Kind, shown: Shown | bytes, request: Look | FacesLook | CodesLook) -> Future[Any]:
        """The answer to come; cancelling it before its turn takes the look out of the queue.

        `shown` is a stored picture, or the bytes of a file where the look takes those; they are let go once looked at.

        It ends with the look's own HwawonError, or with LookFailed where the helper died or took too long.

        Raises:
            TooManyRequests: too many looks are waiting.
        """
        if self._waiting() >= MOST_WAITING:
            raise TooManyRequests(f"{MOST_WAITING} looks are waiting already; try again in a moment")
        asked = _Asked(look, shown, request, Future())
        with self._beginning:
            if self._thread is None:
                self._thread = threading.Thread(target=self._answer_all, name="hwawon-looker", daemon=True)
                self._thread.start()
        self._asked.put((TURN[look], next(self._numbers), asked))
        return asked.answer

    def close(self) -> None:
        """End the helper, in whatever it is doing. Closing twice is fine."""
        with self._beginning:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._asked.put((_AT_ONCE, next(self._numbers), None))
            self._helper.kill()
            thread.join(_END_S)

    def _waiting(self) -> int:
        """How many looks wait whose callers are still there."""
        with self._asked.mutex:
            return sum(asked is not None and not asked.answer.cancelled() for _, _, asked in self._asked.queue)

    def _answer_all(self) -> None:
        while (asked := self._next()) is not None:
            self._answer(asked)
            del asked  # it may hold somebody's face, and the next look may come much later
        self._helper.end()
        while not self._asked.empty():
            left = self._asked.get()[2]
            if left is not None:
                left.answer.cancel()

    def _answer(self, asked: _Asked) -> None:
        if not asked.answer.set_running_or_notify_cancel():
            return
        try:
            value = self._helper.look(asked.look, asked.shown, asked.request, self._patience_s)
        except BaseException as error:
            asked.answer.set_exception(error.with_traceback(None))  # its frames hold what was looked at
        else:
            asked.answer.set_result(value)

    def _next(self) -> _Asked | None:
        """The look whose turn it is; None to end. The helper does not wait for it longer than it may idle."""
        try:
            return self._asked.get(timeout=self._idle_s)[2]
        except Empty:
            self._helper.end()
            return self._asked.get()[2]


class _Helper:
    """The process itself. Only the looker's thread uses it, but for `pid` and `kill`."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection[Any, Any] | None = None

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def look(self, look: Kind, shown: Shown | bytes, request: Look | FacesLook | CodesLook, patience_s: float) -> Any:
        """The answer. Raises the look's own error, or LookFailed."""
        pipe = self._opened()
        try:
            pipe.send((look, shown, request))
            if not pipe.poll(patience_s):
                self.end()
                raise LookFailed(f"looking took longer than {patience_s:g} s and was ended; try a smaller box")
            value, error = pipe.recv()
        except (EOFError, OSError) as broken:
            status = self.end()
            log.warning("the process that looks at pictures ended with status %s", status)
            raise LookFailed("the process that looks at pictures ended in the middle of it; try again") from broken
        if error is not None:
            raise error
        return value

    def kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def end(self) -> int | None:
        """End the process and give back what it was ended with; None where there is none."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return None
        process.kill()
        return process.wait()

    def _opened(self) -> Connection[Any, Any]:
        if self._process is not None and self._process.poll() is not None:
            self.end()  # it died while nobody looked
        if self._pipe is None:
            self._pipe = self._started()
        return self._pipe

    def _started(self) -> Connection[Any, Any]:
        from multiprocessing import Pipe

        mine, its = Pipe()
        command = [sys.executable, "-m", "hwawon.looks.helper", str(its.fileno())]
        # A session of its own: Ctrl-C in the terminal is the server's, which then ends its helper.
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, pass_fds=(its.fileno(),), start_new_session=True
        )
        its.close()
        with suppress(OSError):  # told again, and better, by the look that follows
            mine.send(self._setup)
        return mine
