"""Building flower heads from petals: polygons in head space, where a head has radius 1 and y points down."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from hwawon.engines.painter.tones import Floats

CORNERS = 12
PETAL, DEEP, PALE, HEART, POLLEN, LEAF = range(6)  # what a part is coloured as

OUTLINES = {  # along (0..1) and half width, up one side; the other side mirrors it
    "round": ((0.0, 0.16), (0.45, 0.42), (0.80, 0.50), (1.0, 0.20)),
    "slim": ((0.0, 0.10), (0.35, 0.30), (0.80, 0.34), (1.0, 0.08)),
    "pointed": ((0.0, 0.14), (0.35, 0.46), (0.70, 0.36), (1.0, 0.02)),
    "broad": ((0.0, 0.12), (0.50, 0.62), (0.85, 0.66), (1.0, 0.30)),
    "notched": ((0.0, 0.10), (0.55, 0.40), (1.02, 0.42), (0.93, 0.06)),
}


@dataclass
class Head:
    """Parts of one flower head, back to front, as they are put on."""

    chance: np.random.Generator
    points: list[Floats] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    shades: list[float] = field(default_factory=list)

    def part(self, points: Floats, role: int, shade: float = 1.0) -> None:
        """Put on one polygon (V <= 12, 2)."""
        missing = CORNERS - len(points)
        padded = np.concatenate([points, np.repeat(points[-1:], missing, axis=0)]) if missing else points
        self.points.append(padded.astype(np.float32))
        self.roles.append(role)
        self.shades.append(shade)

    def petal(
        self, angle: float, length: float, width: float, outline: str, role: int, shade: float, *,
        squash: float = 1.0, start: float = 0.0, at: tuple[float, float] = (0.0, 0.0),
    ) -> None:  # fmt: skip
        """A petal that points along `angle`; `squash` flattens the whole head as seen from the side."""
        side = _outline(outline) * np.array([length - start, width]) + np.array([start, 0])
        shape = np.concatenate([side, side[::-1] * np.array([1, -1])])
        shape = shape * (1 + self.chance.normal(0, 0.035, shape.shape))
        cosine, sine = np.cos(angle), np.sin(angle)
        x = shape[:, 0] * cosine - shape[:, 1] * sine + at[0]
        y = (shape[:, 0] * sine + shape[:, 1] * cosine) * squash + at[1]
        self.part(np.stack([x, y], 1), role, shade)

    def ring(
        self, count: int, length: float, width: float, outline: str, role: int = PETAL, shade: float = 1.0, *,
        squash: float = 1.0, start: float = 0.0, turn: float = 0.0, inner: int | None = None,
        at: tuple[float, float] = (0.0, 0.0),
    ) -> None:  # fmt: skip
        """Petals all round; the far side darker, the near side lighter; `inner` lays a second colour on each."""
        for index in self.chance.permutation(count):
            angle = turn + (index + self.chance.normal(0, 0.10)) * 2 * np.pi / count
            lit = shade * (0.93 + 0.11 * np.sin(angle) + self.chance.normal(0, 0.035))
            reach = length * (1 + self.chance.normal(0, 0.05))
            self.petal(angle, reach, width, outline, role, lit, squash=squash, start=start, at=at)
            if inner is not None:
                self.petal(angle, reach * 0.62, width * 0.5, outline, inner, lit, squash=squash, start=start, at=at)

    def disc(
        self, radius: float, role: int, shade: float = 1.0, *, squash: float = 1.0, x: float = 0.0, y: float = 0.0
    ) -> None:
        """A round part."""
        angle = np.arange(CORNERS) * 2 * np.pi / CORNERS + self.chance.random()
        self.part(np.stack([x + np.cos(angle) * radius, y + np.sin(angle) * radius * squash], 1), role, shade)

    def dots(self, count: int, spread: float, size: float, role: int, shade: float, squash: float = 1.0) -> None:
        """Small round parts strewn over the middle."""
        for angle in self.chance.uniform(0, 2 * np.pi, count):
            reach = spread * self.chance.random() ** 0.5
            self.disc(size, role, shade, x=reach * np.cos(angle), y=reach * np.sin(angle) * squash)


@cache
def _outline(name: str) -> Floats:
    """One side of a petal as 6 points on a smooth line through the table's four."""
    table = np.array(OUTLINES[name])
    where = np.linspace(0, 3, 6)
    left = np.clip(where.astype(int), 0, 2)
    share = where - left
    before, here, there, after = (table[np.clip(left + shift, 0, 3)] for shift in (-1, 0, 1, 2))
    bent: Floats = here + 0.5 * share[:, None] * (
        there
        - before
        + share[:, None]
        * (2 * before - 5 * here + 4 * there - after + share[:, None] * (3 * (here - there) + after - before))
    )  # Catmull and Rom, 1974
    return bent
