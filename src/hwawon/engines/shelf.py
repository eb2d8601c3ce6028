"""The engine that is loaded now. One at a time: a second checkpoint beside the first is what fills a GPU."""

import time

from hwawon.config import Settings
from hwawon.engines.base import Engine
from hwawon.engines.registry import build_engine


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
        """Let the engine's memory go when nobody has asked for it for a while; for the moments without a job."""
        if self._held is not None and time.monotonic() - self._used_s > self._settings.unload_after_s:
            self.close()

    def close(self) -> None:
        if self._held is not None:
            self._held[1].close()
            self._held = None
