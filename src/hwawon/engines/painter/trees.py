"""Trees on the picture: trunk, branches and leaves in the light, from the skeletons and crowns of their species."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.branches import Skeleton, grow
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.crowns import HABITS, Crown, clothe
from hwawon.engines.painter.dabs import bars, leaves, round_dabs
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.palette import BARK, SNOW, foliage_of, moody
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, pick, tone, tones, vary

OWN_COLOURS = {  # species whose leaves or blossoms are not the season's green
    "cherry": "#fbd0de #f7b3cb #fde6ee #f19bb9",
    "plum": "#f4a3b8 #fbd7df #e77f9c",
    "maple": "#d8452c #b92f26 #ee7a38 #e8a23c",
    "ginkgo": "#f2c832 #e0b02a #f7dd6a",
    "cypress": "#3f7048 #2f5a3c #56874f",
    "conifer": "#3c6b52 #2f5a48 #4d7f5c",
    "bamboo": "#7db04f #5f9845 #9cc566",
    "willow": "#9dbb58 #86a94c #b4cc6e",
}
LEAF_SHAPES = {"willow": (2.6, 0.30), "bamboo": (2.8, 0.22), "conifer": (1.9, 0.34), "cypress": (1.7, 0.42)}
BARKS = {"birch": "#e9e6df", "conifer": "#5f4a3c", "cherry": "#5d4442", "bamboo": "#8fae5c", "plum": "#4a3a3c"}


@dataclass(frozen=True)
class Tree:
    """A tree to be painted: foot and height in canvas px."""

    species: str
    x: float
    y: float
    height: float
    near: float  # 0 far .. 1 at the bottom edge
    name: str  # names its stream of chance
    lean: float = 0.0
    leafless: bool = False


def paint_tree(canvas: Canvas, scene: Scene, light: Light, tree: Tree, haze: float) -> None:
    """Paint one tree: back leaves, wood, front leaves."""
    chance = chance_of(scene.seed, "tree", tree.name, scene.prompt)
    skeleton = grow(HABITS[tree.species], tree.lean, chance)
    count = round(np.clip(tree.height / canvas.unit * 75, 160, 4200) * scene.detail)
    if tree.leafless:
        _paint_wood(canvas, light, tree, skeleton, haze, scene.is_white)
        return
    crown = clothe(tree.species, skeleton, count, chance)
    points, colours = _leaf_polygons(canvas, scene, light, tree, crown, chance, haze)
    behind = crown.centres[:, 2] < -0.02
    canvas.polygons(points[behind], colours[behind] * np.float32(0.86))
    if tree.species != "cypress":
        _paint_wood(canvas, light, tree, skeleton, haze, scene.is_white and tree.species != "conifer")
    canvas.polygons(points[~behind], colours[~behind])


def _leaf_polygons(
    canvas: Canvas, scene: Scene, light: Light, tree: Tree, crown: Crown, chance: np.random.Generator, haze: float
) -> tuple[Floats, Floats]:
    count = len(crown.centres)
    palette = leaf_colours(tree.species, scene)
    albedo = vary(pick(palette, chance, count), chance, 0.07)
    albedo *= (0.70 + 0.30 * crown.depth)[:, None]
    facing = light.facing(crown.normals)
    facing = np.clip(facing * (0.55 + 0.55 * crown.depth) + chance.normal(0, 0.06, count), 0, 1.1).astype(np.float32)
    if scene.is_white:
        caught = np.clip((crown.normals[:, 1] - 0.1) * 1.6, 0, 0.92) * chance.uniform(0.5, 1, count)
        albedo = mix(albedo, SNOW, caught.astype(np.float32))
    colours = light.shade(albedo, facing, haze)
    feet = _placed(tree, crown.centres)
    size = max(tree.height * 0.019, canvas.unit * 0.20) * (420 / max(count, 420)) ** 0.18
    sizes = (size * chance.uniform(0.65, 1.3, count)).astype(np.float32)
    longer, slim = LEAF_SHAPES.get(tree.species, (0.0, 0.0))
    if longer:
        return leaves(feet, sizes * np.float32(longer), crown.angles, slim), colours
    return round_dabs(feet, sizes, chance, 0.82), colours


def leaf_colours(species: str, scene: Scene) -> Floats:
    """The colours (M, 3) of a species in this season and mood."""
    own = OWN_COLOURS.get(species)
    if own is None or (species == "cherry" and scene.season in ("summer", "autumn") and "cherry" not in scene.trees):
        return foliage_of(scene)
    colours = tones(own)
    if scene.emotion in ("happy", "calm", "surprised"):
        return colours
    return mix(colours, moody(colours, scene), 0.6)


def _placed(tree: Tree, points: Floats) -> Floats:
    placed: Floats = np.stack([tree.x + points[:, 0] * tree.height, tree.y - points[:, 1] * tree.height], 1)
    return placed.astype(np.float32)


def _paint_wood(canvas: Canvas, light: Light, tree: Tree, skeleton: Skeleton, haze: float, snow: bool) -> None:
    """Branches as bars: a dark one, and a lighter one on the side of the light."""
    starts, ends = _placed(tree, skeleton.starts), _placed(tree, skeleton.ends)
    thick = np.maximum(skeleton.start_widths * tree.height, 1.0).astype(np.float32)
    thin = np.maximum(skeleton.end_widths * tree.height, 0.9).astype(np.float32)
    bark = tone(BARKS[tree.species]) if tree.species in BARKS else BARK
    count = len(starts)
    dark = light.shade(np.tile(bark * np.float32(0.62), (count, 1)), 0.15, haze)
    lit = light.shade(np.tile(bark * np.float32(1.08), (count, 1)), 0.75, haze)
    side = np.array([light.towards[0], -0.35], np.float32)
    canvas.polygons(bars(starts, ends, thick, thin), dark)
    shift = side * (thick * np.float32(0.24))[:, None]
    visible = thick > 2.2
    canvas.polygons(
        bars(starts + shift, ends + shift * 0.8, thick * np.float32(0.45), thin * np.float32(0.45))[visible],
        lit[visible],
    )
    if tree.species == "birch":
        _paint_birch_marks(canvas, starts[:1], ends[:1], float(thick[0]), haze, light)
    if snow:
        lift = np.array([0, -1], np.float32) * (thick * np.float32(0.4))[:, None]
        white = light.shade(np.tile(SNOW, (count, 1)), 0.8, haze)
        flat = np.abs(ends[:, 0] - starts[:, 0]) > 0.35 * np.abs(ends[:, 1] - starts[:, 1])
        quads = bars(starts + lift, ends + lift, np.maximum(thick * 0.55, 1).astype(np.float32), thin)
        canvas.polygons(quads[flat], white[flat])


def _paint_birch_marks(canvas: Canvas, foot: Floats, top: Floats, width: float, haze: float, light: Light) -> None:
    share = np.linspace(0.03, 0.97, 16, dtype=np.float32)[:, None]
    wobble = np.sin(np.arange(16) * 2.4).astype(np.float32)
    middle = foot + (top - foot) * share + np.stack([wobble * width * 0.22, 0 * wobble], 1)
    half = np.stack([np.full(16, width * 0.2, np.float32) * (1.2 + wobble) * 0.6, 0 * wobble], 1)
    mark = np.full(16, max(1.0, width * 0.10), np.float32)
    canvas.polygons(
        bars(middle - half, middle + half, mark, mark * 0.5), light.shade(np.tile(tone("#4a4444"), (16, 1)), 0.4, haze)
    )
