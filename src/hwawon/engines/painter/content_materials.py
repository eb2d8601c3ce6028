"""What a mask may be covered with: grass, sky, water, wall, sand, wood, cloth, snow."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from hwawon.engines.painter.content_light import Surroundings
from hwawon.engines.painter.dabs import blades
from hwawon.engines.painter.fill_levels import Floats
from hwawon.engines.painter.tones import tone

Texture = Callable[[int, int, np.random.Generator], Floats]  # height, width -> (H, W) around 0
BLADE_EVERY_PX = 14  # one blade of grass for so many pixels


def cover(
    name: str,
    shape: tuple[int, int],
    surroundings: Surroundings,
    colour: Floats | None,
    chance: np.random.Generator,
) -> Floats:
    """A material (H, W, 3) 0..1 in the light of its surroundings, in a colour (3,) where one is named."""
    texture, usual = MATERIALS[name]
    base = surroundings.lit(np.asarray(tone(usual) if colour is None else colour, np.float32)[None], colour is not None)
    if name == "grass":
        return _grass(shape, base[0], chance)
    values = texture(shape[0], shape[1], chance)[..., None]
    if name == "sky":
        values = values * np.array([1.0, 0.8, 0.5], np.float32)
    textured: Floats = base[0] * (1 + values)
    return np.clip(textured, 0, 1).astype(np.float32)


def noise(height: int, width: int, across_px: float, down_px: float, chance: np.random.Generator) -> Floats:
    """Smooth noise (H, W) of standard deviation about 1, with lumps of the given size."""
    rows, columns = max(2, round(height / down_px) + 2), max(2, round(width / across_px) + 2)
    coarse = chance.normal(0, 1, (rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _grass(shape: tuple[int, int], base: Floats, chance: np.random.Generator) -> Floats:
    height, width = shape
    count = min(9000, height * width // BLADE_EVERY_PX)
    feet = np.stack([chance.uniform(-5, width + 5, count), np.sort(chance.uniform(0, height * 1.15, count))], axis=1)
    tall = chance.uniform(0.07, 0.16, count) * max(40.0, min(height, 260))
    strokes = blades(feet, tall, chance.normal(0, 0.35, count) * tall, np.maximum(1.2, tall * 0.09))
    light = chance.uniform(0.62, 1.28, (count, 1))
    warm = chance.normal(0, 0.06, (count, 1)) * np.array([1.4, 0.5, -1.0])
    colours = np.clip((base * light + warm * base) * 255, 0, 255)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = np.clip(base * 0.55 * 255, 0, 255)
    points = np.rint(strokes * 16).astype(np.int32)
    for blade, colour in zip(points, colours.tolist(), strict=True):
        cv2.fillConvexPoly(picture, blade, colour, cv2.LINE_AA, 4)
    return picture.astype(np.float32) / np.float32(255)


def _sky(height: int, width: int, chance: np.random.Generator) -> Floats:
    lumps = sum(noise(height, width, size, size * 0.55, chance) / (1 + k) for k, size in enumerate((140, 60, 28)))
    fall = np.linspace(-0.06, 0.16, height, dtype=np.float32)[:, None]
    return (fall + 0.22 * np.clip(lumps - 0.35, 0, 1.6)).astype(np.float32)


def _water(height: int, width: int, chance: np.random.Generator) -> Floats:
    ripples = sum(noise(height, width, size * 5, size, chance) / (1 + k) for k, size in enumerate((14, 7, 3)))
    return (0.07 * ripples + 0.20 * np.clip(ripples - 1.4, 0, 1)).astype(np.float32)


def _wall(height: int, width: int, chance: np.random.Generator) -> Floats:
    return np.asarray(
        0.020 * noise(height, width, 90, 90, chance) + 0.018 * noise(height, width, 3, 3, chance), np.float32
    )


def _sand(height: int, width: int, chance: np.random.Generator) -> Floats:
    return np.asarray(
        0.05 * noise(height, width, 90, 22, chance) + 0.05 * noise(height, width, 1.5, 1.5, chance), np.float32
    )


def _wood(height: int, width: int, chance: np.random.Generator) -> Floats:
    bend = noise(height, width, 160, 60, chance) * 5
    rings: Floats = np.sin((np.arange(height, dtype=np.float32)[:, None] + bend) * np.float32(0.42))
    return np.asarray(0.07 * rings + 0.05 * noise(height, width, 70, 2, chance), np.float32)


def _cloth(height: int, width: int, chance: np.random.Generator) -> Floats:
    rows, columns = np.indices((height, width), np.float32)
    weave: Floats = np.sin(rows * np.float32(1.6)) * np.sin(columns * np.float32(1.6))
    return np.asarray(0.045 * weave + 0.07 * noise(height, width, 120, 70, chance), np.float32)


def _snow(height: int, width: int, chance: np.random.Generator) -> Floats:
    return np.asarray(
        -np.abs(0.05 * noise(height, width, 110, 50, chance)) + 0.012 * noise(height, width, 2, 2, chance), np.float32
    )


MATERIALS: dict[str, tuple[Texture, str]] = {  # how, and in what colour where none is named
    "grass": (_wall, "#6ea043"),
    "sky": (_sky, "#86b6e6"),
    "water": (_water, "#5f96b4"),
    "wall": (_wall, "#d9d2c4"),
    "sand": (_sand, "#dcc492"),
    "wood": (_wood, "#a5754a"),
    "cloth": (_cloth, "#b8a48c"),
    "snow": (_snow, "#f4f7fc"),
}
