"""An installation under SIGKILLs: real `hwawon serve` and `hwawon worker` processes, restarted as an operator would."""

import os
import random
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from support.server import HWAWON, Server, environment_for, started

GONE_WITHIN_S = 10.0
WORKERS = 2  # on PostgreSQL


class Installation:
    """A server with its own worker on SQLite; on PostgreSQL a server and two workers on their own."""

    def __init__(self, folder: Path, database_url: str | None, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.kills: Counter[str] = Counter()
        self.slowest_end_s = 0.0
        self._embedded = database_url is None
        settings = {"HWAWON_DATABASE_URL": database_url} if database_url else {}
        self._environment = environment_for(folder / "data", settings)
        self._port = _free_port()
        self.server = self._start_server()
        self._fleet = [self._start_worker() for _ in range(0 if self._embedded else WORKERS)]

    def strike(self) -> None:
        """Kill the server or a worker that is alive, see that the server's own worker goes with it, and start again."""
        if self.chance.random() < (0.5 if self._embedded else 0.25):
            self._kill_server()
        else:
            self._kill_worker()

    def stop(self) -> float:
        """Ask all to end; the seconds until the last process is gone.

        Raises:
            AssertionError: one is still there after ten seconds.
        """
        began_s = time.monotonic()
        everybody = [*self._family(), *(psutil.Process(worker.pid) for worker in self._fleet)]
        for process in (self.server.process, *self._fleet):
            process.terminate()
        _await_gone(everybody)
        return time.monotonic() - began_s

    def end(self) -> None:
        """Kill what is left."""
        for process in (self.server.process, *self._fleet):
            process.kill()
            process.wait()

    def _kill_server(self) -> None:
        began_s = time.monotonic()
        family = self._family()
        self.server.process.kill()
        self.server.process.wait()
        _await_gone(family)
        self.slowest_end_s = max(self.slowest_end_s, time.monotonic() - began_s)
        self.kills["server"] += 1
        self.server = self._start_server()

    def _kill_worker(self) -> None:
        if self._embedded:
            own = [process for process in self._family() if process.pid != self.server.process.pid]
            if own:  # else it was killed a moment ago and is not back yet
                os.kill(own[0].pid, signal.SIGKILL)
                self.kills["worker"] += 1
            return
        place = self.chance.randrange(WORKERS)
        self._fleet[place].kill()
        self._fleet[place].wait()
        self.kills["worker"] += 1
        self._fleet[place] = self._start_worker()

    def _family(self) -> list[psutil.Process]:
        server = psutil.Process(self.server.process.pid)
        return [server, *server.children(recursive=True)]

    def _start_server(self) -> Server:
        alone = () if self._embedded else ("--no-worker",)
        line = [*HWAWON, "serve", "--port", str(self._port), *alone]
        return started(line, self.folder, self._environment)

    def _start_worker(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "workers.log").open("ab") as output:
            line = [*HWAWON, "worker"]
            return subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=self._environment, cwd=self.folder
            )


@contextmanager
def installed(folder: Path, database_url: str | None, seed: int) -> Iterator[Installation]:
    """An installation that is gone when the block ends."""
    installation = Installation(folder, database_url, seed)
    try:
        yield installation
    finally:
        installation.end()


def _await_gone(processes: Sequence[psutil.Process]) -> None:
    """Wait until none runs any more; a zombie runs nothing, and when it is reaped is its parent's matter."""
    until_s = time.monotonic() + GONE_WITHIN_S
    while alive := [process for process in processes if _runs(process)]:
        assert time.monotonic() < until_s, f"still there after {GONE_WITHIN_S} s: {alive}"
        time.sleep(0.01)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
