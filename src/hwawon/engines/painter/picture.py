"""Paints a whole garden, stage by stage, back to front."""

from __future__ import annotations

from typing import Any

from hwawon.engines.base import OnStep, PaintRequest, Pixels, Step
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.ground import haze_at, lay_ground, paint_ground
from hwawon.engines.painter.grove import plan_grove, shadows
from hwawon.engines.painter.light import light_of
from hwawon.engines.painter.meadow import Meadow, bands
from hwawon.engines.painter.scene import plan_scene
from hwawon.engines.painter.sky import paint_sky
from hwawon.engines.painter.terrain import paint_terrain
from hwawon.engines.painter.trees import paint_tree
from hwawon.engines.painter.water import paint_water
from hwawon.imaging.geometry import Extent

STEPS = 6


def paint_picture(request: PaintRequest, on_step: OnStep) -> tuple[Pixels, dict[str, Any]]:
    """The picture (H, W, 3) of a text to image request, and what is in it."""
    extent = request.extent
    scene = plan_scene(
        request.prompt, request.negative_prompt, request.seed, request.steps or 10, extent.height > extent.width
    )
    canvas = Canvas(Extent(extent.width * 2, extent.height * 2))

    def tell(step: int) -> None:
        on_step(Step(step, STEPS, canvas.shrunk(Extent(extent.width // 4, extent.height // 4))))

    light = light_of(scene)
    paint_sky(canvas, scene, light)
    tell(1)
    paint_terrain(canvas, scene, light)
    tell(2)
    ground = lay_ground(canvas, scene)
    trees = plan_grove(canvas, scene, ground)
    shadow = shadows(scene, light, ground, trees)
    paint_ground(canvas, scene, light, ground, shadow)
    far = [tree for tree in trees if tree.near < 0.07]
    for tree in far:
        paint_tree(canvas, scene, light, tree, haze_at(scene, tree.near))
    paint_water(canvas, scene, light, ground)
    tell(3)
    meadow = Meadow(canvas, scene, light, ground, shadow)
    for index, (low, high) in enumerate(bands()):
        for tree in trees:
            if low <= tree.near < high and tree.near >= 0.07:
                paint_tree(canvas, scene, light, tree, haze_at(scene, tree.near))
        meadow.paint(low, high)
        if index in (5, 10):
            tell(4 + index // 10)
    tell(6)
    return canvas.shrunk(extent), {"seed": request.seed, "scene": scene.to_record()}
