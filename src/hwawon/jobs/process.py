"""The worker process as the server sees it: started, watched, started again, and gone when the server is gone.

The worker's standard input is a pipe whose other end only the server holds. Nothing is ever sent: its end of file tells
the worker, within a moment, that the server died in whatever way.
"""

import logging
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

STOP_WITHIN_S = 7.0  # the server itself takes up to two, and all must be gone within ten
_HEALTHY_S = 5.0
_LONGEST_PAUSE_S = 5.0


class WorkerProcess:
    """A child that is kept alive by a thread of this process."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """`command` must run `hwawon.jobs.embedded.serve_jobs`."""
        self._command = list(command)
        self._environment = dict(environment) if environment is not None else None
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._changing = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="hwawon-worker-process", daemon=True)

    @property
    def pid(self) -> int | None:
        """The worker's process id while it lives."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Start the worker, and again whenever it ends, until `stop`."""
        self._thread.start()

    def begin_stop(self) -> None:
        """Ask the worker to end and do not wait, so that it ends while the server does."""
        with self._changing:
            self._stopping.set()
            if self._child is not None:
                self._child.terminate()

    def stop(self) -> None:
        """Ask the worker to end, insist after seven seconds, and return when it is gone."""
        self.begin_stop()
        if self._child is not None:
            _end(self._child)
        if self._thread.is_alive():
            self._thread.join()

    def _keep(self) -> None:
        # This thread must outlive its children: Linux sends the signal of a parent's death when the thread dies.
        quick_ends = 0
        while (child := self._start_child()) is not None:
            started_s = time.monotonic()
            status = child.wait()
            if child.stdin is not None:
                child.stdin.close()
            if self._stopping.is_set():
                return
            quick_ends = 0 if time.monotonic() - started_s > _HEALTHY_S else quick_ends + 1
            log.warning("the worker process ended with status %d; starting it again", status)
            self._stopping.wait(pause_s(quick_ends))

    def _start_child(self) -> subprocess.Popen[bytes] | None:
        with self._changing:
            if self._stopping.is_set():
                return None
            self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=self._environment)
            return self._child


def pause_s(quick_ends: int) -> float:
    """Seconds before the next start: none for a worker that was killed, more for one that ends again and again."""
    return 0.0 if quick_ends < 3 else min(0.1 * 2.0 ** (quick_ends - 3), _LONGEST_PAUSE_S)


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        log.warning("the worker process did not end within %g s; killing it", STOP_WITHIN_S)
        child.kill()
        child.wait()
