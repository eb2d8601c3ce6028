"""A job queue with a clock that tests turn, and handlers that do little."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hwawon.jobs import Dispatcher, Handler, Job, JobContext, JobQueue, Outcome, Pending, Worker, open_dispatcher
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

NEVER = threading.Event()


class Clock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def echo(context: JobContext) -> Outcome:
    """Give the request back."""
    return Outcome(dict(context.job.request))


@dataclass
class Rig:
    """One database with its queue; workers are made as needed."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    ran: list[str] = field(default_factory=list)  # the "name" of each request, in the order of running

    def __post_init__(self) -> None:
        self.dispatcher: Dispatcher = open_dispatcher(self.database)
        self.queue = JobQueue(self.database, self.dispatcher, self.clock)

    def submit(self, name: str = "a", kind: str = "echo", **options: Any) -> Job:
        with self.database.write() as tx:
            return self.queue.submit(tx, kind, {"name": name}, **options)

    def worker(self, handler: Handler = echo, *, objects: Objects | None = None, **options: Any) -> Worker:
        def run(context: JobContext) -> Outcome | Pending:
            self.ran.append(context.job.request["name"])
            return handler(context)

        return Worker(self.database, self.dispatcher, {"echo": run}, objects=objects, clock=self.clock, **options)

    def events_of(self, job_id: str) -> list[Mapping[str, Any]]:
        with self.database.read() as tx:
            told = [event.payload for event in events.after(tx, 0, 10_000) if event.topic == "job"]
        return [payload for payload in told if payload["id"] == job_id]


def fails(error: Exception) -> Handler:
    """A handler that always raises."""

    def run(_context: JobContext) -> Outcome:
        raise error

    return run


def until(condition: Callable[[], bool], timeout_s: float = 10.0) -> None:
    """Wait for something that other threads or processes bring about."""
    waiting = threading.Event()
    for _ in range(int(timeout_s / 0.01)):
        if condition():
            return
        waiting.wait(0.01)
    raise AssertionError(f"still not so after {timeout_s} s")
