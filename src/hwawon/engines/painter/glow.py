"""Light that shines: bloom round bright things, rays of the sun, lanterns and windows at night."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import smoothstep
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.staging import Placed
from hwawon.engines.painter.tones import LUMA, Floats, mix, tone

LAMPS = {  # where their light is, and how wide it shines, in their own heights
    "lantern": (0.67, 0.30),
    "cottage": (0.30, 0.36),
    "pavilion": (0.36, 0.40),
}
COARSE = 6  # glows are soft: they are made at 1/6 of the canvas


def add_bloom(canvas: Canvas, scene: Scene) -> None:
    """Bright parts shine into their surroundings."""
    small = _small(canvas)
    bright = small * smoothstep(0.70, 1.0, small @ LUMA)[..., None]
    wide = blurred(bright, small.shape[1] * 0.020) * 0.55 + blurred(bright, small.shape[1] * 0.005) * 0.25
    canvas.add_light(wide * np.float32(0.9 if scene.is_night else 0.45))


def add_rays(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Beams from the sun through what stands in its way: bright parts drawn out away from it."""
    if scene.weather not in ("sunny", "cloudy") or scene.is_night or scene.emotion in ("fear", "sad", "disgusted"):
        return
    small = _small(canvas)
    height, width = small.shape[:2]
    centre = np.array([light.position[0] * width, light.position[1] * height], np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot((columns - centre[0]) / width, (rows - centre[1]) / width)
    source = smoothstep(0.72, 0.95, small @ LUMA) * np.exp(-away * 2.2)
    beams = source
    for reach in (0.10, 0.22, 0.42):  # each pass doubles the length
        total = np.zeros_like(beams)
        for part in np.linspace(0, reach, 5):
            scale = np.float32(1 - part)
            total += cv2.remap(
                beams,
                centre[0] + (columns - centre[0]) * scale,
                centre[1] + (rows - centre[1]) * scale,
                cv2.INTER_LINEAR,
            )
        beams = total / 5
    strength = 0.55 * light.power * (1.25 if scene.time != "day" else 0.8)
    canvas.add_light((beams[..., None] * light.sun * np.float32(strength)).astype(np.float32))


def add_lamps(canvas: Canvas, scene: Scene, things: list[Placed]) -> None:
    """Warm light round lanterns and windows in the dark hours."""
    strength = {"the-middle-of-the-night": 0.80, "sunset": 0.45, "the-early-dawn": 0.35}.get(scene.time, 0.0)
    spots = [
        (thing.x, thing.y - LAMPS[thing.name][0] * thing.size, thing.size * LAMPS[thing.name][1])
        for thing in things
        if thing.name in LAMPS
    ]
    if strength == 0.0 or not spots:
        return
    canvas.add_light(_spots(canvas, spots, tone("#ffc266")) * np.float32(strength))


def add_fireflies(canvas: Canvas, scene: Scene) -> None:
    """Small lights over the grass on summer nights, or where they are named."""
    if "firefly" not in scene.animals and not (
        scene.is_night and scene.season == "summer" and scene.weather == "sunny"
    ):
        return
    chance = chance_of(scene.seed, "fireflies", scene.prompt)
    count = 46 if "firefly" in scene.animals else 22
    x = chance.random(count) * canvas.width
    y = (scene.composition.horizon - 0.10 + chance.random(count) * 0.62) * canvas.height
    size = canvas.unit * chance.uniform(0.5, 1.6, count)
    spots = list(zip(x.tolist(), y.tolist(), size.tolist(), strict=True))
    canvas.add_light(_spots(canvas, spots, tone("#f4ff9a")))


def _spots(canvas: Canvas, spots: list[tuple[float, float, float]], colour: Floats) -> Floats:
    """Round glows (x, y, radius in px) at 1/3 of the canvas."""
    height, width = canvas.height // 3, canvas.width // 3
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    total = np.zeros((height, width), np.float32)
    for x, y, radius in spots:
        reach = radius / 3
        x0, x1 = int(max(0, x / 3 - 5 * reach)), int(min(width, x / 3 + 5 * reach + 1))
        y0, y1 = int(max(0, y / 3 - 5 * reach)), int(min(height, y / 3 + 5 * reach + 1))
        if x1 <= x0 or y1 <= y0:
            continue
        distance = np.hypot(columns[y0:y1, x0:x1] - x / 3, rows[y0:y1, x0:x1] - y / 3) / max(reach, 0.3)
        total[y0:y1, x0:x1] += np.exp(-(distance**2) * 2.5) * 0.9 + np.exp(-distance * 1.1) * 0.35 * smoothstep(
            5, 3, distance
        )
    white = mix(colour, np.ones(3, np.float32), 0.5)
    core = smoothstep(0.8, 1.2, total)[..., None]
    glow: Floats = np.minimum(total, 1)[..., None] * (colour + (white - colour) * core)
    return glow.astype(np.float32)


def _small(canvas: Canvas) -> Floats:
    size = (canvas.width // COARSE, canvas.height // COARSE)
    return cv2.resize(canvas.pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
