"""Soft random fields: the stuff of clouds, meadows and mist."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.tones import Floats


def field(
    chance: np.random.Generator,
    height: int,
    width: int,
    cells: tuple[float, float],
    octaves: int = 4,
    gain: float = 0.5,
) -> Floats:
    """Value noise (height, width) from 0 to 1; `cells` is how many blobs stand above and beside each other."""
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for octave in range(octaves):
        rows, columns = (max(2, round(cell * 2**octave)) + 3 for cell in cells)
        if rows > height * 2 or columns > width * 2:
            break
        grid = chance.random((rows, columns), np.float32)
        total += np.float32(weight) * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight *= gain
    low, high = np.quantile(total[::4, ::4], [0.01, 0.99])
    level: Floats = np.clip((total - low) / max(1e-6, float(high - low)), 0, 1).astype(np.float32)
    return level


def wave(chance: np.random.Generator, count: int, cells: float, octaves: int = 4, gain: float = 0.5) -> Floats:
    """A random line (count,) from about -1 to 1, made of ever smaller waves."""
    line = field(chance, 8, count, (1.0, cells), octaves, gain)[4]
    centred: Floats = line * 2 - 1
    return centred


def smoothstep(low: float, high: float, values: Floats) -> Floats:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    smooth: Floats = share * share * (3 - 2 * share)
    return smooth
