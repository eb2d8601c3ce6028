"""The engine that is loaded now. One at a time: a second checkpoint beside the first is what fills a GPU."""

import time

from hwawon.config import Settings
from hwawon.engines.base import Engine
from hwawon.engines.registry import build_engine

REST_AFTER_S = 60.0  # those who paint one picture after the other do not wait for an engine that rests


class EngineShelf:
    """Keeps the engine used last, closes it when another is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: tuple[str, Engine] | None = None
        self._used_s = time.monotonic()

    def get(self, name: str) -> Engine:
        """The engine of that name, loaded.

        Raises:
            UnknownEngine: there is none.
        """
        if self._held is None or self._held[0] != name:
            engine = build_engine(name, self._settings)
            self.close()
            self._held = (name, engine)
        self._used_s = time.monotonic()
        return self._held[1]

    def rest(self) -> None:
        """For the moments without a job: let the engine rest, and its memory go when nobody asks for it for a while."""
        if self._held is None:
            return
        idle_s = time.monotonic() - self._used_s
        if idle_s > self._settings.unload_after_s:
            self.close()
        elif idle_s > REST_AFTER_S:
            self._held[1].rest()

    def close(self) -> None:
        if self._held is not None:
            self._held[1].close()
            self._held = None
