"""Paints a whole garden, stage by stage, back to front."""

from __future__ import annotations

from typing import Any

from hwawon.engines.base import ControlKind, OnStep, PaintRequest, Pixels, Step
from hwawon.engines.painter.arch import NEAR as ARCH_NEAR
from hwawon.engines.painter.arch import paint_arch
from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.finish import Finisher, grade, resized, sizes_for
from hwawon.engines.painter.follow import follow_lines
from hwawon.engines.painter.frame import paint_frame
from hwawon.engines.painter.glow import add_bloom, add_fireflies, add_lamps, add_rays
from hwawon.engines.painter.ground import haze_at, lay_ground, paint_ground
from hwawon.engines.painter.grove import plan_grove, shadows
from hwawon.engines.painter.light import light_of
from hwawon.engines.painter.lilies import paint_lilies, paint_reeds
from hwawon.engines.painter.meadow import Meadow, bands
from hwawon.engines.painter.scene import plan_scene
from hwawon.engines.painter.sky import paint_sky
from hwawon.engines.painter.staging import paint_thing, stage
from hwawon.engines.painter.terrain import paint_hedges, paint_terrain
from hwawon.engines.painter.trees import paint_tree
from hwawon.engines.painter.water import paint_water, paint_waterfall
from hwawon.engines.painter.weather import paint_drift, paint_fog, paint_weather
from hwawon.engines.painter.wonders import paint_wonders
from hwawon.imaging.geometry import Extent

STEPS = 10
FOGGED = 6  # bands farther than this one lie in the fog
FAR = 0.07  # trees farther than this are mirrored in the water


class Painting:
    """One picture while it is painted. Each stage is one step, after which the work can be stopped."""

    def __init__(self, request: PaintRequest, on_step: OnStep) -> None:
        self._request, self._on_step, self._step = request, on_step, 0
        extent = request.extent
        self.scene = plan_scene(
            request.prompt, request.negative_prompt, request.seed, request.steps or STEPS, extent.height > extent.width
        )
        self.light = light_of(self.scene)
        self.canvas = Canvas(sizes_for(extent).canvas)

    def paint(self, finisher: Finisher) -> tuple[Pixels, dict[str, Any]]:
        """All stages: the picture (H, W, 3) and what is to be known about it."""
        notes: dict[str, Any] = {"seed": self._request.seed, "scene": self.scene.to_record(), "notices": []}
        self._paint_sky()
        self._paint_land()
        self._paint_garden()
        self._paint_air()
        pixels = finisher.enlarge(self.canvas, self._request.extent, notes)
        self._tell(pixels)
        pixels = finisher.brush(grade(pixels, self.scene), self.scene, notes)
        self._tell(pixels)
        pixels = self._follow(pixels, finisher, notes)
        self._tell(pixels)
        return pixels, notes

    def _paint_sky(self) -> None:
        paint_sky(self.canvas, self.scene, self.light)
        paint_wonders(self.canvas, self.scene, self.light)
        self._tell()

    def _paint_land(self) -> None:
        canvas, scene, light = self.canvas, self.scene, self.light
        paint_terrain(canvas, scene, light)
        if scene.has("waterfall"):
            paint_waterfall(canvas, scene, light)
        self._tell()
        self.ground = lay_ground(canvas, scene)
        self.things = stage(canvas, scene, self.ground)
        self.trees = plan_grove(canvas, scene, self.ground, self.things)
        self.shadow = shadows(scene, light, self.ground, self.trees)
        paint_ground(canvas, scene, light, self.ground, self.shadow)
        paint_hedges(canvas, scene, light)
        self._paint_trees(0.0, FAR)
        paint_water(canvas, scene, light, self.ground)
        paint_lilies(canvas, scene, light, self.ground)
        paint_reeds(canvas, scene, light, self.ground)
        self._tell()

    def _paint_garden(self) -> None:
        """Band by band from far to near, so that near things hide far ones."""
        canvas, scene, light = self.canvas, self.scene, self.light
        meadow = Meadow(canvas, scene, light, self.ground, self.shadow, self.things)
        for index, (low, high) in enumerate(bands()):
            if index == FOGGED:
                paint_fog(canvas, scene, light)
            self._paint_trees(max(low, FAR), high)
            for thing in self.things:
                if low <= thing.near < high:
                    paint_thing(canvas, scene, light, thing)
            meadow.paint(low, high)
            if scene.has("arch") and low <= ARCH_NEAR < high:
                paint_arch(canvas, scene, light, self.ground)
            if index in (7, 12):
                self._tell()

    def _paint_trees(self, low: float, high: float) -> None:
        for tree in self.trees:
            if low <= tree.near < high:
                paint_tree(self.canvas, self.scene, self.light, tree, haze_at(self.scene, tree.near))

    def _paint_air(self) -> None:
        canvas, scene, light = self.canvas, self.scene, self.light
        add_lamps(canvas, scene, self.things)
        paint_frame(canvas, scene, light)
        self._tell()
        paint_drift(canvas, scene, light)
        canvas.tilt(scene.composition.tilt_deg)
        add_rays(canvas, scene, light)
        add_bloom(canvas, scene)
        add_fireflies(canvas, scene)
        paint_weather(canvas, scene, light)
        self._tell()

    def _follow(self, pixels: Pixels, finisher: Finisher, notes: dict[str, Any]) -> Pixels:
        for control in self._request.controls:
            if control.kind is ControlKind.LINE_ART:
                pixels = follow_lines(pixels, control.image, control.scale, self.scene)
            else:
                pixels = finisher.refer(pixels, control.image, min(1.0, 0.7 * control.scale), notes)
        return pixels

    def _tell(self, pixels: Pixels | None = None) -> None:
        self._step += 1
        small = Extent(self._request.extent.width // 4, self._request.extent.height // 4)
        preview = self.canvas.shrunk(small) if pixels is None else resized(pixels, small)
        self._on_step(Step(self._step, STEPS, preview))
