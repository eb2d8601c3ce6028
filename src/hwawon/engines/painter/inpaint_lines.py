"""Following edited line art inside a mask: closed shapes take a colour, lines are inked in a tone that fits."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.content_light import LUMA, Surroundings
from hwawon.engines.painter.fill_levels import Flags, Floats

LINE = 0.35  # of 0..1; brighter is a line
INK = 0.8  # opacity of a line at scale 1
TINT = 0.85  # opacity of a coloured shape at scale 1
FEWEST_PIXELS = 24  # smaller shapes are texture


def closed_shapes(lines: Floats, hole: Flags) -> NDArray[np.int32]:
    """Numbers (H, W) from 1 of the shapes that lines close off inside the hole; 0 elsewhere."""
    free = (lines < LINE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    open_ones = set(np.unique(labels[~hole])) | set(np.unique(np.concatenate([labels[0], labels[-1]])))
    open_ones |= set(np.unique(np.concatenate([labels[:, 0], labels[:, -1]])))
    keep = np.array([n not in open_ones and stats[n, cv2.CC_STAT_AREA] >= FEWEST_PIXELS for n in range(count)])
    keep[0] = False
    numbers = np.zeros(count, np.int32)
    numbers[keep] = np.arange(1, np.count_nonzero(keep) + 1)
    return np.asarray(numbers[labels], np.int32)


def follow(
    picture: Floats, lines: Floats, shapes: NDArray[np.int32], scale: float, palette: Floats, around: Surroundings
) -> Floats:
    """The picture (H, W, 3) with its closed shapes coloured and the lines drawn.

    Args:
        lines: (H, W) 0..1, white lines.
        shapes: numbers from `closed_shapes`.
        scale: 0..2, how firmly; above 1 as 1.
        palette: (N, 3) colours that the shapes take in turn; empty leaves them in their own mean colour.
    """
    firm = np.float32(min(1.0, max(0.0, scale)))
    result = _coloured(picture, shapes, palette, firm) if shapes.any() else picture
    drawn = cv2.GaussianBlur(np.clip(lines, 0, 1), (0, 0), 0.6)[..., None] * np.float32(INK) * firm
    ink = np.minimum(result * np.float32(0.28), around.mean * np.float32(0.45))
    return np.asarray(result + (ink - result) * drawn, np.float32)


def _coloured(picture: Floats, shapes: NDArray[np.int32], palette: Floats, firm: np.float32) -> Floats:
    """Each shape in one colour, with the soft light of what lies below."""
    count = int(shapes.max()) + 1
    pixels = np.maximum(np.bincount(shapes.ravel(), minlength=count), 1)
    means = (
        np.stack([np.bincount(shapes.ravel(), picture[..., c].ravel(), count) for c in range(3)], 1) / pixels[:, None]
    )
    tints = means.astype(np.float32)
    if len(palette):
        tints = palette[np.arange(count) % len(palette)]
    light = cv2.GaussianBlur(picture @ LUMA, (0, 0), 3)
    shade = light / np.maximum((means @ LUMA)[shapes], 0.05)
    colours = np.clip(tints[shapes] * np.clip(0.3 + 0.7 * shade, 0.5, 1.4)[..., None], 0, 1)
    share = cv2.GaussianBlur((shapes > 0).astype(np.float32), (0, 0), 0.8)[..., None] * np.float32(TINT) * firm
    return np.asarray(picture + (colours - picture) * share, np.float32)
