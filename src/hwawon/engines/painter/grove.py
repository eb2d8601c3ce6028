"""Where the trees stand, and the shadows that they throw."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.ground import SHARPNESS, Ground
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.staging import Placed
from hwawon.engines.painter.tones import Floats
from hwawon.engines.painter.trees import Tree

TALL = {"cypress": 1.15, "conifer": 1.2, "birch": 1.15, "bamboo": 1.0, "plum": 0.75, "cherry": 0.9, "willow": 0.95}


def plan_grove(canvas: Canvas, scene: Scene, ground: Ground, things: list[Placed]) -> list[Tree]:
    """Trees from far to near: a loose row at the back, groups at the sides, one large one as a frame."""
    chance = chance_of(scene.seed, "grove", scene.prompt)
    plan = scene.composition
    count = round(26 * plan.trees)
    near = 0.02 + 0.36 * chance.random(count) ** 2.0
    x = chance.random(count)
    clear = 0.10 + 0.25 * near  # the view along the middle stays open
    x = np.where(np.abs(x - 0.5) < clear, x + np.sign(x - 0.5) * clear, x)
    trees = [
        _tree(canvas, scene, ground, f"back {index}", float(x[index]), float(near[index]), chance)
        for index in range(count)
    ]
    trees += _framing(canvas, scene, ground, chance)
    dry = [tree for tree in trees if float(ground.at(ground.water, np.array([tree.x]), np.array([tree.y]))[0]) < 0.2]
    return sorted((tree for tree in dry if not _hides(tree, things)), key=lambda tree: tree.y)


def _hides(tree: Tree, things: list[Placed]) -> bool:
    """A tree stands before something that is worth seeing."""
    return any(
        tree.near > thing.near - 0.01
        and tree.y - tree.height < thing.y
        and abs(tree.x - thing.x) < 0.55 * thing.size + 0.26 * tree.height
        for thing in things
        if thing.name not in ("mushroom", "rock", "fence")
    )


def _tree(
    canvas: Canvas, scene: Scene, ground: Ground, name: str, x: float, near: float, chance: np.random.Generator,
    size: float = 1.0,
) -> Tree:  # fmt: skip
    species = scene.trees[int(chance.integers(0, len(scene.trees)))]
    plan = scene.composition
    leafless = chance.random() < plan.bare or (
        scene.season == "winter" and species in ("round", "birch", "cherry", "maple", "ginkgo", "willow")
    )
    if leafless and species in ("conifer", "cypress", "bamboo"):
        species = "bare"
    tall = (0.085 + 0.80 * near) * TALL.get(species, 1.0) * chance.uniform(0.8, 1.2) * size
    lean = plan.lean * plan.side + float(chance.normal(0, 0.06 + 0.4 * plan.lean))
    return Tree(
        species=species,
        x=x * canvas.width,
        y=ground.top + near * (canvas.height - ground.top),
        height=tall * min(canvas.height, 1.15 * canvas.width),
        near=near,
        name=name,
        lean=lean,
        leafless=leafless or species == "bare",
    )


def _framing(canvas: Canvas, scene: Scene, ground: Ground, chance: np.random.Generator) -> list[Tree]:
    """One large tree on the side away from the light, a smaller one opposite."""
    plan = scene.composition
    if plan.trees < 0.65 and scene.emotion == "surprised":
        return []
    side = -plan.side
    large = _tree(canvas, scene, ground, "large", 0.5 + side * chance.uniform(0.36, 0.44), 0.50, chance, 1.45)
    small = _tree(canvas, scene, ground, "small", 0.5 - side * chance.uniform(0.38, 0.50), 0.30, chance, 1.35)
    trees = [large, small]
    if plan.trees > 1.5:
        for index in range(6):
            where = 0.5 + (1 if index % 2 else -1) * chance.uniform(0.22, 0.5)
            trees.append(_tree(canvas, scene, ground, f"wood {index}", where, chance.uniform(0.2, 0.75), chance, 1.5))
    return trees


def shadows(scene: Scene, light: Light, ground: Ground, trees: list[Tree]) -> Floats:
    """How much sun is taken away on the ground (h, w) 0..1, in the ground's own resolution."""
    mask = np.zeros(ground.path.shape, np.uint8)
    long = {"day": 0.35, "sunset": 1.1, "the-early-dawn": 1.1}.get(scene.time, 0.45)
    for tree in trees:
        height = tree.height / SHARPNESS
        x, y = tree.x / SHARPNESS, (tree.y - ground.top) / SHARPNESS
        end_x, end_y = x - light.towards[0] * height * long, y + height * long * 0.42
        width = height * (0.10 if tree.species in ("cypress", "conifer", "bare") else 0.24)
        cv2.line(mask, (round(x), round(y)), (round(end_x), round(end_y)), 255, max(1, round(height * 0.04)))
        axes = (max(1, round(width + height * long * 0.25)), max(1, round(width * 0.34)))
        turn = float(np.degrees(np.arctan2(end_y - y, end_x - x)))
        cv2.ellipse(mask, (round((x + end_x * 2) / 3), round((y + end_y * 2) / 3)), axes, turn, 0, 360, 200, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, ground.path.shape[1] * 0.004))
    cover: Floats = soft.astype(np.float32) / 255
    return cover
