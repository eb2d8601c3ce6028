"""The last arithmetic of painting inside a mask: grain, mixing by the mask, and the promise that something changes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.base import Pixels
from hwawon.engines.painter.fill_levels import Flags, Floats

LEAST_GRAIN = 0.8 / 255
MOST_GRAIN = 12 / 255


def grain_of(image: Floats, known: Flags) -> float:
    """Standard deviation (0..1) of the finest grain where the picture is known (median of the smooth places)."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    fine = np.abs(grey - cv2.medianBlur(grey, 3))
    values = fine[known]
    if values.size == 0:
        return LEAST_GRAIN
    return float(np.clip(1.4826 * np.median(values), LEAST_GRAIN, MOST_GRAIN))


def grained(image: Floats, amount: float, chance: np.random.Generator) -> Floats:
    """The image with grain of that standard deviation, mostly in lightness."""
    shape = image.shape[:2]
    light = chance.normal(0, amount, (*shape, 1)).astype(np.float32)
    tint = chance.normal(0, amount / 3, (*shape, 3)).astype(np.float32)
    rough: Floats = image + light + tint
    return np.clip(rough, 0, 1).astype(np.float32)


def mixed(before: Pixels, painted: Floats, mask: Pixels, opacity: NDArray[np.float64]) -> Pixels:
    """The painted picture where the mask is 255, what was before where it is 0, and a pixel changed in between.

    Args:
        before: (H, W, 3) uint8.
        painted: (H, W, 3) 0..1.
        mask: (H, W) uint8; grey means less change.
        opacity: (H, W) 0..1.
    """
    share = mask.astype(np.float32) * (opacity / 255).astype(np.float32)
    result = before + (painted * 255 - before) * share[..., None]
    pixels = np.clip(np.rint(result), 0, 255).astype(np.uint8)
    if np.array_equal(pixels, before) and mask.any():
        return _nudged(before, mask)
    return pixels


def _nudged(before: Pixels, mask: Pixels) -> Pixels:
    """One level of difference at the place that the mask asks for most: the least that can be called a change."""
    row, column = np.unravel_index(int(mask.argmax()), mask.shape)
    pixels = before.copy()
    colour = pixels[row, column]
    pixels[row, column] = np.where(colour < 128, colour + 1, colour - 1)
    return pixels
