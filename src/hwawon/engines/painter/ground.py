"""The garden's ground in perspective: patches of grass, the path, and where things may grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.palette import EARTH, SNOW, grass_of, moody
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, tone

SHARPNESS = 2  # the ground is computed at 1/2 of the canvas


@dataclass(frozen=True, eq=False)
class Ground:
    """The plane of the garden, from the horizon row to the bottom; arrays have half the canvas's size."""

    top: int  # canvas row of the horizon
    near: Floats  # (h, 1) 0 at the horizon .. 1 at the bottom edge
    across: Floats  # (h, w) sideways position on the plane; picture widths at the bottom edge
    away: Floats  # (h, 1) distance; 1 at the bottom edge
    path: Floats  # (h, w) 0..1
    water: Floats  # (h, w) 0..1
    drift: Floats  # (h, w) 0..1: where flowers stand in swathes

    def at(self, field_: Floats, x: Floats, y: Floats) -> Floats:
        """Values of one of the arrays at canvas positions (N,)."""
        rows = np.clip((y - self.top) / SHARPNESS, 0, field_.shape[0] - 1).astype(int)
        columns = np.clip(x / SHARPNESS, 0, field_.shape[1] - 1).astype(int)
        values: Floats = field_[rows, columns]
        return values


def lay_ground(canvas: Canvas, scene: Scene) -> Ground:
    """Measure the ground of a scene."""
    plan = scene.composition
    top = int(plan.horizon * canvas.height)
    height, width = (canvas.height - top) // SHARPNESS, canvas.width // SHARPNESS
    near = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    away = 1 / np.maximum(near, 0.02)
    across = (np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]) * away
    chance = chance_of(scene.seed, "ground", scene.prompt)
    wobble = field(chance, height, width, (10, 14), 3) - 0.5
    water = _water(plan.water, near, across, away, wobble, chance)
    path = _path(plan.path, near, across, away, wobble, chance) * (1 - water)
    drift = _in_perspective(chance, across, away, 1.7)
    return Ground(top, near, across, away, path, water, drift)


def paint_ground(canvas: Canvas, scene: Scene, light: Light, ground: Ground, shadow: Floats) -> None:
    """Cover the ground with grass colours in patches, sun flecks and the path."""
    chance = chance_of(scene.seed, "meadow", scene.prompt)
    patches = _in_perspective(chance, ground.across, ground.away, 2.2)
    fine = _in_perspective(chance, ground.across, ground.away, 9.0)
    greens = grass_of(scene)
    albedo = greens[0] + (greens[1] - greens[0]) * smoothstep(0.3, 0.7, patches)[..., None]
    albedo = albedo + (greens[2] - albedo) * (smoothstep(0.55, 0.9, fine) * 0.55)[..., None]
    albedo = albedo + (greens[3] - albedo) * (smoothstep(0.5, 0.15, fine) * 0.55)[..., None]
    earth = _earth(scene)
    stones = earth * (0.86 + 0.28 * fine[..., None])
    albedo = albedo + (stones - albedo) * ground.path[..., None]
    sunlit = 0.42 + 0.40 * smoothstep(0.35, 0.65, _in_perspective(chance, ground.across, ground.away, 1.1))
    sunlit = sunlit * (1 - 0.85 * shadow)
    haze = haze_at(scene, ground.near) * np.ones_like(patches)
    colours = light.shade(albedo.astype(np.float32), sunlit.astype(np.float32), haze)
    shaded = 1 - 0.30 * smoothstep(0.5, 1.05, ground.near)
    colours = np.clip(colours * shaded[..., None] * 255 + 0.5, 0, 255).astype(np.uint8)
    bottom = canvas.height - ground.top
    canvas.pixels[ground.top :] = cv2.resize(colours, (canvas.width, bottom), interpolation=cv2.INTER_LINEAR)


