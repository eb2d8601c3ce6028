"""What is nearest: out-of-focus flowers below, a branch across an upper corner, butterflies, one wilted flower."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.bloom import Bed, flowers, petal_colours
from hwawon.engines.painter.branches import Habit, grow
from hwawon.engines.painter.canvas import Canvas, Glass
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars, leaves, round_dabs
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.meadow import flower_tint
from hwawon.engines.painter.palette import BARK, foliage_of
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, pick, tone, tones, vary
from hwawon.engines.painter.trees import leaf_colours
from hwawon.imaging.geometry import Extent

BOUGH = Habit(0.22, 0.030, 5, 2, 0.50, 0.84, -0.01, 0.4)


def paint_frame(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Paint the nearest things over the finished garden."""
    if scene.has("butterfly") or "butterfly" in scene.animals:
        _paint_butterflies(canvas, scene, light)
    if scene.has("wilted"):
        _paint_wilted(canvas, scene, light)
    if scene.composition.framing != "none":
        _paint_bough(canvas, scene, light)
    if scene.composition.flowers >= 0.6 and not scene.has("wilted"):
        _paint_near_flowers(canvas, scene, light)


def _paint_bough(canvas: Canvas, scene: Scene, light: Light) -> None:
    """A branch that hangs in from the upper corner on the side of the light."""
    chance = chance_of(scene.seed, "bough", scene.prompt)
    skeleton = grow(BOUGH, 0.0, chance)
    side, reach = scene.composition.side, min(canvas.width, canvas.height) * 0.78

    def placed(points: Floats) -> Floats:
        along, across = points[:, 1], points[:, 0]  # the tree lies on its side and bows
        x = along * -side
        y = across * 0.75 + 0.22 * along**2
        corner = np.array([(0.5 + 0.52 * side) * canvas.width, 0.03 * canvas.height])
        out: Floats = corner + np.stack([x, y], 1) * reach
        return out

    glass = Glass(Extent(canvas.width, canvas.height))
    wood = light.shade(np.tile(BARK * np.float32(0.55), (len(skeleton.starts), 1)), 0.3)
    thick, thin = skeleton.start_widths * reach, np.maximum(skeleton.end_widths * reach, 1.5)
    glass.polygons(bars(placed(skeleton.starts), placed(skeleton.ends), thick, thin), wood)
    if scene.composition.framing != "branches" and not (scene.season == "winter" and not scene.is_white):
        _hang_leaves(glass, canvas, scene, light, placed(skeleton.tips), chance)
    glass.lay_over(canvas, canvas.unit * 0.16)


def _hang_leaves(
    glass: Glass, canvas: Canvas, scene: Scene, light: Light, tips: Floats, chance: np.random.Generator
) -> None:
    species = next((name for name in ("cherry", "plum", "maple", "ginkgo", "willow") if name in scene.trees), "round")
    count = 900
    at = tips[chance.integers(0, len(tips), count)] + chance.normal(0, canvas.unit * 0.95, (count, 2))
    colours = vary(pick(leaf_colours(species, scene), chance, count), chance, 0.08)
    if scene.is_white:
        colours = np.where(chance.random((count, 1)) < 0.6, tone("#f1f5fb"), colours * 0.8).astype(np.float32)
    paint = light.shade(colours, chance.uniform(0.25, 0.95, count).astype(np.float32))
    size = canvas.unit * chance.uniform(0.5, 1.15, count)
    if species in ("cherry", "plum") or scene.is_white:
        glass.polygons(round_dabs(at, size * 0.72, chance, 0.85, 8), paint)
    else:
        glass.polygons(leaves(at, size * 2.0, chance.normal(1.4, 0.6, count), 0.5), paint)


