"""The sky: colours from zenith to horizon, clouds lit from the sun's side, sun or moon, stars."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.cumulus import heaps
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, tone

COVER = {"sunny": 0.60, "cloudy": 0.30, "rainy": 0.20, "snowy": 0.34}  # noise level at which clouds begin


HEAPS = {"sunny": 6, "cloudy": 9, "rainy": 0, "snowy": 0}  # heaped clouds


def paint_sky(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Fill the whole canvas with sky."""
    height, width = canvas.height // 3, canvas.width // 3
    sky = _gradient(scene, light, height, width)
    sky = _with_glow(sky, scene, light)
    sky = _with_clouds(sky, scene, light)
    if scene.composition.swirl > 0:
        sky = _swirled(sky)
    full = cv2.resize(sky, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
    grain = chance_of(scene.seed, "sky grain").normal(0, 0.006, full.shape[:2]).astype(np.float32)
    canvas.pixels = np.clip((full + grain[..., None]) * 255 + 0.5, 0, 255).astype(np.uint8)
    if scene.is_night or scene.has("star"):
        _paint_stars(canvas, scene)
    _paint_sun(canvas, scene, light)


def _gradient(scene: Scene, light: Light, height: int, width: int) -> Floats:
    chance = chance_of(scene.seed, "sky", scene.prompt)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] / np.float32(scene.composition.horizon + 0.04)
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * np.float32(scene.composition.side)
    level = down + 0.14 * across + 0.10 * (field(chance, height, width, (3, 4), 3) - 0.5)
    if scene.composition.swirl > 0:
        bands = 0.5 + 0.5 * np.sin(level * 17 + field(chance, height, width, (4, 5), 3) * 9)
        return mix_image(
            mix(light.zenith, light.middle, bands.astype(np.float32)),
            light.low,
            smoothstep(0.30, 0.85, bands * level + 0.25 * bands),
        )
    upper = mix(light.zenith, light.middle, smoothstep(0.0, 0.72, level))
    return mix_image(upper, light.low, smoothstep(0.55, 1.02, level))


def mix_image(first: Floats, second: Floats, share: Floats) -> Floats:
    """Mix two colour images (H, W, 3), or colours, by a share (H, W)."""
    mixed: Floats = first + (second - first) * share[..., None]
    return mixed


def _with_glow(sky: Floats, scene: Scene, light: Light) -> Floats:
    """The air around sun or moon shines."""
    height, width = sky.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot(columns / width - light.position[0], (rows / height - light.position[1]) * height / width)
    strength = (0.55 if scene.is_night else 0.8) * (0.3 + 0.7 * light.power)
    glow = (0.62 * np.exp(-((distance / 0.13) ** 1.5)) + 0.38 * np.exp(-distance / 0.30)) * np.float32(strength)
    return mix_image(sky, mix(light.sun, tone("#ffffff"), 0.45), glow.astype(np.float32))


def _with_clouds(sky: Floats, scene: Scene, light: Light) -> Floats:
    chance = chance_of(scene.seed, "clouds", scene.prompt)
    height, width = sky.shape[:2]
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None] / np.float32(scene.composition.horizon)
    wide = width / height
    density = field(chance, height, width, (5.5, 3.0 * wide), 5, 0.52)
    start = COVER[scene.weather] - (0.1 if scene.emotion in ("angry", "sad") else 0.0)
    puff = smoothstep(start, start + 0.34, density) * smoothstep(1.12, 0.75, rows)
    lit = _lit_side(density, light)
    white = mix(mix(light.sun, tone("#ffffff"), 0.55), light.low, 0.25) * np.float32(0.50 if scene.is_night else 1.0)
    shadow = mix(light.zenith, light.ambient, 0.6) * np.float32(0.85 if scene.weather == "rainy" else 1.0)
    colour = mix_image(shadow[None, None], white[None, None], lit)
    sky = mix_image(sky, colour, puff * np.float32(0.34 if scene.weather == "sunny" else 0.80))
    count = HEAPS[scene.weather]
    if count == 0 or scene.emotion in ("angry", "confused") or scene.is_night:
        return sky
    cover, lit = heaps(chance, height, width, scene.composition.horizon, count, light)
    colour = mix_image(mix(shadow, light.middle, 0.35)[None, None], white[None, None], lit)
    far = smoothstep(0.45, 1.0, rows)
    return mix_image(sky, mix_image(colour, light.low, 0.55 * far * np.ones_like(cover)), cover * np.float32(0.94))


