"""Puts props and animals on their places in the garden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.animals import ANIMALS, SWIMMERS
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.ground import Ground, haze_at
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.props import STENCILS
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.stencil import Piece, stamp

SIZES = {  # height at nearness 1, as a share of the picture's shorter side
    "bench": 0.30, "lantern": 0.42, "fence": 0.22, "cottage": 1.25, "pavilion": 1.25, "bridge": 0.42, "rock": 0.20,
    "mushroom": 0.20, "boat": 0.26,
}  # fmt: skip
PLACES = {  # x from the middle (towards the shade), nearness
    "bench": ((0.20, 0.34),), "lantern": ((-0.20, 0.36), (0.27, 0.22), (0.36, 0.48)), "fence": ((-0.25, 0.16),),
    "cottage": ((-0.27, 0.10),), "pavilion": ((0.22, 0.10),), "bridge": ((0.0, 0.30),),
    "rock": ((-0.32, 0.42), (0.30, 0.60), (0.36, 0.28)), "boat": ((-0.08, 0.22),),
    "mushroom": ((-0.16, 0.70), (-0.22, 0.62), (-0.12, 0.80), (0.30, 0.50), (0.34, 0.56), (0.02, 0.92), (0.42, 0.86)),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Placed:
    """A stencil at its place; px on the canvas."""

    name: str
    pieces: list[Piece]
    x: float
    y: float
    near: float
    size: float
    mirrored: bool


def stage(canvas: Canvas, scene: Scene, ground: Ground) -> list[Placed]:
    """All props and animals on the ground, with their places."""
    chance = chance_of(scene.seed, "staging", scene.prompt)
    things = []
    for name in sorted(scene.features & set(SIZES)):
        for index, (offset, near) in enumerate(PLACES[name]):
            x = 0.5 - scene.composition.side * (offset + chance.uniform(-0.03, 0.03))
            near = near * chance.uniform(0.92, 1.08)
            things.append(_at(canvas, ground, name, STENCILS[name](), x, near, SIZES[name], bool(index % 2)))
    for index, name in enumerate(name for name in scene.animals if name in ANIMALS):
        build, size = ANIMALS[name]
        x, near = _spot(scene, ground, name, index, chance)
        for extra in range(3 if name in ("koi", "duck") else 1):
            shift = (0.13 * extra, 0.09 * extra)
            things.append(
                _at(canvas, ground, name, build(), x + shift[0], near + shift[1], 0.38 * size, chance.random() < 0.5)
            )
    return sorted((thing for thing in things if _stands(thing, ground)), key=lambda thing: thing.near)


def _stands(thing: Placed, ground: Ground) -> bool:
    """Boats need water, most things dry land; swimmers have looked for their place already."""
    wet = float(ground.at(ground.water, np.array([thing.x]), np.array([thing.y]))[0]) > 0.4
    if thing.name == "boat":
        return wet
    return not wet or thing.name in SWIMMERS or thing.name == "bridge"


def paint_thing(canvas: Canvas, scene: Scene, light: Light, thing: Placed) -> None:
    """Paint one placed thing with a soft shadow at its foot."""
    if thing.name not in SWIMMERS and thing.name != "bridge":
        _contact_shadow(canvas, thing)
    haze = 0.6 * float(haze_at(scene, thing.near))  # what is made to be seen is kept clear
    stamp(canvas, thing.pieces, light, (thing.x, thing.y), thing.size, haze, thing.mirrored)


def _at(
    canvas: Canvas, ground: Ground, name: str, pieces: list[Piece], x: float, near: float, size: float, mirrored: bool
) -> Placed:
    height = size * min(canvas.width, canvas.height) * (0.06 + 0.94 * near)
    y = ground.top + near * (canvas.height - ground.top)
    return Placed(name, pieces, x * canvas.width, y, near, height, mirrored)


def _spot(scene: Scene, ground: Ground, name: str, index: int, chance: np.random.Generator) -> tuple[float, float]:
    """A place of its kind: on water for swimmers, beside the middle for the others."""
    if name in SWIMMERS and float(ground.water.max()) > 0.5:
        rows, columns = np.nonzero(ground.water > 0.9)
        middle = int(chance.integers(len(rows) // 3, max(len(rows) // 3 + 1, 2 * len(rows) // 3)))
        height, width = ground.water.shape
        x = 0.5 + 0.5 * (columns[middle] / width - 0.5)
        return float(x), max(0.12, float(rows[middle] / height))
    side = scene.composition.side * (1 if index % 2 == 0 else -1)
    offset = 0.14 + 0.15 * (index // 2) + chance.uniform(-0.03, 0.03)
    near = float(chance.uniform(0.44, 0.54)) + 0.07 * (index % 3)
    return 0.5 + side * offset, next(
        (n for n in (near, 0.72, 0.82, 0.9) if _is_dry(ground, 0.5 + side * offset, n)), 0.95
    )


def _is_dry(ground: Ground, x: float, near: float) -> bool:
    height, width = ground.water.shape
    row, column = min(height - 1, int(near * height)), int(np.clip(x * width, 0, width - 1))
    return float(ground.water[row, column]) < 0.3


def _contact_shadow(canvas: Canvas, thing: Placed) -> None:
    spread = max(float(np.abs(piece.points[:, 0]).max()) for piece in thing.pieces) * thing.size
    high, wide = max(3, round(spread * 0.24)), max(4, round(spread * 1.15))
    top, left = round(thing.y) - high, round(thing.x) - wide
    rows, columns = np.mgrid[-1 : 1 : complex(0, 2 * high), -1 : 1 : complex(0, 2 * wide)]
    dark = 1 - 0.45 * np.clip(1.1 - np.hypot(rows, columns), 0, 1)
    y0, x0 = max(0, -top), max(0, -left)
    patch = canvas.pixels[max(0, top) : top + 2 * high, max(0, left) : left + 2 * wide]
    shade = dark[y0 : y0 + patch.shape[0], x0 : x0 + patch.shape[1]]
    patch[:] = (patch * shade[: patch.shape[0], : patch.shape[1], None]).astype(np.uint8)
