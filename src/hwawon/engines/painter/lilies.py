"""What lives on the water: lily pads and lotus flowers, reeds at the bank."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.bloom import Bed, flowers, petal_colours
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import blades, turned
from hwawon.engines.painter.ground import Ground, haze_at
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.meadow import flower_tint
from hwawon.engines.painter.palette import moody
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, tone, tones, vary


def paint_lilies(canvas: Canvas, scene: Scene, light: Light, ground: Ground) -> None:
    """Pads in drifts on the water, some with a flower; none in winter unless named."""
    named = "lotus" in scene.flowers
    if float(ground.water.max()) < 0.5 or not (named or scene.season in ("spring", "summer")):
        return
    chance = chance_of(scene.seed, "lilies", scene.prompt)
    at, near = _on_water(canvas, ground, 900 if named else 420, chance)
    size = canvas.unit * (0.5 + 4.2 * near) * chance.uniform(0.6, 1.2, len(near))
    angle = np.concatenate([np.linspace(0.35, 2 * np.pi - 0.35, 15), [0.0]])
    radius = np.concatenate([np.ones(15), [0.1]])
    shape = np.stack([np.cos(angle) * radius, np.sin(angle) * radius], 1)
    pads = turned(shape, np.zeros_like(at), size, chance.uniform(0, 6.28, len(at))) * np.array([1, 0.30]) + at[:, None]
    greens = vary(moody(tones("#6fa65a #5b934f #8fbb66"), scene)[chance.integers(0, 3, len(at))], chance, 0.06)
    haze = haze_at(scene, near)
    dark = pads + np.array([0, 1.0]) * (size * 0.07)[:, None, None]
    both = np.stack([dark, pads], 1).reshape(-1, 16, 2)
    paint = np.stack([light.shade(greens * 0.45, 0.2, haze), light.shade(greens, 0.75, haze)], 1).reshape(-1, 3)
    canvas.polygons(both, paint)
    chosen = chance.random(len(at)) < (0.42 if named else 0.16)
    if chosen.any():
        _paint_lotuses(canvas, scene, light, at[chosen], near[chosen], chance)


def paint_reeds(canvas: Canvas, scene: Scene, light: Light, ground: Ground) -> None:
    """Reeds along the nearer banks."""
    if float(ground.water.max()) < 0.5:
        return
    chance = chance_of(scene.seed, "reeds", scene.prompt)
    edge = (ground.water > 0.25) & (ground.water < 0.9) & (ground.near > 0.10)
    rows, columns = np.nonzero(edge)
    if len(rows) == 0:
        return
    picked = np.sort(chance.choice(len(rows), min(len(rows), 260), replace=False))
    height, width = ground.water.shape
    near = (rows[picked] / height).astype(np.float32)
    clump = np.sin(columns[picked] / width * 37 + near * 20) > 0.1
    feet = np.stack([columns[picked] / width * canvas.width, ground.top + near * (canvas.height - ground.top)], 1)[
        clump
    ]
    near = near[clump]
    tall = canvas.unit * (1.0 + 11 * near) * chance.uniform(0.5, 1.2, len(near))
    colour = mix(moody(tones("#8a9a4c #b39a58 #6f8a48"), scene)[chance.integers(0, 3, len(near))], tone("#7d8a50"), 0.3)
    paint = light.shade(vary(colour, chance, 0.06), 0.6, haze_at(scene, near))
    canvas.polygons(
        blades(feet, tall, tall * chance.normal(0.08, 0.16, len(near)), canvas.unit * (0.12 + 0.5 * near)), paint
    )


def _on_water(canvas: Canvas, ground: Ground, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Places (N, 2) in px and nearness (N,) on open water, in drifts, sorted from far to near."""
    near = 0.05 + 0.8 * chance.random(count)
    x = chance.random(count) * canvas.width
    y = ground.top + near * (canvas.height - ground.top)
    drift = ground.at(ground.drift[:, ::-1], x, y)
    kept = (ground.at(ground.water, x, y) > 0.92) & (drift > 0.56)
    order = np.argsort(near[kept], kind="stable")
    return np.stack([x, y], 1)[kept][order].astype(np.float32), near[kept][order].astype(np.float32)


def _paint_lotuses(
    canvas: Canvas, scene: Scene, light: Light, at: Floats, near: Floats, chance: np.random.Generator
) -> None:
    count = len(at)
    bed = Bed(
        species="lotus",
        feet=at,
        radii=(canvas.unit * (0.5 + 2.6 * near) * chance.uniform(0.8, 1.2, count)).astype(np.float32),
        petals=petal_colours("lotus", flower_tint(scene), chance, count, chance.random(count)),
        greens=np.tile(tone("#5b934f"), (count, 1)),
        haze=haze_at(scene, near),
        sunlit=np.full(count, 0.9, np.float32),
        wilted=np.zeros(count, np.float32),
    )
    for points, colours in flowers(bed, light, chance):
        canvas.polygons(points, colours)
