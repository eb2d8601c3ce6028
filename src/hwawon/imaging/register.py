"""Finding by how much one picture is shifted and zoomed against another, to a few hundredths of a pixel.

Gauss-Newton on a pyramid over the motion together with a brightness and contrast error (Lucas and Kanade 1981; Baker
and Matthews 2004), with robust weights, so that local changes do not pull.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Extent
from hwawon.imaging.resample import resize

_COARSEST_PX = 48
_STEPS, _STILL_PX = 5, 0.02

Grey = NDArray[np.float32]  # (H, W) levels of 0..255


class Motion(NamedTuple):
    """A point p of the reference is found at centre + zoom * (p - centre) + (x, y) in the moved picture."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0

    @property
    def shift_px(self) -> float:
        return float(np.hypot(self.x, self.y))

    def farthest_px(self, extent: Extent) -> float:
        """The largest displacement, at some corner."""
        half = abs(self.zoom - 1) / 2
        return float(np.hypot(abs(self.x) + half * extent.width, abs(self.y) + half * extent.height))

    def scaled(self, factor: float) -> Motion:
        return Motion(self.x * factor, self.y * factor, self.zoom)


def find_motion(
    moved: Grey, reference: Grey, weights: Grey, start: Motion | None = None, *, levels: int = 3, with_zoom: bool = True
) -> Motion:
    """The motion that makes `moved` explain `reference` best where `weights` (0..1) count; coarse to fine.

    A start within about 2 ** (levels + 1) px leads to the true motion; what is found should be checked by
    `correlation`. Rounded to 0.001 px, so that the last bits of a sum, which differ from run to run, do not
    change a picture.
    """
    pyramid = [(moved, reference, weights)]
    while len(pyramid) <= levels and min(pyramid[-1][0].shape) >= 2 * _COARSEST_PX:
        pyramid.append((_halved(pyramid[-1][0]), _halved(pyramid[-1][1]), _halved(pyramid[-1][2])))
    motion = start or Motion()
    for level in range(len(pyramid) - 1, -1, -1):
        at_level, inside = motion.scaled(0.5**level), pyramid[level][2] > 0.5
        if np.count_nonzero(inside) < 5 * _COARSEST_PX:
            continue
        for _ in range(_STEPS):
            at_level, step_px = _gauss_newton(pyramid[level][0], pyramid[level][1], inside, at_level, with_zoom)
            if step_px < _STILL_PX:
                break
        motion = at_level.scaled(2.0**level)
    return Motion(round(motion.x, 3), round(motion.y, 3), round(motion.zoom, 6))


def _halved(image: Grey) -> Grey:
    """Whole cells of 2x2 only, so that every one is the exact mean of its pixels."""
    height, width = (side // 2 for side in image.shape)
    return np.asarray(resize(image[: 2 * height, : 2 * width], Extent(width, height)), dtype=np.float32)


def _gauss_newton(
    moved: Grey, reference: Grey, inside: NDArray[np.bool_], motion: Motion, with_zoom: bool
) -> tuple[Motion, float]:
    """One step, and how far it went at the corners in pixels."""
    height, width = reference.shape
    now = warped(moved, motion)
    slope_x, slope_y = (cv2.Sobel(now, cv2.CV_32F, *order, scale=1 / 8)[inside] for order in ((1, 0), (0, 1)))
    error = (reference - now)[inside]
    spread = np.float32(4.5 * float(np.median(np.abs(error))) + 3)
    rows, columns = np.nonzero(inside)
    away = slope_x * (columns - (width - 1) / 2) + slope_y * (rows - (height - 1) / 2)
    parameters = np.stack([slope_x, slope_y, now[inside], np.ones_like(error), *([away] if with_zoom else [])])
    weighted = parameters / (1 + np.square(error / spread))
    step = np.linalg.lstsq(weighted @ parameters.T, weighted @ error, rcond=1e-9)[0]
    zoomed = float(step[4]) if with_zoom else 0.0
    after = Motion(motion.x + float(step[0]), motion.y + float(step[1]), motion.zoom + zoomed)
    return after, float(np.hypot(step[0], step[1]) + abs(zoomed) * max(width, height) / 2)


def correlation(first: Grey, second: Grey, inside: NDArray[np.bool_]) -> float:
    """-1..1; 0 where one of both is flat."""
    x, y = first[inside], second[inside]
    x, y = x - x.mean(), y - y.mean()
    energy = float(np.sqrt(np.dot(x, x) * np.dot(y, y)))
    return float(np.dot(x, y)) / energy if energy > 0 else 0.0


def warped(image: NDArray[Any], motion: Motion, interpolation: int = cv2.INTER_LINEAR) -> NDArray[Any]:
    """The picture as it would lie without the motion; its border pixels are repeated."""
    height, width = image.shape[:2]
    x, y, zoom = (width - 1) / 2, (height - 1) / 2, motion.zoom
    matrix = np.array([[zoom, 0, x - zoom * x + motion.x], [0, zoom, y - zoom * y + motion.y]])
    flags = interpolation | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(image, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved).reshape(image.shape)
