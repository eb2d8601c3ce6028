"""The flower species: how each head is built, its colours, its stem and its leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hwawon.engines.painter.petals import DEEP, HEART, LEAF, PALE, PETAL, POLLEN, Head


@dataclass(frozen=True)
class Species:
    """A flower; lengths are counted in head radii."""

    build: Callable[[Head], None]
    petals: str  # colours, the commonest first
    heart: str = "#e8b93c #b98a28"
    size: float = 1.0
    stem: float = 4.0
    leaves: str = "pair"  # pair, sword, bush, none
    tilt: float = 0.25  # how unevenly heads are turned, radians


def _squash(head: Head, low: float = 0.55, high: float = 0.95) -> float:
    return float(head.chance.uniform(low, high))


def _daisy(head: Head) -> None:
    flat = _squash(head)
    head.ring(13, 1.0, 0.42, "slim", PETAL, 0.9, squash=flat, start=0.2)
    head.ring(12, 0.95, 0.38, "slim", PALE, 1.0, squash=flat, start=0.2, turn=0.24)
    head.disc(0.30, HEART, 0.92, squash=flat)
    head.disc(0.18, HEART, 1.12, squash=flat, x=-0.05, y=-0.06)


def _cosmos(head: Head) -> None:
    flat = _squash(head)
    head.ring(8, 1.0, 0.92, "notched", PETAL, 1.0, squash=flat, inner=DEEP)
    head.disc(0.20, HEART, 0.95, squash=flat)
    head.dots(5, 0.14, 0.06, POLLEN, 1.0, flat)


def _sunflower(head: Head) -> None:
    flat = _squash(head, 0.75, 1.0)
    head.ring(16, 1.02, 0.40, "pointed", DEEP, 0.92, squash=flat, start=0.3)
    head.ring(15, 0.94, 0.38, "pointed", PETAL, 1.05, squash=flat, start=0.3, turn=0.2)
    head.disc(0.50, HEART, 0.85, squash=flat)
    head.disc(0.36, POLLEN, 0.8, squash=flat)
    head.dots(12, 0.42, 0.05, HEART, 1.35, flat)
    head.disc(0.16, POLLEN, 0.62, squash=flat)


def _poppy(head: Head) -> None:
    flat = _squash(head, 0.6, 0.9)
    for angle, shade in ((-1.57, 0.82), (3.0, 0.94), (0.14, 0.98), (1.57, 1.08)):
        head.petal(angle, 1.0, 1.15, "broad", PETAL, shade, squash=flat)
        head.petal(angle, 0.8, 0.55, "broad", PALE, shade * 0.98, squash=flat, start=0.28)
        head.petal(angle, 0.42, 0.5, "broad", DEEP, shade * 0.55, squash=flat)
    head.disc(0.20, HEART, 0.8, squash=flat)
    head.dots(8, 0.26, 0.05, POLLEN, 0.7, flat)


def _tulip(head: Head) -> None:
    back = np.array(
        [(-0.30, 0.55), (-0.62, 0.0), (-0.36, -0.92), (0.0, -0.62), (0.36, -0.92), (0.62, 0.0), (0.30, 0.55), (0, 0.72)]
    )
    head.part(back, DEEP, 0.88)
    for side in (-1.0, 1.0):
        outer = np.array(
            [(0.05, 0.80), (-0.50, 0.55), (-0.70, 0.0), (-0.60, -0.55), (-0.46, -1.0), (-0.16, -0.55), (-0.05, 0.1)]
        )
        head.part(outer * np.array([side, 1]), PETAL, 0.95 if side > 0 else 1.06)
        shine = np.array([(-0.40, 0.35), (-0.56, -0.05), (-0.50, -0.6), (-0.34, -0.4), (-0.30, 0.1)])
        head.part(shine * np.array([side, 1]), PALE, 0.96)
    front = np.array(
        [
            (0.0, 0.85),
            (-0.34, 0.55),
            (-0.42, 0.05),
            (-0.26, -0.50),
            (0.0, -0.82),
            (0.26, -0.50),
            (0.42, 0.05),
            (0.34, 0.55),
        ]
    )
    head.part(front, PETAL, 1.08)
    head.part(front * np.array([0.45, 0.7]) + np.array([-0.06, 0.0]), PALE, 1.04)


def _rose(head: Head) -> None:
    flat = _squash(head, 0.78, 1.0)
    head.ring(6, 1.0, 1.2, "broad", PETAL, 0.90, squash=flat)
    head.ring(5, 0.82, 1.05, "broad", PALE, 0.98, squash=flat, turn=0.5)
    head.ring(5, 0.64, 0.9, "broad", PETAL, 1.02, squash=flat, turn=1.1)
    head.ring(4, 0.46, 0.8, "broad", DEEP, 1.0, squash=flat, turn=0.2)
    head.ring(3, 0.30, 0.6, "broad", PETAL, 0.86, squash=flat, turn=0.9)
    head.disc(0.11, DEEP, 0.66, squash=flat)


def _peony(head: Head) -> None:
    flat = _squash(head, 0.75, 0.95)
    head.ring(8, 1.0, 0.95, "broad", PETAL, 0.88, squash=flat)
    head.ring(8, 0.86, 0.8, "notched", PALE, 0.98, squash=flat, turn=0.4)
    head.ring(7, 0.68, 0.7, "notched", PETAL, 1.02, squash=flat, turn=0.1)
    head.ring(6, 0.48, 0.6, "notched", PALE, 1.04, squash=flat, turn=0.6)
    head.ring(5, 0.30, 0.5, "notched", DEEP, 0.98, squash=flat)


def _camellia(head: Head) -> None:
    flat = _squash(head, 0.78, 1.0)
    head.ring(6, 1.0, 1.1, "broad", PETAL, 0.90, squash=flat)
    head.ring(5, 0.74, 0.98, "broad", PALE, 0.96, squash=flat, turn=0.5)
    head.disc(0.26, HEART, 0.9, squash=flat)
    head.dots(9, 0.22, 0.055, POLLEN, 1.1, flat)


def _hydrangea(head: Head) -> None:
    head.disc(0.92, DEEP, 0.72, squash=0.86)
    spots = sorted(
        (float(r), float(a))
        for r, a in zip(head.chance.random(24) ** 0.5 * 0.80, head.chance.uniform(0, 6.28, 24), strict=True)
    )
    for reach, angle in reversed(spots):
        x, y = reach * np.cos(angle), reach * np.sin(angle) * 0.86
        lit = 0.98 - 0.16 * y - 0.08 * reach
        head.ring(4, 0.27, 0.26, "round", PETAL if head.chance.random() < 0.6 else PALE, lit, turn=angle, at=(x, y))
        head.disc(0.035, HEART, 1.0, x=x, y=y)


def _lavender(head: Head) -> None:
    for row in range(11):
        y = 1.0 - row * 0.34
        wide = 0.34 * (1 - (row / 11) ** 2 * 0.75)
        for x in (-wide, wide * 0.9, -wide * 0.3, wide * 0.25):
            role = (PETAL, PALE, DEEP)[int(head.chance.integers(0, 3))]
            head.disc(
                0.20, role, 1.02 - 0.1 * (x > 0), x=x + head.chance.normal(0, 0.04), y=y + head.chance.normal(0, 0.06)
            )


def _lily(head: Head) -> None:
    flat = _squash(head, 0.65, 0.95)
    head.ring(3, 1.05, 0.62, "pointed", PETAL, 0.90, squash=flat, inner=PALE)
    head.ring(3, 1.08, 0.62, "pointed", PETAL, 1.0, squash=flat, turn=1.05, inner=PALE)
    head.disc(0.15, DEEP, 0.9, squash=flat)
    for angle in head.chance.uniform(0, 6.28, 5):
        head.petal(float(angle), 0.52, 0.08, "slim", HEART, 0.9, squash=flat)
        head.disc(0.065, POLLEN, 0.85, x=0.52 * np.cos(angle), y=0.52 * np.sin(angle) * flat)


def _iris(head: Head) -> None:
    for angle, role, shade in ((-2.0, PALE, 0.92), (-1.1, PALE, 0.98), (-1.57, PETAL, 1.04)):
        head.petal(angle, 1.0, 0.72, "round", role, shade)
    for angle, shade in ((2.75, 0.94), (0.4, 1.0), (1.57, 1.08)):
        head.petal(angle, 1.0, 0.76, "broad", DEEP if shade < 1.05 else PETAL, shade, squash=0.85)
        head.petal(angle, 0.55, 0.22, "slim", HEART, 1.0, squash=0.85)


def _chrysanthemum(head: Head) -> None:
    flat = _squash(head, 0.7, 0.98)
    head.ring(18, 1.0, 0.28, "slim", PETAL, 0.86, squash=flat)
    head.ring(16, 0.80, 0.26, "slim", PALE, 0.98, squash=flat, turn=0.2)
    head.ring(12, 0.58, 0.25, "slim", PETAL, 1.04, squash=flat)
    head.ring(8, 0.36, 0.22, "slim", DEEP, 1.0, squash=flat, turn=0.3)
    head.disc(0.10, HEART, 0.9, squash=flat)


def _daffodil(head: Head) -> None:
    flat = _squash(head, 0.75, 1.0)
    head.ring(6, 1.0, 0.66, "pointed", PETAL, 0.98, squash=flat, inner=PALE)
    head.disc(0.42, HEART, 0.95, squash=flat)
    head.disc(0.33, HEART, 1.15, squash=flat)
    head.disc(0.22, POLLEN, 0.8, squash=flat)


def _bells(head: Head) -> None:
    stalk = np.array([(-0.04, 1.4), (-0.10, -0.6), (0.15, -1.4), (0.20, -1.36), (0.0, -0.5), (0.05, 1.4)])
    head.part(stalk, LEAF, 0.95)
    for index in range(6):
        y, x = -1.2 + index * 0.42, (0.34 if index % 2 else -0.34) * (0.5 + index * 0.12)
        bell = np.array(
            [
                (0, -0.26),
                (0.15, -0.14),
                (0.20, 0.14),
                (0.27, 0.26),
                (0, 0.20),
                (-0.27, 0.26),
                (-0.20, 0.14),
                (-0.15, -0.14),
            ]
        )
        head.part(bell + np.array([x, y]), (PETAL, DEEP)[index % 2], 1.0)
        head.part(bell * np.array([0.4, 0.8]) + np.array([x - 0.06, y]), PALE, 1.0)


def _azalea(head: Head) -> None:
    for x, y in ((-0.5, -0.2), (0.5, -0.25), (0.0, -0.6), (-0.25, 0.4), (0.4, 0.35), (0.02, 0.0)):
        head.ring(5, 0.46, 0.44, "round", PETAL, 0.92 - 0.1 * y, turn=x, inner=PALE, at=(x, y), squash=0.9)
        head.disc(0.07, DEEP, 0.8, x=x, y=y)


def _dandelion(head: Head) -> None:
    flat = _squash(head, 0.6, 0.95)
    head.ring(18, 1.0, 0.22, "slim", DEEP, 0.95, squash=flat)
    head.ring(14, 0.78, 0.22, "slim", PETAL, 1.02, squash=flat, turn=0.2)
    head.ring(10, 0.5, 0.2, "slim", PALE, 1.05, squash=flat)


def _hibiscus(head: Head) -> None:
    flat = _squash(head, 0.8, 1.0)
    head.ring(5, 1.0, 1.05, "broad", PETAL, 0.98, squash=flat, inner=PALE)
    head.ring(5, 0.42, 0.34, "pointed", DEEP, 0.72, squash=flat)
    head.petal(-0.9, 0.72, 0.14, "slim", HEART, 1.05)
    head.dots(5, 0.12, 0.05, POLLEN, 1.1)


def _snowdrop(head: Head) -> None:
    hook = np.array([(0.34, 1.5), (0.26, -0.7), (0.1, -1.0), (-0.05, -0.72), (0.1, -0.92), (0.2, -0.7), (0.26, 1.5)])
    head.part(hook, LEAF, 1.0)
    for angle, shade in ((2.1, 0.9), (1.05, 0.95), (1.57, 1.05)):
        head.petal(angle, 1.3, 0.6, "round", PALE, shade, at=(-0.05, -0.7))
    head.disc(0.10, LEAF, 1.0, x=-0.05, y=-0.72)


def _lotus(head: Head) -> None:
    for angles, length, role, shade in (
        ((-2.3, -0.84, -1.95, -1.19, -1.57), 1.05, PETAL, 0.90),
        ((-2.65, -0.49, -2.15, -0.99), 0.98, PALE, 0.98),
        ((-2.95, -0.19, -1.8, -1.34), 0.86, PETAL, 1.04),
        ((-2.55, -0.6, -1.57), 0.66, PALE, 1.06),
    ):
        for angle in angles:
            head.petal(angle, length, 0.56, "pointed", role, shade, at=(0, 0.45), squash=0.92)
            head.petal(angle, length * 0.55, 0.3, "pointed", PALE, shade * 1.04, at=(0, 0.45), squash=0.92)


SPECIES = {
    "tulip": Species(_tulip, "#e8433f #f5b93c #f07fa6 #b554b0 #fbe9ee", size=0.90, stem=3.6, leaves="sword", tilt=0.12),
    "rose": Species(_rose, "#d92f45 #f28aa5 #f8d2d8 #f6e7c8", size=0.85, stem=3.0, leaves="bush"),
    "sunflower": Species(_sunflower, "#fbc62a #f7b51d #ffd85a", "#7a4a26 #4f2f1c", size=1.5, stem=3.8),
    "daisy": Species(_daisy, "#fbf8f0 #fdf3f5", "#f2be3a #d99a2a", size=0.62, stem=3.6, leaves="none"),
    "lavender": Species(_lavender, "#8f6fd0 #a98be0 #7659b8", size=0.55, stem=6.0, leaves="none", tilt=0.14),
    "lotus": Species(_lotus, "#f3a0bd #f7c3d3 #fbe6ec", size=1.15, stem=0.5, leaves="none", tilt=0.08),
    "camellia": Species(_camellia, "#cf2b3f #e8566a #f6dfe0", size=0.85, stem=2.0, leaves="bush"),
    "hydrangea": Species(
        _hydrangea, "#6f8fe0 #a48ae0 #e29ac8 #8fc0ea", "#f3efd6 #ded7b0", size=1.25, stem=1.7, leaves="bush", tilt=0.1
    ),
    "poppy": Species(
        _poppy, "#e23b2b #f0552f #f27f5a", "#5e6a3a #2c2630", size=0.85, stem=4.2, leaves="none", tilt=0.35
    ),
    "lily": Species(_lily, "#fbf3ea #f6b7c4 #f7c06a", "#dfe6a0 #b5562a", size=1.05, stem=3.4, leaves="sword"),
    "cosmos": Species(_cosmos, "#f08fc0 #fbe3ee #d95a9e #f6b8d6", size=0.82, stem=5.0, leaves="none", tilt=0.35),
    "peony": Species(_peony, "#f29ab8 #fbe0e6 #d8557f", size=1.15, stem=2.2, leaves="bush"),
    "iris": Species(_iris, "#7a63cf #5a6fd0 #c9a8ea", size=0.95, stem=3.8, leaves="sword", tilt=0.12),
    "chrysanthemum": Species(_chrysanthemum, "#f2c53a #f7ead0 #d9803c #c46a9a", size=0.85, stem=2.4, leaves="bush"),
    "daffodil": Species(_daffodil, "#fbe36a #fdf4d0", "#f2992e #d9772a", size=0.75, stem=3.8, leaves="sword"),
    "bluebell": Species(_bells, "#6f78dc #8a8cf0 #a58be0", size=0.72, stem=2.6, leaves="sword", tilt=0.2),
    "azalea": Species(_azalea, "#ea6a9c #f7a6c4 #c9448a", size=1.05, stem=1.4, leaves="bush"),
    "dandelion": Species(_dandelion, "#f8cf2e #fbdc5a", size=0.52, stem=3.4, leaves="none"),
    "hibiscus": Species(_hibiscus, "#e98ab4 #f8dfe8 #d9486a", "#f6de7a #f2c84a", size=1.0, stem=2.4, leaves="bush"),
    "snowdrop": Species(_snowdrop, "#f4f7fb #e9f0f6", size=0.55, stem=2.2, leaves="sword", tilt=0.2),
}
