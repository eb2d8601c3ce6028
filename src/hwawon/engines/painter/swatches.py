"""Style swatches that the painter makes itself, for the style network to learn a manner from: no foreign pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hwawon.engines.base import Pixels
from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars, leaves
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.tones import Floats, mix, tone, tones, vary
from hwawon.imaging.geometry import Extent

SIDE = 256
GARDEN = "#7fb069 #f2c6d0 #8fbce6 #f6e3a1 #5b8e5a #e98a8f #b7a1d8 #fdf6e8"


def swatch(style: str) -> Pixels:
    """A square of the style's brushwork (256, 256, 3) RGB."""
    chance = chance_of(0, "swatch", style)
    painted = SWATCHES[style](chance)
    return np.asarray(np.clip(painted * 255 + 0.5, 0, 255).astype(np.uint8))


def _watercolour(chance: np.random.Generator) -> Floats:
    """Washes that pool at their edges on grained paper."""
    paper = np.ones((SIDE, SIDE, 3), np.float32) * tone("#fbf7ee")
    palette = tones(GARDEN)
    for index in range(9):
        level = field(chance, SIDE, SIDE, (2.5, 2.5), 4)
        wash = smoothstep(0.55, 0.60, level) * 0.45 + np.exp(-(((level - 0.575) / 0.02) ** 2)) * 0.25
        paper = paper * (1 - wash[..., None] * (1 - palette[index % len(palette)]))
    grain = field(chance, SIDE, SIDE, (70, 70), 2) - 0.5
    return np.clip(paper + grain[..., None] * 0.06, 0, 1)


def _gouache(chance: np.random.Generator) -> Floats:
    """Flat opaque strokes side by side."""
    canvas = Canvas(Extent(SIDE, SIDE))
    canvas.pixels[:] = 232
    palette = tones(GARDEN)
    count = 700
    at = chance.random((count, 2)) * SIDE
    angle = (field(chance, SIDE, SIDE, (2, 2), 2)[at[:, 1].astype(int), at[:, 0].astype(int)] * 5).astype(np.float32)
    end = at + np.stack([np.cos(angle), np.sin(angle)], 1) * chance.uniform(10, 30, (count, 1))
    wide = chance.uniform(4, 9, count)
    block = (field(chance, SIDE, SIDE, (3, 3), 1)[at[:, 1].astype(int), at[:, 0].astype(int)] * 7.99).astype(int)
    canvas.polygons(bars(at, end, wide, wide * 0.8), vary(palette[block], chance, 0.06))
    return canvas.pixels.astype(np.float32) / 255


def _ink(chance: np.random.Generator) -> Floats:
    """Grey washes and black brush strokes on warm paper."""
    paper = np.ones((SIDE, SIDE, 3), np.float32) * tone("#f3ecdc")
    wash = blurred(smoothstep(0.45, 0.85, field(chance, SIDE, SIDE, (3, 3), 4)), 3) * 0.65
    canvas = Canvas(Extent(SIDE, SIDE))
    canvas.pixels[:] = np.clip(paper * (1 - wash[..., None]) * 255, 0, 255).astype(np.uint8)
    at = chance.random((70, 2)) * SIDE
    canvas.polygons(
        leaves(at, chance.uniform(20, 70, 70), chance.normal(1.0, 0.7, 70), 0.12), np.tile(tone("#26242a"), (70, 1))
    )
    return canvas.pixels.astype(np.float32) / 255


def _impasto(chance: np.random.Generator) -> Floats:
    """Thick short strokes that follow a swirl and catch light on their ridges."""
    canvas = Canvas(Extent(SIDE, SIDE))
    canvas.pixels[:] = 120
    palette = tones("#2f5fae #f2c640 #4f8f5a #e8843c #8fc0ea #c74a5c #f6ead0 #6a4fa0")
    count = 2200
    at = chance.random((count, 2)) * SIDE
    flow = field(chance, SIDE, SIDE, (2, 2), 2)[at[:, 1].astype(int), at[:, 0].astype(int)] * 8
    block = (field(chance, SIDE, SIDE, (3, 3), 2)[at[:, 1].astype(int), at[:, 0].astype(int)] * 7.99).astype(int)
    shapes = leaves(at, chance.uniform(9, 20, count), flow, 0.36)
    paint = vary(palette[block], chance, 0.12)
    ridge = shapes * 0.0 + shapes - np.array([0.8, 0.8])
    both = np.stack([shapes, at[:, None] + (ridge - at[:, None]) * 0.55], 1).reshape(-1, shapes.shape[1], 2)
    canvas.polygons(both, np.stack([paint * 0.85, mix(paint, np.ones(3, np.float32), 0.22)], 1).reshape(-1, 3))
    return canvas.pixels.astype(np.float32) / 255


def _stained(chance: np.random.Generator) -> Floats:
    """Glass cells between dark leads."""
    seeds = (chance.random((90, 2)) * SIDE).astype(np.float32)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    distance = np.hypot(columns[..., None] - seeds[:, 0], rows[..., None] - seeds[:, 1])
    nearest = np.sort(distance, axis=2)
    colours = vary(tones(GARDEN)[chance.integers(0, 8, 90)], chance, 0.15)[distance.argmin(axis=2)]
    lead = smoothstep(5.0, 2.0, nearest[..., 1] - nearest[..., 0])
    return np.asarray(np.clip(colours * (1 - 0.85 * lead[..., None]), 0, 1), np.float32)


SWATCHES: dict[str, Callable[[np.random.Generator], Floats]] = {
    "watercolour": _watercolour,
    "gouache": _gouache,
    "ink": _ink,
    "impasto": _impasto,
    "stained": _stained,
}
