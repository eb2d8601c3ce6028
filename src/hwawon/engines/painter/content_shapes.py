"""Plain things as shapes: leaf, heart, star, sun, moon, cloud, button, ball, butterfly, tree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.content_sprite import Part, smooth
from hwawon.engines.painter.fill_levels import Floats
from hwawon.engines.painter.tones import tone

Points = NDArray[np.floating]
Build = Callable[[np.random.Generator, Floats], list[Part]]


def disc(x: float, y: float, wide: float, high: float | None = None, turn: float = 0.0) -> Points:
    """An ellipse (48, 2)."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    ring = np.stack([np.cos(angle) * wide, np.sin(angle) * (wide if high is None else high)], 1)
    cosine, sine = np.cos(turn), np.sin(turn)
    return np.asarray(ring @ np.array([[cosine, sine], [-sine, cosine]]) + np.array([x, y]))


def part(points: Points, colour: Floats | str, lightness: float = 1.0) -> Part:
    """A part in a colour (or `#rrggbb`), lighter or darker."""
    base = tone(colour) if isinstance(colour, str) else colour
    return Part(points, np.clip(base * lightness, 0, 1).astype(np.float32))


def leaf(chance: np.random.Generator, colour: Floats) -> list[Part]:
    turn = chance.uniform(-0.9, 0.9)
    half = np.array([(0.0, 1.0), (0.30, 0.62), (0.46, 0.15), (0.34, -0.45), (0.0, -1.0)])
    left = smooth(np.concatenate([half * (-1, 1), [[0, 0]]]), 2)
    right = smooth(np.concatenate([half, [[0, 0]]]), 2)
    veins = [_vein(side, at) for at in (0.55, 0.2, -0.15, -0.5) for side in (-1.0, 1.0)]
    stem = np.array([(-0.025, 1.15), (0.025, 1.15), (0.012, -0.9), (-0.012, -0.9)])
    parts = [part(left, colour, 0.92), part(right, colour, 1.06)]
    parts += [part(vein, colour, 1.22) for vein in veins]
    return _turned([*parts, part(stem, colour, 0.72)], turn)


def _vein(side: float, at: float) -> Points:
    return np.array([(0, at), (0, at - 0.03), (side * 0.30, at - 0.24), (side * 0.31, at - 0.22)])


def heart(chance: np.random.Generator, colour: Floats) -> list[Part]:
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    x = 16 * np.sin(angle) ** 3
    y = -(13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle) - np.cos(4 * angle))
    outline = np.stack([x, y], 1) / 17
    shine = disc(-0.42, -0.38, 0.16, 0.10, -0.7)
    return _turned([part(outline, colour), part(shine, colour * 0.4 + 0.6)], chance.normal(0, 0.06))


def star(chance: np.random.Generator, colour: Floats) -> list[Part]:
    angle = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, 1.0, 0.42)
    corners = np.stack([np.cos(angle) * reach, np.sin(angle) * reach], 1)
    facets = [np.stack([np.zeros(2), corners[i], corners[(i + 1) % 10]]) for i in range(10)]
    parts = [part(facet, colour, 1.08 if i % 2 else 0.90) for i, facet in enumerate(facets)]
    return _turned(parts, chance.normal(0, 0.2))


def sun(chance: np.random.Generator, colour: Floats) -> list[Part]:
    rays = []
    for angle in np.arange(12) * np.pi / 6 + chance.random():
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        rays.append(part(np.stack([along * 0.66 + across * 0.10, along, along * 0.66 - across * 0.10]), colour, 1.02))
    return [*rays, part(disc(0, 0, 0.58), colour), part(disc(-0.08, -0.10, 0.40), colour, 1.10)]


def moon(chance: np.random.Generator, colour: Floats) -> list[Part]:
    angle = np.linspace(-np.pi / 2, np.pi / 2, 40)
    outer = np.stack([np.cos(angle), np.sin(angle)], 1)
    inner = np.stack([np.cos(angle[::-1]) * 0.45, np.sin(angle[::-1])], 1)
    return _turned([part(np.concatenate([outer, inner]) - (0.4, 0), colour)], chance.uniform(-0.6, 0.2))


