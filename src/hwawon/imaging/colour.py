"""Matching the colours of a result to the picture, from a ring of kept context around the repainted area.

Engines that decode a whole latent shift colours everywhere, the kept context included. There both versions show the
same content, so the difference is the engine's error alone and can be taken back from the repainted part too. A match
over the whole area instead would ruin surfaces of one colour.
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import Mask

_RING_PX = 64
_LEAST_RING_AREA = 64
_SAMPLED_PX = 2  # every second pixel of every second row is enough
_LEAST_DEVIATION = 2.0  # levels; below it the ring is one colour and says nothing about contrast
_LEAST_CORRELATION = 0.8  # below it the ring shows other content
_NOTHING_LEVELS, _NOTHING_GAIN = 0.5, 0.01


class ColourMatch(StrEnum):
    """`auto` moves the mean and a little contrast where the ring shows the same content; `strong` matches both."""

    OFF = "off"
    AUTO = "auto"
    STRONG = "strong"


_GAINS = {ColourMatch.AUTO: (0.8, 1.25), ColourMatch.STRONG: (0.5, 2.0)}


def match_colour(
    painted: NDArray[np.uint8], reference: NDArray[np.uint8], denoise_mask: Mask, mode: ColourMatch | str
) -> NDArray[np.uint8]:
    """`painted` with the colours that `reference` has where nothing was to be repainted.

    Args:
        painted, reference: (H, W, 3) RGB: the engine's result and its input.
        denoise_mask: (H, W), 0 where the engine was to keep everything.

    Returns:
        `painted` itself where there is nothing to correct or no kept context to learn from.
    """
    mode = ColourMatch(mode)
    if mode is ColourMatch.OFF:
        return painted
    ring = _ring(denoise_mask)
    if np.count_nonzero(ring) < _LEAST_RING_AREA * _SAMPLED_PX**2:
        return painted
    if cv2.norm(painted, reference, cv2.NORM_INF, ring.view(np.uint8)) == 0:
        return painted
    sample = ring[::_SAMPLED_PX, ::_SAMPLED_PX]
    shown, wanted = (image[::_SAMPLED_PX, ::_SAMPLED_PX][sample].astype(np.float32) for image in (painted, reference))
    curves = [_curve(shown[:, channel], wanted[:, channel], mode) for channel in range(painted.shape[2])]
    if all(curve is None for curve in curves):
        return painted
    table = np.stack([np.arange(256, dtype=np.uint8) if curve is None else curve for curve in curves], axis=1)
    return np.asarray(cv2.LUT(painted, table[np.newaxis]), dtype=np.uint8)


def _ring(denoise_mask: Mask) -> NDArray[np.bool_]:
    """The kept pixels in the rectangle around the repainted ones."""
    kept = denoise_mask == 0
    near = Bounds(*cv2.boundingRect(np.logical_not(kept).view(np.uint8))).pad(_RING_PX)
    ring = np.zeros(kept.shape, np.bool_)
    area = near.intersection(Bounds.whole(Extent.of(kept))).slices
    ring[area] = kept[area]
    return ring


def _curve(shown: NDArray[np.float32], wanted: NDArray[np.float32], mode: ColourMatch) -> NDArray[np.uint8] | None:
    """The new value of each of the 256 values of one channel, or None where nothing is to be done."""
    gain = _gain(shown, wanted, mode)
    middle = float(np.median(shown))
    shift = float(np.median(wanted - ((shown - middle) * gain + middle)))
    if abs(shift) < _NOTHING_LEVELS and abs(gain - 1) < _NOTHING_GAIN:
        return None
    values = (np.arange(256, dtype=np.float32) - middle) * gain + middle + shift
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)


def _gain(shown: NDArray[np.float32], wanted: NDArray[np.float32], mode: ColourMatch) -> float:
    """The ratio of the contrasts, 1 where it cannot be told."""
    deviations = float(shown.std()), float(wanted.std())
    if min(deviations) < _LEAST_DEVIATION:
        return 1.0
    correlation = float(np.mean((shown - shown.mean()) * (wanted - wanted.mean()))) / (deviations[0] * deviations[1])
    if mode is ColourMatch.AUTO and correlation < _LEAST_CORRELATION:
        return 1.0
    low, high = _GAINS[mode]
    return min(high, max(low, deviations[1] / deviations[0]))
