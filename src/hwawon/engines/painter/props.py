"""Things that people put into gardens, as stencils."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from hwawon.engines.painter.stencil import Piece, beam, flat, oval

WOOD, DARK, STONE = "#9a7350", "#5f4632", "#a9a6a0"


def _bench() -> list[Piece]:
    parts: list[Piece] = []
    for x in (-0.95, 0.95):
        parts += beam(x, 0.0, x, -0.50, 0.08, DARK) + beam(x * 0.96, -0.48, x * 1.0, -1.0, 0.07, DARK)
    for y in (-0.95, -0.80, -0.65):
        parts += beam(-1.08, y, 1.08, y, 0.10, WOOD, 0.75)
    parts += flat("-1.12,-0.52 1.12,-0.52 1.18,-0.38 -1.18,-0.38", WOOD, 0.9)
    parts += flat("-1.18,-0.38 1.18,-0.38 1.18,-0.32 -1.18,-0.32", DARK, 0.5)
    for x in (-1.08, 1.08):
        parts += beam(x, 0.04, x, -0.36, 0.08, DARK, 0.7)
    return parts


def _lantern() -> list[Piece]:
    parts = flat("-0.30,0 0.30,0 0.22,-0.10 -0.22,-0.10", STONE, 0.6)
    parts += flat("-0.10,-0.10 0.10,-0.10 0.08,-0.48 -0.08,-0.48", STONE, 0.55)
    parts += flat("-0.24,-0.48 0.24,-0.48 0.20,-0.56 -0.20,-0.56", STONE, 0.8)
    parts += flat("-0.18,-0.56 0.18,-0.56 0.18,-0.78 -0.18,-0.78", STONE, 0.5)
    parts += flat("-0.12,-0.58 0.12,-0.58 0.12,-0.76 -0.12,-0.76", "#ffe9a8", 1.0)
    parts += flat("-0.38,-0.78 0.38,-0.78 0.16,-0.92 -0.16,-0.92", STONE, 0.75)
    return parts + oval(0, -0.95, 0.06, 0.06, STONE)


def _fence() -> list[Piece]:
    parts = beam(-3.2, -0.62, 3.2, -0.62, 0.09, "#e9e2d4", 0.8) + beam(-3.2, -0.26, 3.2, -0.26, 0.09, "#e9e2d4", 0.8)
    for x in np.linspace(-3.1, 3.1, 14):
        left, right = x - 0.10, x + 0.10
        parts += flat(f"{left},0.02 {right},0.02 {right},-0.82 {x},-0.98 {left},-0.82", "#f4efe4", 0.75)
    return parts


def _cottage() -> list[Piece]:
    parts = flat("-0.80,0 0.80,0 0.80,-0.55 -0.80,-0.55", "#f0e2c8", 0.65)
    parts += flat("0.30,0 0.80,0 0.80,-0.55 0.30,-0.55", "#d8c6a6", 0.45)
    parts += flat("-0.98,-0.50 0.98,-0.50 0.62,-1.0 -0.62,-1.0", "#b5533c", 0.75)
    parts += flat("0.36,-0.50 0.98,-0.50 0.62,-1.0 0.30,-1.0", "#b5533c", 0.42)
    parts += flat("0.34,-0.86 0.50,-0.86 0.50,-1.16 0.34,-1.16", "#a08a78", 0.6)
    parts += flat("-0.14,0 0.12,0 0.12,-0.36 -0.14,-0.36", "#7a5236", 0.6)
    for x in (-0.56, 0.42):
        parts += flat(f"{x},-0.20 {x + 0.24},-0.20 {x + 0.24},-0.42 {x},-0.42", "#ffe7a6", 0.95)
        parts += beam(x + 0.12, -0.20, x + 0.12, -0.42, 0.025, "#7a5236")
    return parts


def _pavilion() -> list[Piece]:
    parts = flat("-1.0,0 1.0,0 0.92,-0.12 -0.92,-0.12", STONE, 0.7)
    for x in (-0.78, -0.30, 0.30, 0.78):
        parts += beam(x, -0.12, x, -0.55, 0.07, "#a8432f", 0.7)
    parts += flat("-0.82,-0.20 0.82,-0.20 0.82,-0.26 -0.82,-0.26", "#7f3a2a", 0.7)
    parts += flat("-0.86,-0.50 0.86,-0.50 0.86,-0.58 -0.86,-0.58", "#3f8a72", 0.7)
    roof = (
        "-1.28,-0.58 -0.9,-0.62 0,-0.60 0.9,-0.62 1.28,-0.58 1.12,-0.70 0.55,-0"
        ".86 0.16,-1.0 -0.16,-1.0 -0.55,-0.86 -1.12,-0.70"
    )
    parts += flat(roof, "#4a5560", 0.75)
    parts += flat("0,-0.60 0.9,-0.62 1.28,-0.58 1.12,-0.70 0.55,-0.86 0.16,-1.0 0.0,-1.0", "#4a5560", 0.45)
    return parts + oval(0, -1.03, 0.07, 0.07, "#b9a46a")


def _bridge() -> list[Piece]:
    angle = np.linspace(np.pi, 2 * np.pi, 24)
    outer = np.stack([np.cos(angle) * 1.9, np.sin(angle) * 0.62], 1)
    inner = np.stack([np.cos(angle[::-1]) * 1.5, np.sin(angle[::-1]) * 0.34], 1)
    parts = [Piece(np.concatenate([outer, inner]), "#b8543c", 0.5)]
    rail = np.stack([np.cos(angle) * 1.9, np.sin(angle) * 0.62 - 0.36], 1)
    for (x0, y0), (x1, y1) in pairwise(rail.tolist()):
        parts += beam(x0, y0, x1, y1, 0.07, "#c8604a", 0.85)
    for x, y in rail[1:-1:3]:
        parts += beam(float(x), float(y) + 0.38, float(x), float(y) - 0.06, 0.07, "#b0503c", 0.7)
    return parts


def _rock() -> list[Piece]:
    parts = flat("-0.9,0.05 -1.0,-0.35 -0.55,-0.85 0.05,-1.0 0.62,-0.70 0.95,-0.30 0.9,0.05", "#8d8a88", 0.5)
    parts += flat("-1.0,-0.35 -0.55,-0.85 0.05,-1.0 -0.10,-0.55 -0.60,-0.30", "#a9a5a0", 0.95)
    return parts + flat("0.05,-1.0 0.62,-0.70 0.95,-0.30 0.45,-0.42 -0.10,-0.55", "#8d8a88", 0.7)


def _mushroom() -> list[Piece]:
    parts = flat("-0.12,0 0.14,0 0.10,-0.55 -0.09,-0.55", "#e6dcc0", 0.6)
    cap = "-0.52,-0.50 -0.46,-0.74 -0.25,-0.93 0,-1.0 0.25,-0.93 0.46,-0.74 0.52,-0.50 0.25,-0.44 -0.25,-0.44"
    parts += flat(cap, "#b5442e", 0.6) + flat("-0.44,-0.66 -0.25,-0.88 0,-0.95 0.1,-0.86 -0.15,-0.74", "#d8664a", 0.9)
    for x, y, size in ((-0.22, -0.70, 0.07), (0.12, -0.80, 0.06), (0.28, -0.60, 0.06), (-0.02, -0.56, 0.05)):
        parts += oval(x, y, size, size * 0.8, "#f0e6c8", 0.8)
    return parts


def _boat() -> list[Piece]:
    parts = flat("-1.2,-0.42 -0.9,0 0.9,0 1.25,-0.46 0.9,-0.34 -0.9,-0.32", "#8a5a3a", 0.6)
    parts += flat("-1.2,-0.42 -0.9,-0.32 0.9,-0.34 1.25,-0.46 0.85,-0.42 -0.85,-0.40", "#c08a5a", 0.9)
    return parts + beam(0.2, -0.36, 1.0, 0.06, 0.05, "#c9a878", 0.8)


def _balloon() -> list[Piece]:
    parts = beam(-0.10, -0.16, -0.22, -0.42, 0.015, DARK) + beam(0.10, -0.16, 0.22, -0.42, 0.015, DARK)
    parts += flat("-0.12,0 0.12,0 0.14,-0.17 -0.14,-0.17", "#9a6a3c", 0.7)
    angle = np.linspace(0.25 * np.pi, -1.25 * np.pi, 30)
    whole = np.stack([np.cos(angle) * 0.44, np.sin(angle) * 0.46 - 0.72], 1)
    skin = np.concatenate([whole, [[-0.12, -0.36], [0.12, -0.36]]])
    for width, colour, facing in (
        (1.0, "#e2553f", 0.55),
        (0.72, "#f7c648", 0.75),
        (0.42, "#f5f0e0", 0.9),
        (0.16, "#4f8fd0", 0.9),
    ):
        parts.append(Piece(skin * np.array([width, 1.0]), colour, facing))
    return parts


STENCILS: dict[str, Callable[[], list[Piece]]] = {
    "bench": _bench,
    "lantern": _lantern,
    "fence": _fence,
    "cottage": _cottage,
    "pavilion": _pavilion,
    "bridge": _bridge,
    "rock": _rock,
    "mushroom": _mushroom,
    "boat": _boat,
    "balloon": _balloon,
}
