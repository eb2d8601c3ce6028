"""A flower arch over the path."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.bloom import Bed, flowers, petal_colours
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import leaves
from hwawon.engines.painter.ground import Ground, haze_at
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.meadow import flower_tint
from hwawon.engines.painter.palette import foliage_of
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, pick, vary

NEAR = 0.24  # where on the path it stands


def paint_arch(canvas: Canvas, scene: Scene, light: Light, ground: Ground) -> None:
    """Leaves and roses along a half circle that the path runs through."""
    row = ground.path[int(NEAR * len(ground.path))]
    if float(row.max()) < 0.5:
        return
    chance = chance_of(scene.seed, "arch", scene.prompt)
    columns = np.flatnonzero(row > 0.5) / len(row)
    middle, half = float(columns.mean()) * canvas.width, float(np.ptp(columns)) * 0.72 * canvas.width
    half = max(half, canvas.unit * 6)
    foot = ground.top + NEAR * (canvas.height - ground.top)
    rise = half * 2.1

    def along(share: Floats) -> Floats:
        """Points of the bow for 0 (left foot) .. 1 (right foot)."""
        angle = np.pi * (1 - share)
        x = middle + np.cos(angle) * half
        y = foot - np.sin(angle) ** 0.62 * rise
        return np.stack([x, y], 1)

    count = 900
    share = chance.random(count)
    offset = chance.normal(0, half * 0.085, (count, 2))
    at = along(share) + offset
    facing = np.clip(0.55 - offset[:, 1] / half * 3 + offset[:, 0] * light.towards[0] / half * 2, 0.1, 1)
    paint = light.shade(vary(pick(foliage_of(scene), chance, count), chance, 0.08), facing, haze_at(scene, NEAR))
    order = np.argsort(facing, kind="stable")
    length = canvas.unit * chance.uniform(0.5, 1.1, count)
    canvas.polygons(leaves(at, length, chance.uniform(0, 6.28, count), 0.6)[order], paint[order])
    _paint_roses(canvas, scene, light, along(np.sort(chance.random(90))), half, chance)


def _paint_roses(
    canvas: Canvas, scene: Scene, light: Light, at: Floats, half: float, chance: np.random.Generator
) -> None:
    count = len(at)
    species = next((name for name in scene.flowers if name in ("camellia", "peony", "hibiscus")), "rose")
    radii = np.full(count, canvas.unit * 0.62) * chance.uniform(0.7, 1.3, count)
    bed = Bed(
        species=species,
        feet=(at + chance.normal(0, half * 0.085, (count, 2)) + np.stack([0 * radii, radii * 2], 1)).astype(np.float32),
        radii=radii.astype(np.float32),
        petals=petal_colours(species, flower_tint(scene), chance, count, chance.random(count)),
        greens=vary(pick(foliage_of(scene), chance, count), chance, 0.05),
        haze=np.full(count, haze_at(scene, NEAR), np.float32),
        sunlit=np.full(count, 0.9, np.float32),
        wilted=np.zeros(count, np.float32),
    )
    for points, colours in flowers(bed, light, chance):
        canvas.polygons(points, colours)
