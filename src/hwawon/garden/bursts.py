"""The faces of the last seconds of each visit, as numbers in memory, so that a guess rests on more than one moment."""

import threading
import time
from dataclasses import replace

from hwawon.vision.faces.face import Face
from hwawon.vision.faces.smooth import Burst

TOGETHER_S = 8.0  # a longer pause begins anew


class Bursts:
    """Safe to share between threads. Each process has its own: another one begins anew, which costs smoothness only."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Burst, float]] = {}
        self._turn = threading.Lock()
        self._tidying: threading.Timer | None = None

    def add(self, visit: str, face: Face) -> Face:
        """The face, averaged with those seen just before in this visit."""
        with self._turn:
            self._forget()
            burst = self._kept[visit][0] if visit in self._kept else Burst()
            self._kept[visit] = burst, time.monotonic()
            self._tidy_later()
            return burst.add(replace(face, vector=None))

    def drop(self, visit: str) -> None:
        """Forget what was seen in this visit."""
        with self._turn:
            self._forget()
            self._kept.pop(visit, None)

    def __len__(self) -> int:
        with self._turn:
            self._forget()
            return len(self._kept)

    def _tidy_later(self) -> None:
        """The last visitor of the day is forgotten as soon as all others."""
        if self._tidying is None:
            self._tidying = threading.Timer(TOGETHER_S, self._tidy)
            self._tidying.daemon = True
            self._tidying.start()

    def _tidy(self) -> None:
        with self._turn:
            self._tidying = None
            self._forget()
            if self._kept:
                self._tidy_later()

    def _forget(self) -> None:
        now_s = time.monotonic()
        for visit in [one for one, (_, seen_s) in self._kept.items() if now_s - seen_s > TOGETHER_S]:
            del self._kept[visit]
