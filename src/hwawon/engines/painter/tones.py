"""Colours as float32 RGB from 0 to 1, alone (3,) or many (N, 3), and what painters do with them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]  # float32 wherever there are many
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def tone(text: str) -> Floats:
    """A colour from `#rrggbb`."""
    return np.array([int(text[index : index + 2], 16) for index in (1, 3, 5)], np.float32) / np.float32(255)


def tones(text: str) -> Floats:
    """Several colours (N, 3) from words of `#rrggbb`."""
    return np.stack([tone(word) for word in text.split()])


def mix(first: Floats, second: Floats, share: float | Floats) -> Floats:
    """From `first` (share 0) to `second` (share 1); a share (N,) gives (N, 3)."""
    amount = np.asarray(share, np.float32)
    if amount.ndim:
        amount = amount[..., None]
    mixed: Floats = first + (second - first) * amount
    return mixed


def saturate(colours: Floats, amount: float) -> Floats:
    """Move colours away from (above 1) or towards (below 1) grey of the same lightness."""
    grey = (colours @ LUMA)[..., None]
    moved: Floats = np.clip(grey + (colours - grey) * np.float32(amount), 0, 1)
    return moved


def vary(colours: Floats, chance: np.random.Generator, amount: float) -> Floats:
    """Each colour (N, 3) a little lighter or darker, warmer or cooler, so that no two are the same."""
    light = chance.normal(0, amount, (len(colours), 1))
    warmth = chance.normal(0, amount * 0.6, (len(colours), 1)) * np.array([1.0, 0.15, -1.0])
    varied: Floats = np.clip(colours * (1 + light) + warmth * 0.6, 0, 1).astype(np.float32)
    return varied


def pick(palette: Floats, chance: np.random.Generator, count: int) -> Floats:
    """`count` colours of a palette (M, 3), earlier ones more often."""
    weights = 0.72 ** np.arange(len(palette))
    return palette[chance.choice(len(palette), count, p=weights / weights.sum())]
