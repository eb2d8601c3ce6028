"""Rare things in the sky: fireworks, a burst of petals, lightning, a rainbow, balloons, flocks."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars, leaves
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import smoothstep
from hwawon.engines.painter.props import STENCILS
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.stencil import stamp
from hwawon.engines.painter.tones import Floats, mix, tone, tones, vary

BRIGHT = "#ff6f91 #ffd166 #7ce0d3 #b79cff #ff9f5a #8fd3ff"


def paint_wonders(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Everything rare that belongs to the sky, before the land is painted."""
    if scene.has("rainbow") or (scene.emotion == "happy" and scene.weather == "rainy"):
        _paint_rainbow(canvas, scene)
    if scene.has("fireworks"):
        if scene.is_night or scene.time == "sunset":
            _paint_fireworks(canvas, scene)
        else:
            _paint_burst(canvas, scene, light)
    if scene.has("storm"):
        _paint_lightning(canvas, scene)
    if scene.has("balloon"):
        _paint_balloons(canvas, scene, light)
    if "bird" in scene.animals or (scene.emotion in ("happy", "calm") and not scene.is_night):
        _paint_flock(canvas, scene, light)


def _paint_rainbow(canvas: Canvas, scene: Scene) -> None:
    height, width = canvas.height // 4, canvas.width // 4
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x = 0.5 - 0.15 * scene.composition.side
    radius = np.hypot((columns / width - x) * 1.0, (rows / height - scene.composition.horizon - 0.12) * height / width)
    span = (0.47 - radius) / 0.055
    hues = tones("#e8483c #f59a3c #f7dc58 #67b868 #4a86d8 #7a5cc0")
    colours = np.stack([np.interp(span * 5, np.arange(6), hues[:, channel]) for channel in range(3)], 2)
    alpha = np.exp(-(((span - 0.5) / 0.42) ** 4)) * 0.50
    canvas.paste(colours.astype(np.float32), blurred(alpha.astype(np.float32), 1.5))