def cloud(chance: np.random.Generator, colour: Floats) -> list[Part]:
    puffs = [(-0.62, 0.15, 0.34), (0.62, 0.16, 0.32), (-0.28, -0.08, 0.42), (0.30, -0.04, 0.38), (0.0, 0.12, 0.46)]
    parts = [part(disc(x, y + 0.08, r * chance.uniform(0.95, 1.1)), colour, 0.86) for x, y, r in puffs]
    return parts + [part(disc(x - 0.03, y, r * 0.92), colour, 1.0) for x, y, r in puffs]


def button(chance: np.random.Generator, colour: Floats) -> list[Part]:
    turn = chance.uniform(0, np.pi / 2)
    holes = [(np.cos(turn + k * np.pi / 2) * 0.25, np.sin(turn + k * np.pi / 2) * 0.25) for k in range(4)]
    rim = [part(disc(0, 0, 1.0), colour, 0.95), part(disc(0, 0, 0.78), colour, 0.80), part(disc(0, 0, 0.72), colour)]
    return rim + [part(disc(x, y, 0.10), colour, 0.25) for x, y in holes]


def ball(chance: np.random.Generator, colour: Floats) -> list[Part]:
    return [
        part(disc(0, 0, 1), colour),
        part(disc(-0.1, -0.14, 0.62), colour, 1.12),
        part(disc(-0.36, -0.42, 0.10 * chance.uniform(0.8, 1.2)), colour * 0.2 + 0.8),
    ]


def butterfly(chance: np.random.Generator, colour: Floats) -> list[Part]:
    upper = smooth(np.array([(0.04, -0.05), (0.35, -0.75), (0.85, -0.85), (0.98, -0.45), (0.60, 0.02)]), 3)
    lower = smooth(np.array([(0.04, 0.0), (0.62, 0.05), (0.80, 0.40), (0.52, 0.80), (0.20, 0.50)]), 3)
    parts: list[Part] = []
    for side in (-1.0, 1.0):
        for wing in (upper, lower):
            middle = wing.mean(axis=0)
            parts.append(part(wing * (side, 1), colour, 0.35))
            parts.append(part((middle + (wing - middle) * 0.84) * (side, 1), colour))
            parts.append(part((middle + (wing - middle) * 0.45 + (0.05, 0)) * (side, 1), colour, 1.25))
        parts.append(part(disc(side * 0.72, -0.62, 0.07), "#ffffff", 0.95))
        feeler = np.array([(0.0, -0.42), (side * 0.20, -0.85), (side * 0.23, -0.84), (side * 0.03, -0.40)])
        parts.append(part(feeler, "#2b2320"))
    body = [part(disc(0, 0.08, 0.065, 0.42), "#3a2c26"), part(disc(0, -0.38, 0.085), "#3a2c26")]
    return _turned(parts + body, chance.uniform(-0.5, 0.5))


def tree(chance: np.random.Generator, colour: Floats) -> list[Part]:
    trunk = np.array([(-0.10, 1.0), (0.12, 1.0), (0.07, 0.1), (-0.06, 0.1)])
    parts = [part(trunk, "#7a5638")]
    for light, spread in ((0.70, 1.0), (0.90, 0.86), (1.12, 0.70)):
        for _ in range(14):
            angle, reach = chance.uniform(0, 2 * np.pi), np.sqrt(chance.random()) * 0.46 * spread
            x, y = np.cos(angle) * reach, np.sin(angle) * reach * 0.85 - 0.36 - 0.10 * (light - 0.7)
            parts.append(part(disc(x, y, chance.uniform(0.16, 0.26)), colour, light * chance.uniform(0.93, 1.07)))
    return parts


SHAPES: dict[str, tuple[Build, str]] = {  # how, and in what colour where none is named
    "leaf": (leaf, "#5f9c4c"),
    "heart": (heart, "#d93a4a"),
    "star": (star, "#f6cf4a"),
    "sun": (sun, "#fbc93a"),
    "moon": (moon, "#f4ecc6"),
    "cloud": (cloud, "#f6f7fa"),
    "button": (button, "#c9534a"),
    "ball": (ball, "#d9603a"),
    "butterfly": (butterfly, "#ef8f2e"),
    "firefly": (ball, "#f6e27a"),
    "tree": (tree, "#5c9444"),
}


def _turned(parts: list[Part], turn: float) -> list[Part]:
    cosine, sine = np.cos(turn), np.sin(turn)
    spin = np.array([[cosine, sine], [-sine, cosine]])
    return [Part(one.points @ spin, one.colour) for one in parts]
