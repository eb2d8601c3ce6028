"""Anti-glare: highlights and skin shine calmed inside the mask while edges stay.

The edge-preserving filter of Gastal and Oliveira (2011), as OpenCV has it.
"""

from __future__ import annotations

from math import isfinite

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadNumber
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import Mask

_MARGIN_PX = 32  # the filter sees this much around the mask


def anti_glare(pixels: NDArray[np.uint8], mask: Mask, amount: float) -> NDArray[np.uint8]:
    """`pixels` (H, W, 3) RGB smoothed where `mask` (H, W) is at least 128, by `amount` 0 (nothing) to 100.

    Returns:
        `pixels` itself for amount 0 or where nothing is masked.

    Raises:
        BadNumber: the amount is not in 0..100.
    """
    if not (isfinite(amount) and 0 <= amount <= 100):
        raise BadNumber(f"anti-glare must be from 0 to 100, got {amount}")
    inside = mask >= 128
    bounds = Bounds(*cv2.boundingRect(inside.view(np.uint8)))
    if amount == 0 or bounds.width == 0:
        return pixels
    area = bounds.pad(_MARGIN_PX).intersection(Bounds.whole(Extent.of(pixels))).slices
    smooth = cv2.edgePreservingFilter(
        np.ascontiguousarray(pixels[area]), flags=cv2.RECURS_FILTER, sigma_s=amount / 2, sigma_r=amount / 100
    )
    calmed = pixels.copy()
    calmed[area][inside[area]] = smooth[inside[area]]
    return calmed