def _paint_fireworks(canvas: Canvas, scene: Scene) -> None:
    chance = chance_of(scene.seed, "fireworks", scene.prompt)
    glow = np.zeros((canvas.height // 2, canvas.width // 2, 3), np.float32)
    palette = tones(BRIGHT)
    for index, x in enumerate((0.24, 0.52, 0.78, 0.38, 0.66)):
        centre = np.array([x + chance.normal(0, 0.03), scene.composition.horizon * chance.uniform(0.22, 0.62)])
        reach = canvas.unit * chance.uniform(9, 17) * (0.75 if index > 2 else 1.0) / 2
        _burst(glow, centre * [glow.shape[1], glow.shape[0]], reach, palette[index], chance)
    soft = glow * np.float32(0.75) + blurred(glow, canvas.unit * 0.7) * np.float32(0.45)
    canvas.add_light(soft)


def _burst(glow: Floats, centre: Floats, reach: float, colour: Floats, chance: np.random.Generator) -> None:
    """Sparks of one firework, falling a little as they fly."""
    for ring, count in ((1.0, 40), (0.68, 26), (0.38, 12)):
        angles = np.linspace(0, 6.283, count, endpoint=False) + chance.random()
        far = reach * ring * chance.uniform(0.86, 1.08, count)
        start = centre + np.stack([np.cos(angles), np.sin(angles)], 1) * (far * 0.62)[:, None]
        end = centre + np.stack([np.cos(angles), np.sin(angles) + 0.10], 1) * far[:, None]
        tint = tuple(float(level) for level in mix(colour, np.ones(3, np.float32), 0.05 + 0.3 * (1 - ring)))
        for (x0, y0), (x1, y1) in zip(start, end, strict=True):
            cv2.line(glow, (round(x0), round(y0)), (round(x1), round(y1)), tint, 1, cv2.LINE_AA)
            cv2.circle(glow, (round(x1), round(y1)), 2, (1.0, 0.97, 0.88), -1, cv2.LINE_AA)


def _paint_burst(canvas: Canvas, scene: Scene, light: Light) -> None:
    """By day: rays and petals that fly out from one point of the sky."""
    chance = chance_of(scene.seed, "burst", scene.prompt)
    centre = np.array([0.5 * canvas.width, scene.composition.horizon * 0.62 * canvas.height])
    height, width = canvas.height // 4, canvas.width // 4
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = np.arctan2(rows - centre[1] / 4, columns - centre[0] / 4)
    distance = np.hypot(columns - centre[0] / 4, rows - centre[1] / 4) / width
    rays = smoothstep(0.05, 0.5, np.sin(angle * 14)) * np.exp(-distance * 2.2)
    canvas.add_light(blurred((rays[..., None] * mix(light.sun, tone("#fff4c8"), 0.6) * 0.75).astype(np.float32), 1.2))
    count = 420
    around = chance.uniform(0, 6.283, count)
    far = canvas.width * (0.03 + 0.55 * chance.random(count) ** 0.8)
    at = centre + np.stack([np.cos(around) * far, np.sin(around) * far * 0.8], 1)
    length = canvas.unit * (0.5 + 2.6 * far / canvas.width) * chance.uniform(0.6, 1.3, count)
    palette = tones(BRIGHT)
    canvas.polygons(
        leaves(at, length, around + chance.normal(0, 0.35, count), 0.62),
        vary(palette[chance.integers(0, len(palette), count)], chance, 0.05),
    )


def _paint_lightning(canvas: Canvas, scene: Scene) -> None:
    chance = chance_of(scene.seed, "lightning", scene.prompt)
    glow = np.zeros((canvas.height // 2, canvas.width // 2, 3), np.float32)
    height, width = glow.shape[:2]
    for x in (0.5 - 0.24 * scene.composition.side, 0.5 + 0.12 * scene.composition.side):
        _bolt(glow, np.array([x * width, 0.0]), scene.composition.horizon * height, chance, 3)
    flash = blurred(glow, canvas.unit * 3.0) * 2.2 + blurred(glow, canvas.unit * 0.5) * 1.1 + glow
    canvas.add_light(flash * tone("#ffe6d8"))


def _bolt(glow: Floats, start: Floats, floor: float, chance: np.random.Generator, width: int) -> None:
    step = floor / 14
    while start[1] < floor:
        end = start + np.array([chance.normal(0, step * 0.75), step * chance.uniform(0.6, 1.3)])
        ends = [(round(float(x)), round(float(y))) for x, y in (start, end)]
        cv2.line(glow, ends[0], ends[1], (1.0, 1.0, 1.0), width, cv2.LINE_AA)
        if width > 1 and chance.random() < 0.22:
            _bolt(glow, end, min(floor, float(end[1]) + floor * 0.35), chance, width - 1)
        start = end


def _paint_balloons(canvas: Canvas, scene: Scene, light: Light) -> None:
    chance = chance_of(scene.seed, "balloons", scene.prompt)
    pieces = STENCILS["balloon"]()
    for x, y, size in ((0.20, 0.42, 0.30), (0.80, 0.62, 0.19), (0.62, 0.30, 0.12)):
        at = ((x + chance.normal(0, 0.03)) * canvas.width, y * scene.composition.horizon * 1.1 * canvas.height)
        stamp(canvas, pieces, light, at, size * min(canvas.width, canvas.height), 0.10 + 0.25 * (0.3 - size))


def _paint_flock(canvas: Canvas, scene: Scene, light: Light) -> None:
    chance = chance_of(scene.seed, "flock", scene.prompt)
    count = 9 if "bird" in scene.animals else 5
    centre = np.array([0.5 - 0.22 * scene.composition.side, scene.composition.horizon * 0.38])
    at = (centre + chance.normal(0, 1, (count, 2)) * [0.07, 0.04]) * [canvas.width, canvas.height]
    span = canvas.unit * chance.uniform(0.9, 1.7, count)
    lift = span * chance.uniform(0.25, 0.55, count)
    colour = np.tile(mix(light.zenith * np.float32(0.5), light.haze, 0.15), (count, 1))
    for side in (-1.0, 1.0):
        elbow = at + np.stack([side * span * 0.5, -lift], 1)
        tip = at + np.stack([side * span, -lift * 0.5], 1)
        canvas.polygons(bars(at, elbow, span * 0.16, span * 0.13), colour)
        canvas.polygons(bars(elbow, tip, span * 0.13, span * 0.03), colour)
