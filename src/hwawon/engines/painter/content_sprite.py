"""Things made of coloured shapes, rendered round and lit, with smooth edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.content_light import Surroundings
from hwawon.engines.painter.fill_levels import Floats

FINER = 3  # drawn this much larger
SHIFT = 4  # OpenCV draws in 1/16 px
ROOM = 1.25  # half a side of the picture of a thing of radius 1


@dataclass(frozen=True, eq=False)
class Part:
    """One shape; things are about 1 in radius around (0, 0), y down."""

    points: NDArray[np.floating]  # (V, 2)
    colour: Floats  # (3,) RGB 0..1


@dataclass(frozen=True, eq=False)
class Sprite:
    """A thing ready to be laid on a picture."""

    colour: Floats  # (S, S, 3)
    alpha: Floats  # (S, S)


def render(parts: list[Part], radius_px: float, surroundings: Surroundings, vivid: bool) -> Sprite:
    """The parts, back to front, at a radius in pixels; every part bulges and shades what lies under its edge."""
    finer = FINER if radius_px < 160 else 2
    side = max(3, int(np.ceil(2 * ROOM * radius_px)))
    which = _drawn(parts, side * finer, radius_px * finer)
    table = surroundings.lit(np.stack([parts[0].colour, *(part.colour for part in parts)]), vivid)
    light = _shading(which, radius_px * finer, surroundings.towards)
    cover = (which > 0).astype(np.float32)
    paint = table[which] * (light * cover)[..., None]
    alpha = _shrunk(cover, side)
    colour = _shrunk(np.clip(paint, 0, 1), side) / np.maximum(alpha, 1e-3)[..., None]
    return Sprite(np.clip(colour, 0, 1).astype(np.float32), alpha)


def smooth(points: NDArray[np.floating], rounds: int = 2) -> NDArray[np.floating]:
    """A polygon with its corners cut (Chaikin)."""
    for _ in range(rounds):
        following = np.roll(points, -1, axis=0)
        points = np.stack([points * 0.75 + following * 0.25, points * 0.25 + following * 0.75], 1).reshape(-1, 2)
    return points


def _drawn(parts: list[Part], side: int, radius: float) -> NDArray[np.int32]:
    """The number of the topmost part at each pixel (S, S), from 1; 0 where there is none."""
    which = np.zeros((side, side), np.int32)
    for number, part in enumerate(parts, start=1):
        at = np.rint((part.points * radius + side / 2) * (1 << SHIFT)).astype(np.int32)
        cv2.fillPoly(which, [at], float(number), cv2.LINE_8, SHIFT)
    return which


def _shading(which: NDArray[np.int32], radius: float, towards: tuple[float, float, float]) -> Floats:
    """Light (S, S) around 1: each part is a cushion, and darker close to its edge."""
    edge = np.zeros(which.shape, np.bool_)
    edge[:-1] |= which[:-1] != which[1:]
    edge[:, :-1] |= which[:, :-1] != which[:, 1:]
    inwards = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, 3)
    height = 1 - np.exp(-inwards / (0.10 * radius))
    height = cv2.GaussianBlur(height, (0, 0), max(0.6, 0.012 * radius)) * np.float32(0.10 * radius)
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    length = np.sqrt(across * across + down * down + 1)
    facing = (towards[2] - towards[0] * across - towards[1] * down) / length
    close = 1 - np.exp(-inwards / max(1.0, 0.025 * radius))
    rows = np.linspace(-1, 1, which.shape[0], dtype=np.float32)
    whole = 1 + 0.10 * (towards[0] * rows[None, :] + towards[1] * rows[:, None])
    return np.asarray((0.66 + 0.46 * np.clip(facing, 0, 1)) * (0.80 + 0.20 * close) * whole, np.float32)


def _shrunk(values: Floats, side: int) -> Floats:
    return np.asarray(cv2.resize(values, (side, side), interpolation=cv2.INTER_AREA), np.float32)
