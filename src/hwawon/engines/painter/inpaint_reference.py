"""Moving what was painted towards a reference picture: its colours always, its manner where the style network is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from hwawon.engines.base import Pixels
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.errors import MissingModel

COLOURS = 0.75  # how far colours move at scale 1
MANNER = 0.6  # how much of the style network's work is taken at scale 1
LARGEST_STRETCH = 2.5


def towards(picture: Floats, inside: Flags, reference: Pixels, scale: float, models_dir: Path) -> tuple[Floats, str]:
    """The picture (H, W, 3) 0..1 moved towards a reference (any size), and what it was moved by.

    Args:
        inside: (H, W) the pixels whose colours are measured and matter.
        scale: 0..2, how far; above 1 as 1.
    """
    amount = min(1.0, max(0.0, scale))
    coloured = with_colours_of(picture, inside, reference, COLOURS * amount)
    try:
        return _in_manner_of(coloured, reference, MANNER * amount, models_dir), "colours and style network"
    except MissingModel as missing:
        return coloured, f"colours ({missing})"


def with_colours_of(picture: Floats, inside: Flags, reference: Pixels, amount: float) -> Floats:
    """Mean and spread of each Lab channel moved towards the reference's (Reinhard et al. 2001), by 0..1."""
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2Lab)
    wanted = cv2.cvtColor(reference.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab).reshape(-1, 3)
    own = lab[inside]
    stretch = np.minimum(wanted.std(axis=0) / np.maximum(own.std(axis=0), 1.0), LARGEST_STRETCH)
    moved = (lab - own.mean(axis=0)) * stretch + wanted.mean(axis=0)
    mixed = (lab + (moved - lab) * np.float32(amount)).astype(np.float32)
    moved_back: Floats = np.asarray(cv2.cvtColor(mixed, cv2.COLOR_Lab2RGB), np.float32)
    return np.clip(moved_back, 0, 1)


def _in_manner_of(picture: Floats, reference: Pixels, amount: float, models_dir: Path) -> Floats:
    from hwawon.vision.style import StyleTransfer

    pixels = np.rint(picture * 255).astype(np.uint8)
    styled: Pixels = StyleTransfer(models_dir).apply(pixels, reference, amount)
    return styled.astype(np.float32) / np.float32(255)
