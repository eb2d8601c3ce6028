"""Heaped clouds: clusters of billows, each a part of a ball, lit like balls."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.canvas import blurred
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.noise import field, smoothstep
from hwawon.engines.painter.tones import Floats

BILLOWS = 26


def heaps(
    chance: np.random.Generator, height: int, width: int, horizon: float, count: int, light: Light
) -> tuple[Floats, Floats]:
    """Cover (h, w) and lit share (h, w), both 0..1, of `count` clouds above the horizon (a share of the height)."""
    relief = np.zeros((height, width), np.float32)
    base = np.zeros((height, width), np.float32)
    for index in range(count):
        _heap(relief, base, chance, horizon, (index + chance.random()) / count)
    rough = field(chance, height, width, (16, 16 * width / height), 3) - 0.5
    cover = smoothstep(0.10, 0.34, relief / np.maximum(base, 1) + rough * 0.30 * (relief > 0))
    soft = blurred(relief * (1 + 0.25 * rough), max(1.0, width * 0.004))
    down, across = np.gradient(soft)
    normal = np.stack([-across, down, np.full_like(soft, 0.9)], 2)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    towards = np.array([light.towards[0], max(0.45, light.towards[1]), 0.35], np.float32)
    lit: Floats = np.clip(0.28 + 0.80 * (normal @ (towards / np.linalg.norm(towards))), 0, 1).astype(np.float32)
    return blurred(cover, 0.8), lit


def _heap(relief: Floats, base: Floats, chance: np.random.Generator, horizon: float, across: float) -> None:
    """Add one cloud: smaller and flatter towards the horizon, billows piled up over a level foot."""
    height, width = relief.shape
    rise = chance.uniform(0.18, 0.80)  # 1 is the horizon
    size = width * (0.135 - 0.085 * rise) * chance.uniform(0.7, 1.25)
    x0, y0 = across * width, rise * horizon * height
    for _ in range(BILLOWS):
        out = chance.normal(0, 0.62)
        x = x0 + out * size
        radius = size * (0.36 - 0.11 * abs(out)) * chance.uniform(0.55, 1.15)
        y = y0 - radius * 0.45 - abs(chance.normal(0, 0.26)) * size * max(0.0, 1 - 0.6 * abs(out))
        if radius < 1.0:
            continue
        top, bottom = max(0, int(y - radius)), min(height, int(min(y + radius, y0) + 1))
        left, right = max(0, int(x - radius)), min(width, int(x + radius + 1))
        if top >= bottom or left >= right:
            continue
        rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
        ball = radius**2 - (columns - x) ** 2 - (rows - y) ** 2
        dome = np.sqrt(np.maximum(ball, 0)) * np.clip((y0 - rows) / (0.10 * size + 1), 0, 1)
        relief[top:bottom, left:right] = np.maximum(relief[top:bottom, left:right], dome)
        base[top:bottom, left:right] = np.maximum(base[top:bottom, left:right], size * 0.30)
