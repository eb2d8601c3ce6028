"""Line art from a picture, white lines on black, as ControlNet line models take it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def xdog(
    rgb: NDArray[np.uint8], *, sigma_px: float = 1.0, sharpness: float = 20.0, steepness: float = 0.03
) -> NDArray[np.uint8]:
    """Soft drawn lines, (H, W) uint8: extended difference of Gaussians (Winnemöller et al. 2012).

    Args:
        rgb: (H, W, 3).
        sigma_px: half the width of the lines found; the second Gaussian is 1.6 times as wide.
        sharpness: weight of the edge against the tone; the higher, the more lines.
        steepness: how sharply a line begins, per level of 255.
    """
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    narrow, wide = (cv2.GaussianBlur(grey, (0, 0), sigma) for sigma in (sigma_px, 1.6 * sigma_px))
    darker = np.maximum(wide - narrow, 0) * np.float32(sharpness)
    lines = 255 * np.tanh(np.float32(steepness) * np.maximum(darker - np.float32(sharpness), 0))
    return np.asarray(np.rint(lines), dtype=np.uint8)


def canny(rgb: NDArray[np.uint8], *, low: float | None = None, high: float | None = None) -> NDArray[np.uint8]:
    """Thin edges of 0 or 255, (H, W) uint8 (Canny 1986).

    `low` and `high` are gradients in levels; left out, they follow the picture's own strongest tenth of gradients.
    """
    grey = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (5, 5), 1.2)
    if high is None:
        slopes = [slope.astype(np.float32) for slope in cv2.spatialGradient(grey)]
        high = max(20.0, float(np.percentile(np.abs(slopes[0]) + np.abs(slopes[1]), 90)))
    return np.asarray(cv2.Canny(grey, 0.4 * high if low is None else low, high), dtype=np.uint8)
