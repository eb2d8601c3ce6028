"""What a picture looks like in 256 small numbers: pictures of like things have like directions."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.vision.session import RGB
from hwawon.vision.tags import Tagger

MODEL = "efficientnet-lite0-256"
DIMENSIONS = 256
_EMBEDDED = 1280


def looks_vector(rgb: RGB, models_dir: Path) -> NDArray[np.int8]:
    """The vector, (256,), of a picture (H, W, 3).

    EfficientNet-Lite0's 1280 numbers, less their mean, since they are all from 0 up; multiplied by a fixed matrix of
    signs, which keeps angles nearly (Johnson and Lindenstrauss); brought to -127..127.

    Raises:
        MissingModel: it is not installed.
        BadPicture: not RGB of 8 bits.
    """
    embedded = _tagger(models_dir).embedding(rgb)
    projected = (embedded - embedded.mean()) @ _signs()
    largest = float(np.abs(projected).max())
    return np.asarray(np.round(projected * (127.0 / max(largest, 1e-9))), np.int8)


@cache
def _tagger(models_dir: Path) -> Tagger:
    return Tagger(models_dir, threads=1)


@cache
def _signs() -> NDArray[np.float32]:
    """The same for ever, on every machine: bits of a hash."""
    bits = hashlib.shake_256(b"hwawon looks vector 1").digest(_EMBEDDED * DIMENSIONS // 8)
    return (np.unpackbits(np.frombuffer(bits, np.uint8)).reshape(_EMBEDDED, DIMENSIONS) * 2.0 - 1.0).astype(np.float32)
