"""The pictures that bars are measured on: real photographs where there are any, and one made by arithmetic."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data
from sklearn.datasets import load_sample_image

_GARDENS = Path("/usr/share/backgrounds/mate/nature")  # Debian's mate-backgrounds


def picture_like(side: int = 1024) -> NDArray[np.uint8]:
    """(side, side, 3): soft shapes, gradients and sensor noise; about 1.5 MB as a PNG at 1024."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    soft = cv2.GaussianBlur(random.normal(0, 60, (side, side, 3)).astype(np.float32), (0, 0), side / 40) * (side / 40)
    noise = random.normal(0, 2.0, (side, side, 3)).astype(np.float32)
    base = np.stack([40 + 150 * x, 60 + 120 * y, 150 - 80 * x * y], axis=2)
    return np.asarray(np.clip(base + soft + noise, 0, 255), np.uint8)


def photographs(side: int = 1024) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """(name, (side, side, 3)): crops at their own resolution where they are large enough, else as they are."""
    if _GARDENS.is_dir():
        for name in ("Blinds", "Wood", "Dune", "Garden"):
            with Image.open(_GARDENS / f"{name}.jpg") as image:
                yield name.lower(), np.asarray(image.convert("RGB"))[:side, :side]
    for name in ("astronaut", "coffee"):
        yield name, np.asarray(getattr(data, name)(), np.uint8)
    for name in ("china", "flower"):
        yield name, np.asarray(load_sample_image(f"{name}.jpg"), np.uint8)


def line_art(side: int = 1024) -> NDArray[np.uint8]:
    """(side, side, 3): white edges on black."""
    coffee = next(pixels for name, pixels in photographs() if name == "coffee")
    grey = cv2.resize(cv2.cvtColor(coffee, cv2.COLOR_RGB2GRAY), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.repeat(cv2.Canny(grey, 80, 160)[:, :, np.newaxis], 3, axis=2)
