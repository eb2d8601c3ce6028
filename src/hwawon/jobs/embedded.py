"""The worker process from its own side: signals, the death of its server, and the lock that makes it the only one."""

import ctypes
import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from hwawon.errors import Conflict, NotWritable
from hwawon.jobs.crew import Crew
from hwawon.jobs.worker import Worker

log = logging.getLogger(__name__)

GIVE_BACK_AFTER_S = 5.0
_LOCK_WITHIN_S = 5.0
_PR_SET_PDEATHSIG = 1


def serve_jobs(worker: Worker | Crew) -> bool:
    """Run the worker in the main thread until SIGTERM or SIGINT, with the slots of a crew beside it.

    Then end within six seconds, whatever the engine does. False: no signal came, the worker is spent.

    A step that takes longer than five seconds is not waited for: its job goes back to the queue and the process ends.
    """
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    threading.Thread(target=_insist, args=(worker, stop), name="hwawon-insist", daemon=True).start()
    worker.run(stop)
    return stop.is_set()


def end_with_parent(parent: int, pipe: int = 0) -> None:
    """Kill this process when the process `parent`, which holds the other end of the file descriptor `pipe`, dies.

    Two ways, since each has a gap: the kernel's signal is Linux's own, and the thread that reads the pipe does not run
    while an engine's native code keeps Python's lock.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked to be told
        os._exit(1)
    threading.Thread(target=_end_at_eof, args=(pipe,), name="hwawon-parent", daemon=True).start()


def begin_anew() -> NoReturn:
    """Run this program again in this process, with nothing of what it holds: a lost GPU comes back to no other way."""
    log.warning("a device was lost; the worker begins anew")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


@contextmanager
def only_worker(path: Path) -> Iterator[None]:
    """Hold the lock that says: no other worker of this data folder lives, so every running job is an orphan.

    The kernel frees it when its holder dies in whatever way. Waits a moment for a holder that is just ending.

    Raises:
        Conflict: another worker holds it.
        NotWritable: the lock file cannot be made.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise NotWritable(f"cannot make the lock file {path}: {error.strerror}") from error
    with file:
        until = time.monotonic() + _LOCK_WITHIN_S
        while not _locked(file.fileno()):
            if time.monotonic() > until:
                raise Conflict(f"another worker runs on this data folder: {path} is locked")
            time.sleep(0.05)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_at_eof(pipe: int) -> None:
    while os.read(pipe, 1):  # not sys.stdin: its lock, held by this thread, breaks the interpreter's own end
        continue
    os._exit(1)


def _insist(worker: Worker | Crew, stop: threading.Event) -> None:
    stop.wait()
    time.sleep(GIVE_BACK_AFTER_S)
    for job in worker.current:
        log.warning("job %s does not stop; it goes back to the queue and the process ends", job.id)
        worker.claims.give_back(job)
    os._exit(0)
