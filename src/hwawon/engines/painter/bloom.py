"""Flowers on the picture: many heads of one species at once, with stems and leaves, back to front."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.dabs import bars, leaves, round_dabs
from hwawon.engines.painter.light import Light
from hwawon.engines.painter.petals import CORNERS, DEEP, HEART, LEAF, PALE, PETAL, POLLEN, Head
from hwawon.engines.painter.species import SPECIES
from hwawon.engines.painter.tones import Floats, mix, tone, tones, vary

VARIANTS = 6
WILTED = tone("#8a6a48")
SMALL_PX = 2.6  # heads of a smaller radius are one dab and one highlight


@cache
def heads(species: str) -> tuple[tuple[Floats, Floats, Floats], ...]:
    """Some heads of a species: parts (K, 8, 2), their roles (K,) and shades (K,)."""
    built = []
    for variant in range(VARIANTS):
        head = Head(chance_of(variant, "head", species))
        SPECIES[species].build(head)
        built.append((np.stack(head.points), np.array(head.roles), np.array(head.shades, np.float32)))
    return tuple(built)


@dataclass(frozen=True, eq=False)
class Bed:
    """Many flowers of one species; arrays of N."""

    species: str
    feet: Floats  # (N, 2) px
    radii: Floats  # of the heads, px
    petals: Floats  # (N, 3)
    greens: Floats  # (N, 3)
    haze: Floats  # 0..1
    sunlit: Floats  # 0..1
    wilted: Floats  # 0..1

    @property
    def count(self) -> int:
        return len(self.feet)

    @property
    def facing(self) -> Floats:
        """How much light the heads catch, 0..1."""
        facing: Floats = (0.35 + 0.5 * self.sunlit).astype(np.float32)
        return facing


def flowers(bed: Bed, light: Light, chance: np.random.Generator) -> list[tuple[Floats, Floats]]:
    """Polygons (N, V, 2) and colours (N, 3) of a bed, to be painted one batch after another."""
    kind = SPECIES[bed.species]
    turn = chance.normal(0, kind.tilt, bed.count) + bed.wilted * chance.choice([-1.0, 1.0], bed.count) * 2.2
    height = kind.stem * bed.radii * chance.uniform(0.8, 1.2, bed.count) * (1 - 0.45 * bed.wilted)
    tops = bed.feet + np.stack([np.sin(turn) * height * 0.30, -height], 1)
    heads_at = tops + np.stack([np.sin(turn) * bed.radii, bed.wilted * bed.radii * 1.2], 1)
    if float(bed.radii.max()) < SMALL_PX:
        return [_specks(bed, heads_at, light, chance)]
    batches = [_stems(bed, tops, light)]
    if kind.leaves != "none":
        batches.append(_leaves(bed, kind.leaves, tops, light, chance))
    return [*batches, _heads(bed, heads_at, turn, light, chance)]


def _specks(bed: Bed, at: Floats, light: Light, chance: np.random.Generator) -> tuple[Floats, Floats]:
    base = round_dabs(at, np.maximum(bed.radii, 0.9), chance, 0.8, 6)
    shine = round_dabs(at - (bed.radii * 0.35)[:, None], np.maximum(bed.radii * 0.5, 0.5), chance, 0.8, 6)
    colours = light.shade(bed.petals * np.float32(0.92), bed.facing, bed.haze)
    bright = light.shade(mix(bed.petals, np.ones(3, np.float32), 0.35), bed.facing, bed.haze)
    return np.stack([base, shine], 1).reshape(-1, 6, 2), np.stack([colours, bright], 1).reshape(-1, 3)


def _stems(bed: Bed, tops: Floats, light: Light) -> tuple[Floats, Floats]:
    green = light.shade(bed.greens * np.float32(0.82), bed.facing * 0.8, bed.haze)
    middle = bed.feet * 0.5 + tops * 0.5
    middle[:, 0] = bed.feet[:, 0] * 0.75 + tops[:, 0] * 0.25
    wide = np.maximum(bed.radii * 0.13, 0.9)
    quads = np.stack([bars(bed.feet, middle, wide, wide * 0.9), bars(middle, tops, wide * 0.9, wide * 0.75)], 1)
    return quads.reshape(-1, 4, 2), np.repeat(green, 2, axis=0)


def _leaves(bed: Bed, kind: str, tops: Floats, light: Light, chance: np.random.Generator) -> tuple[Floats, Floats]:
    each = {"pair": 3, "sword": 3, "bush": 9}[kind]
    grid = (bed.count, each)
    share = chance.uniform(0.05, 0.95 if kind == "bush" else 0.6, grid) * (0.12 if kind == "sword" else 1.0)
    at = bed.feet[:, None] + (tops - bed.feet)[:, None] * share[..., None]
    side = np.where(np.arange(each) % 2 == 0, 1.0, -1.0)
    if kind == "sword":
        angle = -np.pi / 2 + side * chance.uniform(0.12, 0.5, grid)
        length = np.hypot(*(tops - bed.feet).T)[:, None] * chance.uniform(0.6, 0.95, grid)
    else:
        angle = np.where(side > 0, 0.0, np.pi) + side * chance.uniform(-0.9, 0.6, grid)
        length = bed.radii[:, None] * chance.uniform(1.0, 1.9, grid) * (0.85 if kind == "pair" else 1.0)
    shade = chance.uniform(0.62, 1.05, grid).astype(np.float32)
    albedo = (bed.greens[:, None] * shade[..., None]).reshape(-1, 3)
    colours = light.shade(albedo, np.repeat(bed.facing, each) * shade.ravel(), np.repeat(bed.haze, each))
    slim = 0.14 if kind == "sword" else 0.50
    return leaves(at.reshape(-1, 2), length.ravel(), angle.ravel(), slim), colours


def _heads(bed: Bed, at: Floats, turn: Floats, light: Light, chance: np.random.Generator) -> tuple[Floats, Floats]:
    mirror = chance.choice(np.array([-1.0, 1.0], np.float32), bed.count)
    which = chance.integers(0, VARIANTS, bed.count)
    points, colours = [], []
    for index in range(bed.count):
        parts, roles, shades = heads(bed.species)[which[index]]
        cosine, sine = np.cos(turn[index]) * bed.radii[index], np.sin(turn[index]) * bed.radii[index]
        spin = np.array([[cosine * mirror[index], sine * mirror[index]], [-sine, cosine]], np.float32)
        points.append(parts @ spin + at[index])
        paints = _paints(bed, index)[roles] * shades[:, None]
        colours.append(light.shade(paints, bed.facing[index] * shades, bed.haze[index]))
    return np.concatenate(points).reshape(-1, CORNERS, 2), np.concatenate(colours)


def _paints(bed: Bed, index: int) -> Floats:
    """The colours (6, 3) of one flower's parts, by role."""
    hearts = tones(SPECIES[bed.species].heart)
    petal = mix(bed.petals[index], WILTED, 0.55 * float(bed.wilted[index]))
    paints = np.empty((6, 3), np.float32)
    paints[PETAL], paints[DEEP] = petal, petal * np.array([0.84, 0.70, 0.80], np.float32)
    paints[PALE], paints[HEART] = mix(petal, np.ones(3, np.float32), 0.32), hearts[0]
    paints[POLLEN], paints[LEAF] = hearts[1], bed.greens[index]
    return paints


def petal_colours(
    species: str, wanted: Floats | None, chance: np.random.Generator, count: int, swathe: Floats
) -> Floats:
    """Colours (N, 3) for N flowers; neighbours in a swathe (values 0..1) share a colour, and no two are the same."""
    palette = tones(SPECIES[species].petals) if wanted is None else wanted
    level = np.clip(swathe * len(palette) + chance.normal(0, 0.35, count), 0, len(palette) - 1).astype(int)
    return vary(palette[level], chance, 0.06)
