"""The ear of a slot where notices come from a server: a connection for each would be too many, so it asks."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from hwawon.jobs.dispatch import Dispatcher

ASK_EVERY_S = 0.5  # what a slot does takes seconds


class AskingDispatcher:
    """Announces as another does, and hears nothing: the slot looks at the table twice a second."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def announce(self, tx: Connection, job_id: str, kind: str) -> None:
        """Pass it on."""
        self._dispatcher.announce(tx, job_id, kind)

    @contextmanager
    def listen(self, kinds: Collection[str]) -> Iterator["AskingListener"]:  # noqa: ARG002 - the port
        """Open nothing."""
        yield AskingListener()


class AskingListener:
    """Says after half a second that there may be work."""

    @contextmanager
    def turn(self, timeout_s: float, stop: threading.Event) -> Iterator[None]:
        """Wait for half a second."""
        stop.wait(min(timeout_s, ASK_EVERY_S))
        yield
