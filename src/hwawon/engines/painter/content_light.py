"""The light of a photograph, read from what is around a hole, so that painted things stand in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hwawon.engines.painter.fill_levels import Flags, Floats

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, eq=False)
class Surroundings:
    """How a place is lit. Colours are RGB 0..1."""

    mean: Floats  # (3,)
    bright: Floats  # (3,) of its lightest fifth
    level: float  # how bright white paper would be there
    saturation: float  # 0 grey .. 1 vivid
    towards: tuple[float, float, float]  # unit vector to the light: right, down, to the viewer

    def lit(self, colours: Floats, vivid: bool) -> Floats:
        """Colours (N, 3) as they look there; `vivid` ones were asked for by name and keep most of their hue."""
        grey = (colours @ LUMA)[:, None]
        keep = np.float32(max(0.75 if vivid else 0.25, min(1.0, 0.45 + 1.6 * self.saturation)))
        tint = self.bright / max(float(self.bright @ LUMA), 0.05)
        seen = (grey + (colours - grey) * keep) * (0.72 + 0.28 * tint) * np.float32(self.level)
        return np.clip(seen, 0, 1).astype(np.float32)


def surroundings_of(image: Floats, known: Flags) -> Surroundings:
    """Read the light from the known pixels of an image (H, W, 3) 0..1; even daylight where none is known."""
    if not known.any():
        grey = np.full(3, 0.5, np.float32)
        return Surroundings(grey, np.full(3, 0.9, np.float32), 0.95, 0.5, _unit(-0.35, -0.6))
    colours = image[known]
    luma = colours @ LUMA
    bright = colours[luma >= np.quantile(luma, 0.8)].mean(axis=0).astype(np.float32)
    chroma = colours.max(axis=1) - colours.min(axis=1)
    return Surroundings(
        mean=colours.mean(axis=0).astype(np.float32),
        bright=bright,
        level=float(np.clip(0.42 + 0.68 * float(bright @ LUMA), 0.3, 1.05)),
        saturation=float(chroma.mean()),
        towards=_direction(image, known),
    )


def _direction(image: Floats, known: Flags) -> tuple[float, float, float]:
    """Where it is brighter on a large scale; from the upper left where nothing tells."""
    weight = known.astype(np.float32)
    size = (16, 16)
    luma = cv2.resize((image @ LUMA) * weight, size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    seen = share > 0.2
    if np.count_nonzero(seen) < 12:
        return _unit(-0.35, -0.6)
    rows, columns = np.nonzero(seen)
    plane = np.stack([columns / 7.5 - 1, rows / 7.5 - 1, np.ones(len(rows))], axis=1)
    right, down, _ = np.linalg.lstsq(plane, luma[seen] / share[seen], rcond=None)[0]
    return _unit(-0.12 + 2.5 * float(right), -0.4 + 2.5 * float(down))


def _unit(right: float, down: float) -> tuple[float, float, float]:
    right, down = float(np.clip(right, -0.8, 0.8)), float(np.clip(down, -0.8, 0.8))
    length = float(np.sqrt(right * right + down * down + 0.5))
    return right / length, down / length, float(np.sqrt(0.5)) / length
