"""Few at a time: whoever works on all pixels of a large picture needs up to a gigabyte meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from hwawon.errors import TooManyRequests

AT_ONCE = 3
MOST_WAITING = 24  # of the forty threads that answer; the others are for what takes no time


class Few:
    """Lets some work and some wait. Safe to share between threads."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._most = at_once + most_waiting
        self._turns = threading.Semaphore(at_once)
        self._counting = threading.Lock()
        self._inside = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it until the block ends.

        Raises:
            TooManyRequests: too many wait already.
        """
        with self._counting:
            if self._inside >= self._most:
                raise TooManyRequests("many large pictures are asked for just now; try again in a moment")
            self._inside += 1
        try:
            with self._turns:
                yield
        finally:
            with self._counting:
                self._inside -= 1


WHOLE_PICTURES = Few()  # of this process, whose memory they share
