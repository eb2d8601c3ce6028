"""Everything between sky and garden: mountains and wooded hills that pale with distance."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.canvas import Canvas
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import round_dabs
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field, wave
from hwawon.engines.painter.palette import SNOW, foliage_of, grass_of, moody
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.tones import Floats, mix, pick, tone, vary

RIDGES = 4


def paint_terrain(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Paint the ridges from the farthest to the nearest."""
    chance = chance_of(scene.seed, "terrain", scene.prompt)
    for index in range(RIDGES):
        nearness = index / (RIDGES - 1)
        line = _ridge_line(canvas, scene, chance, nearness)
        _paint_ridge(canvas, scene, light, chance, line, nearness)
        if nearness > 0.3:
            _paint_woods(canvas, scene, light, chance, line, nearness)
        _paint_mist(canvas, scene, light, chance, line, nearness)


def paint_hedges(canvas: Canvas, scene: Scene, light: Light) -> None:
    """Bushes along the far edge of the garden, so that it has no ruled line."""
    chance = chance_of(scene.seed, "hedges", scene.prompt)
    line = (scene.composition.horizon + 0.006 * wave(chance, canvas.width, 6, 3) + 0.004) * canvas.height
    for shift in (0.0, 0.010):
        _paint_woods(canvas, scene, light, chance, (line + shift * canvas.height).astype(np.float32), 0.85)


def _ridge_line(canvas: Canvas, scene: Scene, chance: np.random.Generator, nearness: float) -> Floats:
    """The row of the ridge's edge for every column (width,)."""
    plan = scene.composition
    jagged = plan.jagged * (1 - nearness) ** 0.7
    soft = wave(chance, canvas.width, 1.5 + 2 * nearness, 3)
    peaks = 1 - np.abs(wave(chance, canvas.width, 2.5 + 2.5 * jagged, 5, 0.42 + 0.12 * jagged)) * 1.7
    shape = soft * (1 - jagged) + peaks * jagged
    tall = (0.14 + 0.16 * plan.jagged) * (1 - nearness) + 0.030
    if scene.has("mountain"):
        tall *= 1.35
    base = plan.horizon - 0.12 * (1 - nearness) * plan.horizon / 0.45 + 0.012
    column = np.linspace(-1, 1, canvas.width, dtype=np.float32)
    valley = (np.abs(column) ** 1.6 - 0.35) * 0.5 if scene.emotion in ("calm", "happy") else column * 0.15
    line: Floats = (base - tall * (0.55 * shape + 0.55 * valley)) * canvas.height
    return line.astype(np.float32)


def _paint_ridge(
    canvas: Canvas, scene: Scene, light: Light, chance: np.random.Generator, line: Floats, nearness: float
) -> None:
    top = max(0, int(line.min()) - 2)
    bottom = min(canvas.height, int(canvas.height * (scene.composition.horizon + 0.06)))
    if bottom - top < 8:
        return
    albedo = _rock(scene) if nearness < 0.3 else mix(grass_of(scene)[0], foliage_of(scene)[1], 0.6 - 0.4 * nearness)
    height, width = (bottom - top) // 2, canvas.width // 2
    relief = field(chance, height, width, (4, 9 + 14 * nearness), 5, 0.6)
    across, down = cv2.Sobel(relief, cv2.CV_32F, 1, 0), cv2.Sobel(relief, cv2.CV_32F, 0, 1)
    facing = np.clip(0.55 + (across * -light.towards[0] + down * light.towards[1]) * (5 - 3 * nearness), 0, 1)
    depth = np.linspace(0, 1, height, dtype=np.float32)[:, None] * np.ones((1, width), np.float32)
    haze = np.clip(_haze(scene, nearness) + 0.25 * depth, 0, 1)
    colours = light.shade(_snow_capped(albedo, relief, depth, scene, nearness), facing, haze)
    cover = np.zeros((canvas.height, canvas.width), np.uint8)
    columns = np.arange(canvas.width, dtype=np.float32)
    edge = np.concatenate([np.stack([columns, line], 1), [[canvas.width, bottom], [0, bottom]]])
    cv2.fillPoly(cover, [np.rint(edge * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
    band = canvas.pixels[top:bottom]
    grown = cv2.resize(np.clip(colours * 255 + 0.5, 0, 255).astype(np.uint8), (canvas.width, bottom - top))
    cv2.copyTo(grown, cover[top:bottom], band)


def _rock(scene: Scene) -> Floats:
    return moody(tone("#7d86a0")[None], scene)[0] if scene.emotion != "angry" else tone("#5a2f33")


def _snow_capped(albedo: Floats, relief: Floats, depth: Floats, scene: Scene, nearness: float) -> Floats:
    amount = 0.85 if scene.is_white else 0.0
    capped = np.clip((0.36 - depth) * 5 * relief, 0, 1) if nearness == 0 and scene.season != "summer" else 0 * depth
    share = np.maximum(capped, amount)
    mixed: Floats = albedo + (SNOW - albedo) * share[..., None]
    return mixed


def _haze(scene: Scene, nearness: float) -> float:
    return min(0.92, (1 - nearness) * 0.66 + 0.10 + scene.composition.mist * 0.30)


def _paint_woods(
    canvas: Canvas, scene: Scene, light: Light, chance: np.random.Generator, line: Floats, nearness: float
) -> None:
    """Tree tops on a ridge: many small round dabs, dark below and lit above, thick in some places, none in others."""
    count = round(2600 * scene.detail * (0.5 + nearness))
    x = chance.random(count).astype(np.float32) * canvas.width
    thick = wave(chance, canvas.width, 7, 3)[np.minimum(x.astype(int), canvas.width - 1)]
    kept = chance.random(count) < np.clip(0.45 + thick * 1.1, 0.02, 1)
    x = x[kept]
    size = canvas.unit * (0.35 + 0.85 * nearness) * chance.uniform(0.6, 1.4, len(x)).astype(np.float32)
    rise = chance.random(len(x)).astype(np.float32)
    y = line[np.minimum(x.astype(int), canvas.width - 1)] - size * (rise * 2.2 - 0.7)
    order = np.argsort(-rise * 0 + y, kind="stable")
    albedo = vary(pick(foliage_of(scene), chance, len(x)), chance, 0.08)
    if scene.is_white:
        albedo = mix(albedo, SNOW, (rise * 0.8).astype(np.float32))
    facing = np.clip(0.15 + 0.75 * rise + chance.normal(0, 0.1, len(x)), 0, 1).astype(np.float32)
    colours = light.shade(albedo, facing, _haze(scene, nearness) * 0.9)
    points = round_dabs(np.stack([x, y], 1), size, chance, 0.9)
    canvas.polygons(points[order], colours[order])


def _paint_mist(
    canvas: Canvas, scene: Scene, light: Light, chance: np.random.Generator, line: Floats, nearness: float
) -> None:
    """A breath of mist at the foot of a ridge."""
    amount = scene.composition.mist * (0.75 - 0.35 * nearness)
    if amount < 0.03:
        return
    height, width = canvas.height // 8, canvas.width // 8
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    foot = (float(line.mean()) / canvas.height + scene.composition.horizon) / 2
    wisps = field(chance, height, width, (7, 2.5), 3)
    alpha = np.exp(-(((rows - foot) / 0.07) ** 2)) * (0.25 + 0.75 * wisps) * np.float32(amount)
    canvas.paste(mix(light.haze, light.low, 0.5), np.clip(alpha, 0, 0.9).astype(np.float32))