def _paint_near_flowers(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Large soft heads in the lower corners: the eye passes over them into the garden."""
    chance = chance_of(scene.seed, "near flowers", scene.prompt)
    species = next((name for name in scene.flowers if name != "lotus"), "daisy")
    side = -scene.composition.side
    for spread, size, blur in ((0.10, 3.6, 0.30), (0.07, 5.2, 0.75)):
        count = 7
        across = 0.5 + side * (0.5 - np.abs(chance.normal(0, spread, count)))
        x = np.where(np.arange(count) % 4 == 3, 1 - across, across) * canvas.width
        y = canvas.height * (1.06 + chance.uniform(0.0, 0.14, count)) + canvas.unit * size * 1.8
        radii = canvas.unit * size * chance.uniform(0.75, 1.2, count)
        glass = Glass(Extent(canvas.width, canvas.height))
        bed = Bed(
            species=species,
            feet=np.stack([x, y], 1).astype(np.float32),
            radii=radii.astype(np.float32),
            petals=petal_colours(species, flower_tint(scene), chance, count, chance.random(count)),
            greens=vary(pick(foliage_of(scene), chance, count), chance, 0.05),
            haze=np.zeros(count, np.float32),
            sunlit=np.full(count, 0.9, np.float32),
            wilted=np.full(count, min(1.0, scene.composition.wilt) * 0.7, np.float32),
        )
        for points, colours in flowers(bed, light, chance):
            glass.polygons(points, colours)
        glass.lay_over(canvas, canvas.unit * blur)


def _paint_wilted(canvas: Canvas, scene: Scene, light: Light) -> None:
    """One flower, alone and bowed."""
    chance = chance_of(scene.seed, "wilted", scene.prompt)
    species = next((name for name in scene.flowers if name not in ("lotus", "lavender", "hydrangea")), "rose")
    bed = Bed(
        species=species,
        feet=np.array([[(0.5 + 0.24 * scene.composition.side) * canvas.width, 0.95 * canvas.height]], np.float32),
        radii=np.array([canvas.unit * 3.6], np.float32),
        petals=petal_colours(species, flower_tint(scene), chance, 1, np.zeros(1)),
        greens=foliage_of(scene)[:1],
        haze=np.zeros(1, np.float32),
        sunlit=np.full(1, 0.8, np.float32),
        wilted=np.full(1, 0.75, np.float32),
    )
    for points, colours in flowers(bed, light, chance):
        canvas.polygons(points, colours)


def _paint_butterflies(canvas: Canvas, scene: Scene, light: Light) -> None:
    chance = chance_of(scene.seed, "butterflies", scene.prompt)
    count = 9 if "butterfly" in scene.animals else 4
    at = np.stack(
        [chance.uniform(0.12, 0.88, count), scene.composition.horizon + chance.uniform(-0.06, 0.34, count)], 1
    )
    at = at * [canvas.width, canvas.height]
    size = canvas.unit * chance.uniform(1.0, 2.4, count)
    turn = chance.normal(0, 0.5, count)
    palette = tones("#f7a63c #f6e05a #8fb8f0 #f08fb4 #ffffff")
    colours = light.shade(palette[chance.integers(0, len(palette), count)], 0.9)
    for angle, length, slim, shade in (
        (-0.75, 1.0, 0.85, 1.0),
        (-2.4, 0.9, 0.85, 0.86),
        (0.55, 0.62, 0.9, 0.92),
        (2.6, 0.58, 0.9, 0.8),
    ):
        canvas.polygons(leaves(at, size * length, turn + angle, slim), np.clip(colours * np.float32(shade), 0, 1))
        canvas.polygons(leaves(at, size * length * 0.55, turn + angle, slim * 0.8), np.clip(colours * 1.2, 0, 1))
    along = np.stack([np.sin(turn), -np.cos(turn)], 1) * (size * 0.42)[:, None]
    wide = np.maximum(size * 0.09, 1.0)
    canvas.polygons(bars(at + along, at - along, wide, wide * 0.6), np.tile(tone("#3a2a28"), (count, 1)))
