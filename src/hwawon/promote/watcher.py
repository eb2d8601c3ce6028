"""The thread that watches imgPool/ and emotions/: by the kernel's events in a folder, and by looking through.

A look through finds what no event told: a bucket has none, and a busy kernel may drop some.
"""

import logging
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from hwawon.disk import make_folder
from hwawon.errors import HwawonError
from hwawon.promote.outside import ROOTS, Outside
from hwawon.storage.objects import ObjectInfo

log = logging.getLogger(__name__)

TURN_S = 1.0
START_AFTER_S = 2.0  # the first answer of a server that starts comes before
_REST = 10  # between two looks through, so many times the time that the last one took


class Watcher:
    """Watches until told to stop."""

    def __init__(self, outside: Outside, every_s: float) -> None:
        self._outside = outside
        self._every_s = every_s
        self._again: set[str] = set()
        self._due_s = 0.0

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set; what goes wrong is logged, and tried again at the next look."""
        if stop.wait(START_AFTER_S):
            return
        folder = self._folder()
        if folder is not None and self._watched(folder, stop):
            return
        while not stop.wait(TURN_S):
            self.turn(())

    def turn(self, paths: Iterable[Path]) -> None:
        """Look at what changed, at what was being written, and, when it is time, at everything."""
        try:
            self._look(paths)
            if time.monotonic() >= self._due_s:
                began_s = time.monotonic()
                self._again |= self._outside.sweep()
                took_s = time.monotonic() - began_s
                self._due_s = time.monotonic() + max(self._every_s, _REST * took_s)
        except Exception:  # whatever it is: nobody would start the thread again
            log.warning("looking at what came from outside failed", exc_info=True)
            self._due_s = time.monotonic() + self._every_s

    def _look(self, paths: Iterable[Path]) -> None:
        keys, folder = self._again, self._folder()
        self._again = set()
        for path in paths if folder else ():
            assert folder is not None
            if path.is_dir():  # it was moved here whole
                keys |= {key for key, _ in self._outside.objects.listed(path.relative_to(folder).as_posix())}
            elif not path.suffix:  # a folder that was moved away, perhaps
                self._due_s = 0.0
            else:
                keys.add(path.relative_to(folder).as_posix())
        ordered = sorted(keys)
        for first in range(0, len(ordered), 500):
            found: dict[str, ObjectInfo | None] = {key: self._outside.head(key) for key in ordered[first : first + 500]}
            self._again |= self._outside.look(found)

    def _watched(self, folder: Path, stop: threading.Event) -> bool:
        """Whether the kernel told of changes until the stop; False where it does not."""
        from watchfiles import watch

        roots = [folder / root for root in ROOTS]
        try:
            for root in roots:
                make_folder(root)
            changes = watch(
                *roots, stop_event=stop, debounce=400, rust_timeout=int(TURN_S * 1000), yield_on_timeout=True,
                watch_filter=None, raise_interrupt=False,
            )  # fmt: skip
            self.turn(())
            for some in changes:
                self.turn({Path(path) for _, path in some})
        except (HwawonError, OSError, RuntimeError):
            log.warning("%s cannot be watched; it is looked through every %g s", folder, self._every_s, exc_info=True)
            return False
        return True

    def _folder(self) -> Path | None:
        """The folder of the objects, None for a bucket."""
        path = self._outside.objects.local_path(ROOTS[0])
        return None if path is None else path.parent
