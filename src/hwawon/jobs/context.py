"""What a handler holds while it works: its job, and the way to report and to learn that it must stop; and its end."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hwawon.errors import Cancelled, TookTooLong
from hwawon.jobs.claims import Claims, Effects
from hwawon.jobs.job import Job
from hwawon.storage.objects import Objects

WRITE_EVERY_S = 0.1
PREVIEW_LONGER_PX = 384


class ShuttingDown(Cancelled):
    """The worker shuts down; the job goes back to the queue."""


class JobContext:
    """One attempt at a job. Used by the thread that runs the handler."""

    def __init__(
        self,
        job: Job,
        claims: Claims,
        objects: Objects | None,
        stop: threading.Event,
        monotonic: Callable[[], float] = time.monotonic,
        limit_s: float | None = None,
    ) -> None:
        self.job = job
        self.step = 0
        self.steps = 0
        self._claims = claims
        self._objects = objects
        self._stop = stop
        self._monotonic = monotonic
        self._limit_s = limit_s
        self._began_s = monotonic()
        self._written_s: float | None = None
        self._preview_key: str | None = None

    def progress(self, step: int, steps: int, preview: Any | None = None) -> None:
        """Report `step` of `steps` (1 .. steps) and, where there is one, a preview, (H, W, 3) RGB uint8 of any size.

        Call it at every step: about ten reports a second are written, the first and the last always.

        Raises:
            Cancelled: somebody cancelled the job, or the worker must stop: leave, and let the error pass.
            TookTooLong: the attempt has run longer than it may: the same.
        """
        self.step, self.steps = step, steps
        self._obey()
        if not self._is_due(step, steps):
            self._claims.check(self.job)
            return
        self._written_s = self._monotonic()
        if preview is None or self._objects is None:
            self._claims.progress(self.job, step, steps, self._preview_key)
            return
        # The row names the object before it is there, so that no death leaves an object without a row.
        self._preview_key = preview_key(self.job)
        self._claims.progress(self.job, step, steps, self._preview_key)
        self._objects.write(self._preview_key, _encoded(preview))

    def check(self) -> None:
        """Raise what `progress` raises, where there is nothing to report."""
        self._obey()
        self._claims.check(self.job)

    def drop_preview(self) -> None:
        """Remove the preview, before the row forgets its name."""
        if self._objects is not None and self._preview_key is not None:
            self._objects.delete(self._preview_key)

    def _obey(self) -> None:
        if self._stop.is_set():
            raise ShuttingDown
        ran_s = self._monotonic() - self._began_s
        if self._limit_s is not None and ran_s > self._limit_s:
            limit = f"{self._limit_s:g} s (HWAWON_JOB_LIMIT_S)"
            raise TookTooLong(f"an attempt may take {limit}; this one has taken {ran_s:.1f} s")

    def _is_due(self, step: int, steps: int) -> bool:
        return self._written_s is None or step >= steps or self._monotonic() - self._written_s >= WRITE_EVERY_S


@dataclass(frozen=True)
class Outcome:
    """What a handler gives back.

    `effects` runs once, in the transaction that marks the job succeeded, and never for a job that was taken over.
    Objects are written before, by the handler: under hashed keys, so that an attempt after a death writes the same.
    """

    result: Mapping[str, Any]
    effects: Effects | None = None


@dataclass(frozen=True)
class Pending:
    """What a handler gives back whose device is free already: the rest is done beside the next job."""

    finish: Callable[[], Outcome]


Handler = Callable[[JobContext], Outcome | Pending]


def preview_key(job: Job) -> str:
    """Where the preview of a job lies while it runs."""
    return f"previews/{job.id}.webp"


def _encoded(preview: Any) -> bytes:
    from hwawon.imaging.thumbnail import thumbnail

    return thumbnail(preview, longer_px=PREVIEW_LONGER_PX, format="WEBP")
