"""Lines thinned to one pixel.

Guo and Hall, "Parallel thinning with two-subiteration algorithms", CACM 1989: joints and ends stay where they are.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

# A pixel's neighbours, clockwise from the one above: bit n of a pixel's code says whether neighbour n is set.
NEIGHBOURS = ((0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1))  # x, y


def thinned(lines: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The skeleton (H, W) of a mask (H, W): lines of one pixel, connected as the mask is."""
    skeleton = np.pad(lines, 1).astype(np.uint8)
    while True:
        before = np.count_nonzero(skeleton)
        for table in _REMOVED:
            skeleton[cv2.LUT(codes(skeleton), table) > 0] = 0
        if np.count_nonzero(skeleton) == before:
            return skeleton[1:-1, 1:-1] > 0


def codes(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Which neighbours of each pixel are set, as bits, for a mask (H, W) of 0 and 1; nothing lies beyond it."""
    kernel = np.zeros((3, 3), np.float32)
    for bit, (x, y) in enumerate(NEIGHBOURS):
        kernel[1 + y, 1 + x] = 1 << bit
    return np.asarray(cv2.filter2D(mask, cv2.CV_8U, kernel, borderType=cv2.BORDER_CONSTANT), np.uint8)


def _removable(code: int, second: bool) -> bool:
    """Whether a pixel with these neighbours goes in a pass; the names are the paper's."""
    p2, p3, p4, p5, p6, p7, p8, p9 = (bool(code >> bit & 1) for bit in range(8))
    crossings = (not p2 and (p3 or p4)) + (not p4 and (p5 or p6)) + (not p6 and (p7 or p8)) + (not p8 and (p9 or p2))
    ahead = (p9 or p2) + (p3 or p4) + (p5 or p6) + (p7 or p8)
    behind = (p2 or p3) + (p4 or p5) + (p6 or p7) + (p8 or p9)
    kept_side = (p2 or p3 or not p5) and p4 if second else (p6 or p7 or not p9) and p8
    return crossings == 1 and 2 <= min(ahead, behind) <= 3 and not kept_side


_REMOVED = tuple(np.array([_removable(code, second) for code in range(256)], np.uint8) for second in (False, True))
