"""Wrong codes are counted for each caller, so that guessing takes longer than anybody waits."""

import threading
import time
from collections import OrderedDict

from hwawon.errors import TooManyRequests

WRONG_AT_MOST = 20
WITHIN_S = 600.0
MOST_CALLERS = 10_000


class Attempts:
    """Safe to share between threads. Each process counts for itself."""

    def __init__(self, at_most: int = WRONG_AT_MOST, within_s: float = WITHIN_S) -> None:
        self._at_most, self._within_s = at_most, within_s
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._turn = threading.Lock()

    def check(self, caller: str) -> None:
        """Raises TooManyRequests where this caller was wrong too often of late."""
        with self._turn:
            if len(self._recent(caller)) >= self._at_most:
                raise TooManyRequests("too many wrong codes; try again in some minutes")

    def wrong(self, caller: str) -> None:
        """Note a wrong code."""
        with self._turn:
            self._wrong[caller] = [*self._recent(caller), time.monotonic()]
            self._wrong.move_to_end(caller)
            while len(self._wrong) > MOST_CALLERS:
                self._wrong.popitem(last=False)

    def _recent(self, caller: str) -> list[float]:
        since_s = time.monotonic() - self._within_s
        return [moment_s for moment_s in self._wrong.get(caller, ()) if moment_s > since_s]
