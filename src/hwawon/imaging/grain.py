"""The noise of a picture: how strong it is in an area, and noise of a wanted strength."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Pixels
from hwawon.imaging.resample import mean_of_channels

_TILE, _MOST_TILES = 16, 48
_KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6  # Immerkaer 1996: blind to slopes
_FLATTEST_PERCENT = 20  # of the tiles show the noise alone
_SIGMA_PX = 0.5  # of the grain that is made: a little softer than white, like a developed photograph's
_REPEAT_PX = 256


def noise_of(pixels: Pixels | NDArray[np.float32], area: NDArray[np.bool_]) -> float:
    """The standard deviation of the noise in the flattest tiles of (H, W, C) `pixels` whose corners all lie in `area`.

    In the units of `pixels`; 0 where no tile fits.
    """
    corners = area[::_TILE, ::_TILE]
    rows, columns = np.nonzero(corners[:-1, :-1] & corners[1:, :-1] & corners[:-1, 1:] & corners[1:, 1:])
    if len(rows) == 0:
        return 0.0
    chosen = np.unique(np.linspace(0, len(rows) - 1, _MOST_TILES).astype(int))
    places = zip(rows[chosen] * _TILE, columns[chosen] * _TILE, strict=True)
    tiles = np.concatenate([pixels[y : y + _TILE, x : x + _TILE] for y, x in places]).astype(np.float32)
    filtered = cv2.filter2D(mean_of_channels(tiles), -1, _KERNEL).reshape(len(chosen), _TILE, _TILE)
    energies = np.square(filtered[:, 1:-1, 1:-1]).mean(axis=(1, 2))
    return float(np.sqrt(np.percentile(energies, _FLATTEST_PERCENT)))


def grain(extent: Extent, strength: float) -> NDArray[np.float32]:
    """(H, W) noise that `noise_of` measures as `strength`; the same each time, repeating every 256 px."""
    white = np.random.default_rng(0).standard_normal((_REPEAT_PX, _REPEAT_PX), np.float32)
    soft = np.asarray(cv2.GaussianBlur(white, (0, 0), _SIGMA_PX, borderType=cv2.BORDER_REFLECT), dtype=np.float32)
    unit = noise_of(soft[:, :, np.newaxis], np.ones_like(soft, np.bool_))
    repeats = -(-extent.height // _REPEAT_PX), -(-extent.width // _REPEAT_PX)
    return np.tile(soft * np.float32(strength / unit), repeats)[: extent.height, : extent.width]
