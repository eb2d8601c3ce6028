"""Progress of painting inside a mask: every part of the work tells its share, and may be cancelled there."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.base import OnStep, Step
from hwawon.engines.painter.fill_levels import Floats

STEPS = 10
PREVIEW_PX = 256


class Progress:
    """Turns shares of the whole 0..1 into steps that never fall."""

    def __init__(self, on_step: OnStep) -> None:
        self._on_step = on_step
        self._step = 0

    def at(self, share: float, picture: Floats) -> None:
        """Tell how far the work is; `picture` (H, W, 3) 0..1 becomes the preview. Raises what `on_step` raises."""
        self._step = min(STEPS, max(self._step, 1, round(share * STEPS)))
        self._on_step(Step(self._step, STEPS, _preview(picture)))

    def between(self, start: float, end: float) -> OnPart:
        """The part of the work from share `start` to share `end`, for a helper that counts from 0 to 1."""
        return OnPart(self, start, end)


class OnPart:
    """A stretch of a progress."""

    def __init__(self, progress: Progress, start: float, end: float) -> None:
        self._progress, self._start, self._end = progress, start, end

    def __call__(self, share: float, picture: Floats) -> None:
        self._progress.at(self._start + (self._end - self._start) * share, picture)


def _preview(picture: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    height, width = picture.shape[:2]
    scale = min(1.0, PREVIEW_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], 3)
    return np.clip(np.rint(small * 255), 0, 255).astype(np.uint8)