def _lit_side(density: Floats, light: Light) -> Floats:
    """Where clouds face the sun: the density falls towards it."""
    soft = blurred(density, 2.5)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    slope = -(across * light.towards[0] - down * light.towards[1])
    lit: Floats = np.clip(0.55 + slope * 6.5, 0, 1).astype(np.float32)
    return lit


def _swirled(sky: Floats) -> Floats:
    """Wind the sky up around two points."""
    height, width = sky.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    for x, y, turn in (
        (0.30, 0.20, 6.5),
        (0.70, 0.27, -6.0),
        (0.52, 0.06, 4.0),
        (0.93, 0.08, -4.5),
        (0.06, 0.40, -4.0),
    ):
        across, down = columns - x * width, rows - y * height
        radius = np.hypot(across, down) / (0.20 * width)
        angle = turn * np.exp(-radius * 1.6)
        cosine, sine = np.cos(angle), np.sin(angle)
        columns, rows = x * width + across * cosine - down * sine, y * height + across * sine + down * cosine
    wound = cv2.remap(sky, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(wound, np.float32)


def _paint_stars(canvas: Canvas, scene: Scene) -> None:
    chance = chance_of(scene.seed, "stars", scene.prompt)
    count = 320 if scene.weather == "sunny" or scene.has("star") else 90
    x = chance.random(count) * canvas.width
    y = chance.random(count) ** 1.3 * canvas.height * scene.composition.horizon
    size = canvas.unit * (0.06 + 0.26 * chance.random(count) ** 6)
    spikes = np.array([(1, 0), (0.2, 0.2), (0, 1), (-0.2, 0.2), (-1, 0), (-0.2, -0.2), (0, -1), (0.2, -0.2)])
    points = np.stack([x, y], 1)[:, None] + size[:, None, None] * spikes[None] * 1.6
    shine = (0.55 + 0.45 * chance.random(count))[:, None] * tone("#fff6dd")
    for polygon, colour in zip(points.astype(np.float32), shine.astype(np.float32), strict=True):
        canvas.shape(polygon, colour)


def _paint_sun(canvas: Canvas, scene: Scene, light: Light) -> None:
    if (scene.weather != "sunny" or scene.has("fireworks")) and not scene.has("moon"):
        return
    radius = canvas.unit * (4.2 if scene.is_night else 4.6)
    if scene.emotion == "surprised":
        radius *= 1.7
    centre = np.array([light.position[0] * canvas.width, light.position[1] * canvas.height], np.float32)
    disc = _disc(centre, radius)
    if scene.is_night or scene.has("moon"):
        canvas.shape(disc, tone("#f7f1dc"))
        for x, y, size in ((-0.3, -0.1, 0.22), (0.25, 0.3, 0.16), (0.3, -0.35, 0.12), (-0.1, 0.45, 0.1)):
            spot = _disc(centre + np.array([x, y], np.float32) * np.float32(radius), radius * size)
            canvas.shape(spot, tone("#e3dcc6"))
    elif scene.time != "day":
        canvas.shape(disc, mix(light.sun, tone("#fff6df"), 0.7))


def _disc(centre: Floats, radius: float) -> Floats:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False, dtype=np.float32)
    disc: Floats = centre + np.stack([np.cos(angle), np.sin(angle)], 1) * np.float32(radius)
    return disc
