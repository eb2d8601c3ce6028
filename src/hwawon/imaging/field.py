"""A smooth field through values known only along a border: the membrane of gradient-domain blending."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_LONGER_PX = 64  # the field is smooth: solved this small, shown at full size
_SWEEPS = 48
_KNOWN = 0.02  # share of weight in a cell from which on its value counts as known

Values = NDArray[np.float32]


def harmonic_field(values: Values, weights: Values) -> Values:
    """The field (H, W, C) that equals `values` where `weights` (H, W) is above 0 and is harmonic elsewhere.

    Harmonic: every value is the mean of its neighbours, so that nothing but the border's values shows. Solved on a
    small grid by Jacobi sweeps from a pyramid's guess. All 0 where nothing is known.
    """
    height, width, channels = values.shape
    factor = min(1.0, _LONGER_PX / max(height, width))
    grid = max(1, round(width * factor)), max(1, round(height * factor))
    weight = _shaped(cv2.resize(weights, grid, interpolation=cv2.INTER_AREA), 1)
    total = _shaped(cv2.resize(values * weights[:, :, np.newaxis], grid, interpolation=cv2.INTER_AREA), channels)
    known = weight > _KNOWN * weight.max()
    mean = total / np.maximum(weight, 1e-9)
    field = np.where(known, mean, _guess(total, weight))
    for _ in range(_SWEEPS):
        field = np.where(known, mean, _neighbours(field))
    return _shaped(cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR), channels)


def _guess(total: Values, weight: Values) -> Values:
    """Weighted means over ever larger cells: finer ones where they know anything."""
    if not weight.any():
        return np.zeros_like(total)
    height, width = weight.shape[:2]
    if max(height, width) == 1:
        return np.asarray(total / weight, dtype=np.float32)
    half = (width + 1) // 2, (height + 1) // 2
    coarse = _guess(
        _shaped(cv2.resize(total, half, interpolation=cv2.INTER_AREA), total.shape[2]),
        _shaped(cv2.resize(weight, half, interpolation=cv2.INTER_AREA), 1),
    )
    filled = _shaped(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), total.shape[2])
    return np.where(weight > 0, total / np.maximum(weight, 1e-9), filled)


def _neighbours(field: Values) -> Values:
    cross = np.array([[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]], np.float32)
    return _shaped(cv2.filter2D(field, -1, cross, borderType=cv2.BORDER_REPLICATE), field.shape[2])


def _shaped(values: Any, channels: int) -> Values:
    """OpenCV drops a last axis of 1."""
    return np.asarray(values, dtype=np.float32).reshape(*values.shape[:2], channels)
