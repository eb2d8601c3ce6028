"""Layers of small networks in plain numpy, as TensorFlow defines them; pictures are (H, W, C)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]


def windows(picture: Array, side: int, stride: int, *, same: bool, fill: float = 0.0) -> Array:
    """(H', W', C, side, side); "same" pads so that H' is H / stride rounded up, the odd pixel below and right."""
    if same:
        margins = []
        for length in picture.shape[:2]:
            extra = max(0, (-(-length // stride) - 1) * stride + side - length)
            margins.append((extra // 2, extra - extra // 2))
        picture = np.pad(picture, (*margins, (0, 0)), constant_values=fill)
    return sliding_window_view(picture, (side, side), axis=(0, 1))[::stride, ::stride]


def convolved(picture: Array, kernel: Array, stride: int = 1, *, same: bool = True) -> Array:
    """With a kernel (height, width, in, out)."""
    return np.asarray(np.einsum("hwcyx,yxco->hwo", windows(picture, kernel.shape[0], stride, same=same), kernel))


def deep(picture: Array, kernel: Array, stride: int = 1) -> Array:
    """Each channel alone, with a kernel (height, width, channels, 1)."""
    return np.asarray(np.einsum("hwcyx,yxc->hwc", windows(picture, kernel.shape[0], stride, same=True), kernel[..., 0]))


def largest(picture: Array, side: int, stride: int, *, same: bool) -> Array:
    return np.asarray(windows(picture, side, stride, same=same, fill=-np.inf).max(axis=(3, 4)))


def mean(picture: Array, side: int, stride: int) -> Array:
    return np.asarray(windows(picture, side, stride, same=False).mean(axis=(3, 4)))


def active(picture: Array) -> Array:
    return np.maximum(picture, 0)


def likelihoods(scores: Array) -> Array:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())
