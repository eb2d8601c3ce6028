"""The crop that is looked at, at a size that suits looking; and the way back to the picture's pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Pixels

RGB = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class View:
    """A box's pixels, enlarged or reduced."""

    pixels: RGB  # (h, w, 3)
    box: Bounds  # in the picture

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels of the picture for one of the view, across and down."""
        height, width = self.pixels.shape[:2]
        return self.box.width / width, self.box.height / height

    def to_picture(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Points (N, 2) x, y of the view's pixel centres as places in the picture, whose upper left corner is 0, 0."""
        scale, corner = np.array(self.scale, np.float32), np.array(self.box[:2], np.float32)
        return np.asarray((points + np.float32(0.5)) * scale + corner, np.float32)


def view_of(crop: Pixels, box: Bounds, most_px: int, longer_px: int = 1, largest_factor: float = 4.0) -> View:
    """The crop with at most about `most_px` pixels; a small one is enlarged until its longer side is `longer_px`."""
    height, width = crop.shape[:2]
    factor = min((most_px / (height * width)) ** 0.5, max(1.0, min(largest_factor, longer_px / max(height, width))))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return View(resized(crop, size), box)


def resized(pixels: Pixels, size: tuple[int, int]) -> RGB:
    """Averaged down, or smoothly enlarged, to (width, height)."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return np.ascontiguousarray(pixels, np.uint8)
    grows = size[0] > pixels.shape[1]
    how = cv2.INTER_CUBIC if grows else cv2.INTER_AREA
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels), size, interpolation=how), np.uint8)
