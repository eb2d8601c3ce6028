"""One call of an endpoint in a thread of its own, watched from here, so that a job can be stopped meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from hwawon.engines.endpoints.endpoint import Endpoint
from hwawon.errors import EngineDied

EVERY_S = 0.5

Seen = Callable[[float], None]  # seconds since it began; raises Cancelled to stop


class Posting(threading.Thread):
    """The call that blocks. It cannot be taken back: an endpoint that was asked paints to the end."""

    def __init__(self, endpoint: Endpoint, body: dict[str, Any]) -> None:
        super().__init__(name="hwawon-endpoint", daemon=True)
        self._endpoint = endpoint
        self._body = body
        self._answer: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._answer = self._endpoint.ask(self._body)
        except BaseException as error:
            self._error = error

    def answer(self, seen: Seen, timeout_s: float) -> Any:
        """What came back, with `seen` called twice a second while it runs.

        Raises:
            Cancelled: `seen` raised it.
            EngineDied: nothing came within `timeout_s`.
            EngineUnavailable, OutOfMemory, BadInput, EngineError: see `Endpoint.ask`.
        """
        began_s = time.monotonic()
        while self.is_alive():
            self.join(EVERY_S)
            taken_s = time.monotonic() - began_s
            if not self.is_alive():
                break
            if taken_s > timeout_s:
                raise EngineDied(f"{self._endpoint.name} did not answer within {timeout_s:g} s")
            seen(taken_s)
        if self._error is not None:
            raise self._error
        return self._answer

    def wait(self, seen: Seen, timeout_s: float) -> None:
        """Return when it is over, whatever came of it, or after `timeout_s`; `seen` as above."""
        began_s = time.monotonic()
        while self.is_alive() and (taken_s := time.monotonic() - began_s) < timeout_s:
            seen(taken_s)
            self.join(EVERY_S)
