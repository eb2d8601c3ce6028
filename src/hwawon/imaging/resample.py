"""The one rule by which pixels change their size, on the way to the engine and back."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Pixels


def resize(pixels: NDArray[Any], extent: Extent, *, enlarge_with: int = cv2.INTER_CUBIC) -> NDArray[Any]:
    """(H, W) or (H, W, C) at another size: mean over areas when it gets smaller, cubic when it gets larger.

    Both rules are symmetric about a pixel's centre, so that nothing moves.
    """
    if Extent.of(pixels) == extent:
        return pixels
    smaller = extent.area < Extent.of(pixels).area
    resized = cv2.resize(pixels, extent, interpolation=cv2.INTER_AREA if smaller else enlarge_with)
    return resized.reshape(extent.height, extent.width, *pixels.shape[2:])


def rounded(values: NDArray[np.float32], depth: int) -> Pixels:
    """Values of 0 to full scale as whole numbers of `depth` bits, rounded and clipped; `values` is used up."""
    np.rint(values, out=values)
    np.clip(values, 0, 2**depth - 1, out=values)
    return values.astype(np.uint8) if depth == 8 else values.astype(np.uint16)


def depth_of(pixels: Pixels) -> int:
    """Bits per value: 8 or 16."""
    return pixels.dtype.itemsize * 8


def mean_of_channels(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W) of (H, W, C); several times as fast as numpy's own over a short last axis."""
    if values.shape[2] == 1:
        return values[:, :, 0]
    share = np.full((1, values.shape[2]), 1 / values.shape[2], np.float32)
    return np.asarray(cv2.transform(values, share), dtype=np.float32)


def largest_of_channels(values: NDArray[Any]) -> NDArray[Any]:
    """(H, W) of (H, W, C), for the same reason."""
    largest = values[:, :, 0]
    for channel in range(1, values.shape[2]):
        largest = np.maximum(largest, values[:, :, channel])
    return largest


def spread(values: NDArray[np.float32], channels: int) -> NDArray[np.float32]:
    """(H, W, channels) with the same value in every channel."""
    wide = cv2.merge([values] * channels) if channels > 1 else values
    return np.asarray(wide, dtype=np.float32).reshape(*values.shape, channels)


def plus(pixels: Pixels, change: NDArray[np.float32]) -> Pixels:
    """`pixels` (H, W, C) plus a change of the same shape, in units of their depth, rounded and clipped."""
    kind = cv2.CV_8U if depth_of(pixels) == 8 else cv2.CV_16U
    total = np.asarray(cv2.add(_flat(pixels), _flat(change), dtype=kind)).reshape(pixels.shape)
    return total.astype(np.uint8, copy=False) if depth_of(pixels) == 8 else total.astype(np.uint16, copy=False)


def difference(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.float32]:
    """`first` - `second`, (H, W, C) of any kind each, in float."""
    values = cv2.subtract(_flat(first), _flat(second), dtype=cv2.CV_32F)
    return np.asarray(values, dtype=np.float32).reshape(first.shape)


def _flat(values: NDArray[Any]) -> NDArray[Any]:
    """(H, W * C), which OpenCV's arithmetic takes whatever the channels."""
    return np.ascontiguousarray(values).reshape(len(values), -1)