def haze_at(scene: Scene, near: Any) -> Any:
    """How much air lies before things on the ground, for a nearness 0..1 or many."""
    thick = 0.42 + 0.55 * scene.composition.mist
    return np.float32(thick) * np.exp(-near * np.float32(6.0 - 3.2 * scene.composition.mist))


def _earth(scene: Scene) -> Floats:
    earth = moody(EARTH[None], scene)[0] if scene.emotion in ("angry", "disgusted", "fear", "sad") else EARTH
    earth = mix(earth, tone("#e8d6b4"), 0.45)
    return mix(earth, SNOW, 0.55) if scene.is_white else earth


def _in_perspective(chance: np.random.Generator, across: Floats, away: Floats, cells: float) -> Floats:
    """Noise (h, w) that lies on the ground and shrinks with distance; finer than a pixel it fades to grey."""
    size = 512
    tile = field(chance, size, size, (8, 8), 4)
    tile = (tile + tile[::-1] + tile[:, ::-1] + tile[::-1, ::-1]) / 4  # mirrors at its borders: no seam
    scale = np.float32(cells * size / 8)
    columns = ((across + 40) * scale) % (size - 1)
    rows = (np.broadcast_to(away, across.shape) * scale) % (size - 1)
    ridge = cv2.remap(tile, columns.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR)
    spread = float(tile.std()) or 1.0
    level: Floats = np.clip(0.5 + (ridge - tile.mean()) / np.float32(3.2 * spread), 0, 1).astype(np.float32)
    return level


def _path(kind: str, near: Floats, across: Floats, away: Floats, wobble: Floats, chance: np.random.Generator) -> Floats:
    """A band round a winding centre line on the plane."""
    if kind == "none":
        return np.zeros_like(across)
    start, bend, phase = chance.uniform(-0.18, 0.18), chance.choice([-1.0, 1.0]), chance.uniform(0, 1)
    if kind == "straight":
        centre = start * 0.3 + 0.05 * np.sin(away * 0.9 + phase * 6)
        half = 0.13
    elif kind == "spiral":
        centre = start + bend * (0.55 * np.sin(away * 1.5 + phase) + 0.04 * away)
        half = 0.11
    else:
        centre = start + bend * (0.34 * np.sin((away - 1) * 0.75 + phase) + 0.03 * (away - 1))
        half = 0.15
    distance = np.abs(across - centre) + wobble * 0.07
    band: Floats = smoothstep(half * 1.12, half * 0.92, distance) * smoothstep(0.03, 0.09, near)
    return band.astype(np.float32)


def _water(
    kind: str, near: Floats, across: Floats, away: Floats, wobble: Floats, chance: np.random.Generator
) -> Floats:
    """A lake across the middle, a stream, or pools."""
    if kind == "none":
        return np.zeros_like(across)
    if kind == "stream":
        bend, phase = chance.choice([-1.0, 1.0]), chance.uniform(0, 1)
        centre = bend * (0.40 * np.sin((away - 1) * 0.6 + phase) - 0.05)
        band: Floats = smoothstep(0.34, 0.29, np.abs(across - centre) + wobble * 0.10)
        return (band * smoothstep(0.01, 0.06, near)).astype(np.float32)
    x = across * near  # -0.5 .. 0.5 over the picture's width
    if kind == "lake":
        shore = 0.66 + 0.06 * np.sin(x * 6 + chance.uniform(0, 6)) - 1.15 * np.maximum(np.abs(x + 0.04) - 0.16, 0)
        lake: Floats = smoothstep(0.02, 0.035, near + wobble * 0.012)
        lake = lake * smoothstep(-0.01, 0.01, shore - near - wobble * 0.06)
        return lake.astype(np.float32)
    centre, size = chance.uniform(-0.12, 0.12), chance.uniform(0.9, 1.1)
    distance = np.hypot((x - centre) / 0.36, (near - 0.42) / 0.24) / size
    return smoothstep(1.02, 0.96, distance + wobble * 0.35).astype(np.float32)
