"""Making the sample library and waiting for it: by the running server's worker, or by our own where there is none."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from hwawon.app import House
from hwawon.bulk.sample import queue_sample
from hwawon.engines.base import OnStep, Step
from hwawon.errors import Conflict
from hwawon.jobs.job import JobState
from hwawon.workshop import open_worker

LOOK_EVERY_S = 0.5


@dataclass(frozen=True)
class MadeSample:
    pictures: int
    failed: int
    seconds: float


def make_sample(house: House, *, small: bool, on_step: OnStep) -> MadeSample:
    """Queue the library and see it through."""
    started = time.monotonic()
    with house.database.write() as tx:
        jobs = [job.id for job in queue_sample(tx, house.queue, small=small)]
    with _somebody_works(house):
        counts = _waited(house, jobs, on_step)
    return MadeSample(counts[JobState.SUCCEEDED], counts[JobState.FAILED], time.monotonic() - started)


def _waited(house: House, jobs: Sequence[str], on_step: OnStep) -> Counter[JobState]:
    while True:
        states = [house.queue.get(id).state for id in jobs]
        over = sum(state.is_over for state in states)
        on_step(Step(max(over, 1), len(jobs)))
        if over == len(jobs):
            return Counter(states)
        time.sleep(LOOK_EVERY_S)


@contextmanager
def _somebody_works(house: House) -> Iterator[None]:
    """Our own worker in a thread, unless another one has the data folder already."""
    with ExitStack() as stack:
        try:
            worker = stack.enter_context(open_worker(house))
        except Conflict:
            yield
            return
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,), name="hwawon-sample")
        stack.callback(thread.join)
        stack.callback(stop.set)
        thread.start()
        yield
