"""The drift guard: a result that came back shifted or zoomed is moved back, or refused.

Measured on the kept context, where the result should equal what the engine was given.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadResult
from hwawon.imaging.geometry import Extent
from hwawon.imaging.register import Grey, Motion, correlation, find_motion, warped
from hwawon.imaging.resample import resize

TOLERATED_PX = 0.5
MOST_SHIFT_PX = 16.0
MOST_ZOOM = 0.05
_LEAST_KEPT = 400  # pixels
_LEAST_CORRELATION = 0.5  # below it the kept context shows something else; nothing can be measured
_BLOCKS = 8  # along each side
_VIEW_PX = 256  # longer side on which it is measured; exact to a tenth of its pixel
_LEAST_TEXTURE = 1.0  # mean squared gradient, levels per pixel


@dataclass(frozen=True)
class Drift:
    """How the result lay: shift of its centre and zoom about it, in work pixels; `corrected` when moved back.

    `measured` is False where the kept context is too small, flat or repainted to tell.
    """

    shift_x_px: float = 0.0
    shift_y_px: float = 0.0
    zoom: float = 1.0
    measured: bool = True
    corrected: bool = False


def guard_drift(
    painted: NDArray[np.uint8], reference: NDArray[np.uint8], keep_mask: NDArray[np.bool_]
) -> tuple[NDArray[np.uint8], Drift]:
    """The result moved back in place, and how it lay.

    Args:
        painted, reference: (H, W, 3) RGB: the engine's result and its input.
        keep_mask: (H, W), True where the engine was to keep everything (denoise mask 0).

    Returns:
        `painted` itself where it lies within 0.5 px or nothing can be measured.

    Raises:
        BadResult: shifted by more than 16 px or zoomed by more than 5 %.
    """
    if np.count_nonzero(keep_mask) < _LEAST_KEPT:
        return painted, Drift(measured=False)
    if cv2.norm(painted, reference, cv2.NORM_INF, keep_mask.view(np.uint8)) == 0:
        return painted, Drift()
    motion = _measured(painted, reference, keep_mask)
    if motion is None:
        return painted, Drift(measured=False)
    if motion.shift_px > MOST_SHIFT_PX or abs(motion.zoom - 1) > MOST_ZOOM:
        raise BadResult(
            f"the result lies {motion.x:+.1f},{motion.y:+.1f} px off at zoom {motion.zoom:.3f}; "
            f"at most {MOST_SHIFT_PX:.0f} px and {MOST_ZOOM:.0%} can be corrected"
        )
    if motion.farthest_px(Extent.of(painted)) <= TOLERATED_PX:
        return painted, Drift(*motion)
    return np.asarray(warped(painted, motion, cv2.INTER_CUBIC), dtype=np.uint8), Drift(*motion, corrected=True)


def _measured(painted: NDArray[np.uint8], reference: NDArray[np.uint8], keep_mask: NDArray[np.bool_]) -> Motion | None:
    """The motion that explains the kept context best, or None where none does; measured on small views."""
    step_px = max(1, round(max(keep_mask.shape) / _VIEW_PX))
    moved, still = (_grey(image, step_px) for image in (painted, reference))
    keep = _smaller(keep_mask.view(np.uint8) * np.uint8(255), step_px) / np.float32(255)
    inside = keep > 0.5
    if _texture(still, inside) < _LEAST_TEXTURE:
        return None
    start = max(_starts(moved, still, keep), key=lambda motion: _agreement(warped(moved, motion), still, inside))
    motion = find_motion(moved, still, keep, start)
    if _agreement(warped(moved, motion), still, inside) < _LEAST_CORRELATION:
        return None
    return motion.scaled(step_px)


def _grey(rgb: NDArray[np.uint8], step_px: int) -> Grey:
    return _smaller(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8), step_px)


def _smaller(values: NDArray[np.uint8], step_px: int) -> Grey:
    """Whole cells only, so that every one is the exact mean of its pixels."""
    height, width = (side // step_px for side in values.shape)
    whole = values[: height * step_px, : width * step_px]
    return resize(whole, Extent(width, height)).astype(np.float32)


def _agreement(first: Grey, second: Grey, inside: NDArray[np.bool_]) -> float:
    """The median correlation of blocks: a part of the context that shows something else does not count."""
    height, width = (max(16, side // _BLOCKS) for side in first.shape)
    areas = [
        (slice(y, y + height), slice(x, x + width))
        for y in range(0, first.shape[0], height)
        for x in range(0, first.shape[1], width)
    ]
    kept = [area for area in areas if np.count_nonzero(inside[area]) > height * width // 2]
    if not kept:
        return correlation(first, second, inside)
    return float(np.median([correlation(first[area], second[area], inside[area]) for area in kept]))


def _texture(reference: Grey, inside: NDArray[np.bool_]) -> float:
    slopes = (cv2.Sobel(reference, cv2.CV_32F, *order, scale=1 / 8)[inside] for order in ((1, 0), (0, 1)))
    return float(sum(np.mean(np.square(slope)) for slope in slopes))


def _starts(painted: Grey, reference: Grey, keep: Grey) -> tuple[Motion, ...]:
    """Nothing moved; and what phase correlation finds."""
    window = cv2.createHanningWindow((painted.shape[1], painted.shape[0]), cv2.CV_32F)
    still, moved = (image - cv2.blur(image, (25, 25)) for image in (reference, painted))
    (x, y), _ = cv2.phaseCorrelate(still * keep, moved * keep, window)
    return Motion(), Motion(x, y)
