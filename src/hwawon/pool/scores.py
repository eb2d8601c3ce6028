"""What is measured of a picture when it comes: sharpness, blankness, safety and a fingerprint.

All sizes are normalised first, so that a picture and its smaller copy score alike. The scores inform people; nothing is
rejected by them.
"""

import logging
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import MissingModel
from hwawon.pool.rows import Scores
from hwawon.vision.safety import safety_model
from hwawon.vision.session import resized

RGB = NDArray[np.uint8]

LONGER_PX = 512  # of what is measured
HALF_SHARP = 200.0  # the variance of the Laplacian that counts as 0.5
BLOCK_PX = 8
FLAT_RANGE = 10  # largest difference of values, 0..255, within a flat block
ENTROPY_BITS = 8.0
HASH_SIDE = 8
CLEARLY = 1.0  # of 255: smaller steps between neighbours are noise, as in an even sky


def measured(rgb: RGB, models_dir: Path | None = None) -> Scores:
    """All scores of a picture (H, W, 3); `unsafe` is None without the model, which is said in the log."""
    small = _normalised(rgb)
    return Scores(
        unsafe=_unsafe(rgb, models_dir),
        sharpness=sharpness(small),
        blankness=blankness(small),
        fingerprint=fingerprint(small),
    )


def sharpness(rgb: RGB) -> float:
    """0..1: v / (v + 200) of the variance v of the grey picture's Laplacian, its longer side brought to 512 px."""
    laplacian = cv2.Laplacian(_grey(_normalised(rgb)), cv2.CV_32F)
    variance = float(np.var(laplacian))
    return variance / (variance + HALF_SHARP)


def blankness(rgb: RGB) -> float:
    """0..1: the share of flat blocks of 8x8 pixels, times how far the grey values are from using all of 8 bits.

    The blocks of a narrow strip are smaller.

    One colour is 1; a photograph with half of it sky is low, because its values vary.
    """
    small = _normalised(rgb)
    block = min(BLOCK_PX, *small.shape[:2])
    height, width = (side - side % block for side in small.shape[:2])
    blocks = small[:height, :width].reshape(height // block, block, width // block, block, 3)
    spread = blocks.max(axis=(1, 3)).astype(np.int16) - blocks.min(axis=(1, 3))
    flat = float((spread.max(axis=2) <= FLAT_RANGE).mean())
    return flat * (1.0 - _entropy_bits(_grey(small)) / ENTROPY_BITS)


def fingerprint(rgb: RGB) -> str:
    """A difference hash: 64 bits, each whether a cell of a 9x8 grid is clearly lighter than its right neighbour."""
    grid = cv2.resize(
        _grey(_normalised(rgb)).astype(np.float32), (HASH_SIDE + 1, HASH_SIDE), interpolation=cv2.INTER_AREA
    )
    bits = (grid[:, :-1] > grid[:, 1:] + CLEARLY).ravel()
    return np.packbits(bits).tobytes().hex()


def _unsafe(rgb: RGB, models_dir: Path | None) -> float | None:
    if models_dir is None:
        return None
    try:
        return safety_model(models_dir).unsafe(rgb)
    except MissingModel as error:
        logging.getLogger(__name__).warning("safety was not scored: %s", error)
        return None


def _normalised(rgb: RGB) -> RGB:
    height, width = rgb.shape[:2]
    scale = LONGER_PX / max(height, width)
    if scale == 1.0:
        return rgb
    return resized(rgb, max(1, round(width * scale)), max(1, round(height * scale)))


def _grey(rgb: RGB) -> RGB:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)


def _entropy_bits(grey: NDArray[Any]) -> float:
    shares = np.bincount(grey.ravel(), minlength=256) / grey.size
    present = shares[shares > 0]
    return float(-(present * np.log2(present)).sum())
