"""What falls through the air: rain, snow, petals and leaves; and fog that lies."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.canvas import Canvas, Glass
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars, leaves, round_dabs
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, tone, tones, vary
from hwawon.imaging.geometry import Extent


def paint_fog(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Banks of fog over the ground, thickest at the horizon."""
    amount = scene.composition.mist
    if amount < 0.28:
        return
    chance = chance_of(scene.seed, "fog", scene.prompt)
    height, width = canvas.height // 6, canvas.width // 6
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    banks = field(chance, height, width, (9, 3), 4)
    hill = np.exp(-(((rows - scene.composition.horizon - 0.02) / (0.08 + 0.14 * amount)) ** 2))
    alpha = hill * (0.30 + 0.70 * banks) * np.float32(0.62 * amount)
    canvas.paste(mix(light.haze, light.low, 0.45), alpha.astype(np.float32))
    if scene.emotion == "fear":
        _paint_gleam(canvas, scene, light)


def _paint_gleam(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Something pale behind the fog, where the path leads."""
    height, width = canvas.height // 6, canvas.width // 6
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot((columns / width - 0.5) / 0.30, (rows / height - scene.composition.horizon + 0.05) / 0.24)
    canvas.paste(mix(light.low, tone("#eef4e4"), 0.45), (0.62 * np.exp(-(distance**2))).astype(np.float32))


def paint_weather(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Rain or snow, nearer drops larger and fainter."""
    if scene.weather == "rainy":
        _paint_rain(canvas, scene, light)
    elif scene.weather == "snowy":
        _paint_snow(canvas, scene, light)


def paint_drift(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Petals or leaves on the wind, where the trees or the prompt give them."""
    colours = _drifting(scene)
    if colours is None:
        return
    chance = chance_of(scene.seed, "drift", scene.prompt)
    for count, size, blur in ((90, 0.55, 0.0), (26, 1.1, 0.10), (7, 2.3, 0.45)):
        count = round(count * (1.6 if scene.has("petals") else 1.0))
        glass = Glass(Extent(canvas.width, canvas.height))
        at = np.stack([chance.random(count) * canvas.width, chance.random(count) * canvas.height], 1)
        length = canvas.unit * size * chance.uniform(0.6, 1.3, count)
        shapes = leaves(at, length, chance.uniform(0, 6.28, count), 0.75)
        paint = light.shade(vary(colours[chance.integers(0, len(colours), count)], chance, 0.06), 0.75)
        glass.polygons(shapes, paint)
        glass.lay_over(canvas, canvas.unit * blur, 0.92 if blur < 0.3 else 0.7)


def _drifting(scene: Scene) -> Floats | None:
    if scene.weather in ("rainy", "snowy") and not scene.has("petals"):
        return None
    if scene.has("petals") or "cherry" in scene.trees or "plum" in scene.trees:
        return tones("#fbd0de #fdeaf0 #f7b3cb")
    if scene.season == "autumn" and scene.emotion not in ("fear", "disgusted"):
        return tones("#d8452c #ee7a38 #f2c832 #b95a2c")
    return None


def _paint_rain(canvas: Canvas, scene: Scene, light: Light) -> None:
    chance = chance_of(scene.seed, "rain", scene.prompt)
    slant = scene.composition.side * (0.12 + 0.4 * scene.composition.lean)
    colour = mix(light.low, np.ones(3, np.float32), 0.55)
    for count, length, width, opacity in ((900, 3.2, 0.12, 0.22), (420, 6.0, 0.20, 0.26), (120, 11.0, 0.34, 0.20)):
        glass = Glass(Extent(canvas.width, canvas.height))
        top = np.stack(
            [chance.uniform(-0.1, 1.1, count) * canvas.width, chance.uniform(-0.1, 1, count) * canvas.height], 1
        )
        fall = canvas.unit * length * chance.uniform(0.6, 1.2, count)
        end = top + np.stack([fall * slant, fall], 1)
        thick = np.full(count, max(1.2, canvas.unit * width))
        glass.polygons(bars(top, end, thick * 0.4, thick), np.tile(colour, (count, 1)))
        glass.lay_over(canvas, 0.8, opacity)
    veil = np.full((canvas.height // 8, canvas.width // 8), 0.04, np.float32)
    canvas.paste(light.haze, veil)


def _paint_snow(canvas: Canvas, scene: Scene, light: Light) -> None:
    chance = chance_of(scene.seed, "snow", scene.prompt)
    white = mix(tone("#ffffff"), light.middle, 0.08 if not scene.is_night else 0.2)
    for count, size, blur, opacity in ((900, 0.16, 0.0, 0.75), (300, 0.34, 0.08, 0.80), (60, 0.85, 0.35, 0.62)):
        glass = Glass(Extent(canvas.width, canvas.height))
        at = np.stack([chance.random(count) * canvas.width, chance.random(count) * canvas.height], 1)
        radius = canvas.unit * size * chance.uniform(0.6, 1.4, count)
        glass.polygons(round_dabs(at, radius, chance, 1.0, 8), np.tile(white, (count, 1)))
        glass.lay_over(canvas, canvas.unit * blur, opacity)
