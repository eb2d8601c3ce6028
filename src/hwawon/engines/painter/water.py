"""Still and running water: it mirrors what stands behind it, broken by ripples."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas, blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars
from hwawon.engines.painter.ground import Ground
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, tone


def paint_water(canvas: Canvas, scene: Scene, light: Light, ground: Ground) -> None:
    """Paint the ground's water; what has been painted above the horizon is what it mirrors."""
    if float(ground.water.max()) < 0.1:
        return
    height, width = ground.water.shape
    chance = chance_of(scene.seed, "water", scene.prompt)
    mirrored = _mirrored(canvas, ground, height, width, chance)
    colour = mix(mix(light.zenith, light.middle, 0.5), _tint(scene), 0.35)
    depth = (0.22 + 0.42 * ground.near) * np.ones((1, width), np.float32)
    surface = mirrored + (colour - mirrored) * depth[..., None]
    glints = _glints(ground, light, chance, height, width)
    surface = np.clip(surface + glints[..., None] * light.sun * np.float32(0.55), 0, 1)
    surface = _banks(surface, ground)
    cover = cv2.resize(ground.water, (canvas.width, canvas.height - ground.top), interpolation=cv2.INTER_LINEAR)
    below = canvas.pixels[ground.top :]
    full = cv2.resize(surface.astype(np.float32), (canvas.width, canvas.height - ground.top)) * 255
    mixed = below + (full - below) * cover[..., None]
    canvas.pixels[ground.top :] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def _tint(scene: Scene) -> Floats:
    return {"disgusted": tone("#7d8a2c"), "angry": tone("#5a1a1c"), "fear": tone("#1e2c30")}.get(
        scene.emotion, tone("#3f7f96")
    )


def _mirrored(canvas: Canvas, ground: Ground, height: int, width: int, chance: np.random.Generator) -> Floats:
    above = canvas.pixels[: ground.top]
    small = cv2.resize(above, (width, max(2, ground.top // 2)), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    waves = field(chance, height, width, (60, 5), 2) - 0.5
    slow = field(chance, height, width, (14, 4), 2) - 0.5
    size = 3 + 16 * ground.near
    rows = np.arange(height, dtype=np.float32)[:, None]
    from_shore = small.shape[0] - 1 - rows * np.float32(0.95) + waves * size
    columns = np.arange(width, dtype=np.float32)[None, :] + (waves * 0.8 + slow) * size * 1.2
    sharp = cv2.remap(
        small,
        columns.astype(np.float32),
        from_shore.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return blurred(np.asarray(sharp, np.float32), 1.2, 2.2)


def _glints(ground: Ground, light: Light, chance: np.random.Generator, height: int, width: int) -> Floats:
    """Light on the ripples, most below the sun."""
    ripples = field(chance, height, width, (90, 14), 2)
    column = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    under = np.exp(-(((column - light.position[0]) / (0.05 + 0.12 * ground.near)) ** 2))
    sparkle = smoothstep(0.62, 0.9, ripples) * (0.12 + 0.9 * under) + 0.18 * under
    glints: Floats = (sparkle * np.float32(light.power)).astype(np.float32)
    return glints


def _banks(surface: Floats, ground: Ground) -> Floats:
    """A dark line under the bank."""
    inside = blurred(ground.water, 2 + ground.water.shape[1] * 0.003)
    dark = 0.62 + 0.38 * smoothstep(0.45, 0.95, inside)
    shaded: Floats = surface * dark[..., None]
    return shaded


def paint_waterfall(canvas: Canvas, scene: Scene, light: Light) -> None:
    """A fall from the hills to the garden, in threads of white with spray at its foot."""
    chance = chance_of(scene.seed, "waterfall", scene.prompt)
    middle = (0.5 + 0.14 * scene.composition.side) * canvas.width
    foot, head = (scene.composition.horizon + 0.012) * canvas.height, (scene.composition.horizon - 0.17) * canvas.height
    count = 150
    x = middle + chance.normal(0, canvas.unit * 1.3, count)
    start = np.stack([x, head + np.abs(x - middle) * 0.5], 1)
    end = np.stack([middle + (x - middle) * 1.35, np.full(count, foot)], 1)
    shade = mix(tone("#cfe4ee"), tone("#ffffff"), chance.random(count))
    wide = canvas.unit * chance.uniform(0.10, 0.40, count)
    canvas.polygons(bars(start, end, wide * 0.7, wide * 1.4), light.shade(shade, 0.75, 0.18))
    rows, columns = np.mgrid[0 : canvas.height // 6, 0 : canvas.width // 6].astype(np.float32) * 6
    spray = np.exp(-(((columns - middle) / (canvas.unit * 5)) ** 2) - ((rows - foot) / (canvas.unit * 2)) ** 2)
    canvas.paste(light.shade(tone("#ffffff")[None], 0.8, 0.1)[0], (0.7 * spray).astype(np.float32))
