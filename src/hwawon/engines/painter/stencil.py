"""Things drawn as a few plain shapes: benches, lanterns, animals.

Each stands on (0, 0) and is about 1 high; x points right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.tones import Floats, tone


@dataclass(frozen=True, eq=False)
class Piece:
    """One shape of one colour; `facing` is how much light it catches."""

    points: Floats  # (V, 2)
    colour: str
    facing: float


def oval(
    x: float, y: float, wide: float, high: float, colour: str, facing: float = 0.6, turn_deg: float = 0.0
) -> list[Piece]:
    """A round part with a lit upper side."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    cosine, sine = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    ring = np.stack([np.cos(angle) * wide, np.sin(angle) * high], 1) @ np.array([[cosine, sine], [-sine, cosine]])
    whole = Piece(ring + np.array([x, y]), colour, facing * 0.72)
    lit = Piece(ring * 0.80 + np.array([x - 0.04 * wide, y - 0.16 * high]), colour, facing * 1.15)
    return [whole, lit]


def flat(points: str, colour: str, facing: float = 0.6) -> list[Piece]:
    """A polygon from `x,y x,y ...`."""
    corners = [[float(part) for part in pair.split(",")] for pair in points.split()]
    return [Piece(np.array(corners), colour, facing)]


def beam(x0: float, y0: float, x1: float, y1: float, width: float, colour: str, facing: float = 0.6) -> list[Piece]:
    """A straight bar with a lit edge."""
    along = np.array([x1 - x0, y1 - y0])
    across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along))) * width / 2
    start, end = np.array([x0, y0]), np.array([x1, y1])
    whole = np.stack([start + across, end + across, end - across, start - across])
    lit = np.stack([start + across, end + across, end + across * 0.2, start + across * 0.2])
    return [Piece(whole, colour, facing * 0.6), Piece(lit, colour, facing * 1.2)]


def stamp(
    canvas: Canvas, pieces: list[Piece], light: Light, at: tuple[float, float], size: float, haze: float,
    mirrored: bool = False,
) -> None:  # fmt: skip
    """Paint pieces with their foot at `at`, `size` px for a height of 1."""
    scale = np.array([-size if mirrored else size, size])
    for piece in pieces:
        colour = light.shade(tone(piece.colour)[None], min(1.0, piece.facing), haze)[0]
        canvas.shape(piece.points * scale + np.array(at), colour)
