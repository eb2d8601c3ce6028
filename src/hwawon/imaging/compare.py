"""Comparing two pictures of one size: PSNR, SSIM, and where they differ."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput
from hwawon.imaging.picture import Pixels
from hwawon.imaging.resample import depth_of

_WINDOW, _SIGMA = (11, 11), 1.5
_K1, _K2 = 0.01, 0.03


def psnr(first: Pixels, second: Pixels) -> float:
    """Peak signal to noise ratio in dB over all channels; infinite where the pictures are equal.

    Raises:
        BadInput: the pictures differ in size or kind.
    """
    _check_alike(first, second)
    error = float(np.mean(np.square(first.astype(np.float64) - second)))
    return float("inf") if error == 0 else 10 * float(np.log10(_top(first) ** 2 / error))


def ssim(first: Pixels, second: Pixels) -> float:
    """Structural similarity, -1..1, mean over pixels and channels (Wang et al. 2004: Gaussian window, sigma 1.5).

    Windows that would leave the picture are not counted.

    Raises:
        BadInput: the pictures differ in size or kind, or are smaller than the window of 11x11.
    """
    _check_alike(first, second)
    if min(first.shape[:2]) < _WINDOW[0]:
        raise BadInput(f"SSIM needs at least 11x11 pixels, got {first.shape[1]}x{first.shape[0]}")
    x, y = first.astype(np.float64), second.astype(np.float64)
    mean_x, mean_y = _mean(x), _mean(y)
    variance_x, variance_y = _mean(x * x) - mean_x**2, _mean(y * y) - mean_y**2
    covariance = _mean(x * y) - mean_x * mean_y
    c1, c2 = (_K1 * _top(first)) ** 2, (_K2 * _top(first)) ** 2
    similarity = ((2 * mean_x * mean_y + c1) * (2 * covariance + c2)) / (
        (mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2)
    )
    return float(similarity.mean())


def difference_map(first: Pixels, second: Pixels, amplification: float = 8.0) -> NDArray[np.uint8]:
    """The absolute difference times `amplification`, (H, W, C) uint8; black where the pictures are equal.

    A difference too small for a level of 255 is still shown as 1.

    Raises:
        BadInput: the pictures differ in size or kind.
    """
    _check_alike(first, second)
    difference = cv2.absdiff(first, second).reshape(first.shape).astype(np.float32)
    levels = np.ceil(difference * np.float32(amplification * 255 / _top(first)))
    return np.asarray(np.minimum(levels, 255), dtype=np.uint8)


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The windowed mean where the whole window lies inside."""
    blurred = cv2.GaussianBlur(values, _WINDOW, _SIGMA).reshape(values.shape)
    half = _WINDOW[0] // 2
    return np.asarray(blurred[half : values.shape[0] - half, half : values.shape[1] - half])


def _top(pixels: Pixels) -> int:
    return int(2 ** depth_of(pixels)) - 1


def _check_alike(first: Pixels, second: Pixels) -> None:
    if first.shape != second.shape or first.dtype != second.dtype:
        raise BadInput(f"cannot compare {first.shape} of {first.dtype} with {second.shape} of {second.dtype}")
