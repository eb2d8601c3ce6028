"""Every thing that can be painted inside a mask, by name."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.animals import ANIMALS
from hwawon.engines.painter.bloom import VARIANTS, heads
from hwawon.engines.painter.content_shapes import SHAPES
from hwawon.engines.painter.content_sprite import Part, smooth
from hwawon.engines.painter.fill_levels import Floats
from hwawon.engines.painter.petals import DEEP, HEART, LEAF, PALE, PETAL, POLLEN
from hwawon.engines.painter.props import STENCILS
from hwawon.engines.painter.species import SPECIES
from hwawon.engines.painter.stencil import Piece
from hwawon.engines.painter.tones import LUMA, tone, tones

GREEN = "#5c8f4a"
ANY_FLOWER = ("daisy", "cosmos", "rose", "camellia", "peony", "hibiscus")
SKY_THINGS = frozenset({"sun", "moon", "star", "cloud", "butterfly", "firefly", "balloon"})  # cast no shadow close by


def parts_of(name: str, chance: np.random.Generator, colour: Floats | None) -> list[Part]:
    """The parts of a thing, about 1 in radius around (0, 0), in a colour (3,) where one is named."""
    if name == "flower":
        name = ANY_FLOWER[int(chance.integers(len(ANY_FLOWER)))]
    if name in SPECIES:
        return _flower(name, chance, colour)
    if name in SHAPES:
        build, usual = SHAPES[name]
        return build(chance, np.asarray(tone(usual) if colour is None else colour, np.float32))
    pieces = ANIMALS[name][0]() if name in ANIMALS else STENCILS[name]()
    return _recoloured(_fitted(pieces), colour)


def can_paint(name: str) -> bool:
    """Whether there is such a thing."""
    return name == "flower" or name in SPECIES or name in SHAPES or name in ANIMALS or name in STENCILS


def _flower(species: str, chance: np.random.Generator, colour: Floats | None) -> list[Part]:
    points, roles, shades = heads(species)[int(chance.integers(VARIANTS))]
    kind = SPECIES[species]
    palette = tones(kind.petals)
    petal = palette[int(chance.integers(len(palette)))] if colour is None else colour
    hearts = tones(kind.heart)
    paints = np.empty((6, 3), np.float32)
    paints[PETAL], paints[DEEP] = petal, petal * np.array([0.84, 0.70, 0.80], np.float32)
    paints[PALE], paints[HEART] = petal * 0.7 + 0.3, hearts[0]
    paints[POLLEN], paints[LEAF] = hearts[1], tone(GREEN)
    turn = chance.normal(0, kind.tilt)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    reach = float(np.abs(points).max())
    return [
        Part(smooth(outline @ spin / reach), np.clip(paints[role] * shade, 0, 1).astype(np.float32))
        for outline, role, shade in zip(points, roles, shades, strict=True)
    ]


def _fitted(pieces: list[Piece]) -> list[Part]:
    """Stencil pieces, which stand on (0, 0), moved and scaled to a radius of 1."""
    every = np.concatenate([piece.points for piece in pieces])
    low, high = every.min(axis=0), every.max(axis=0)
    middle, reach = (low + high) / 2, float((high - low).max()) / 2
    return [
        Part((piece.points - middle) / reach, np.clip(tone(piece.colour) * (0.72 + 0.46 * piece.facing), 0, 1))
        for piece in pieces
    ]


def _recoloured(parts: list[Part], colour: Floats | None) -> list[Part]:
    """The parts with the colour that covers most replaced, its light and dark kept."""
    if colour is None:
        return parts
    main = max(parts, key=lambda one: float(np.prod(np.ptp(one.points, axis=0)))).colour
    light = max(float(main @ LUMA), 0.05)
    result = []
    for one in parts:
        same = float(np.abs(one.colour / max(float(one.colour @ LUMA), 0.05) - main / light).max()) < 0.35
        repaint = np.clip(colour * (float(one.colour @ LUMA) / light), 0, 1).astype(np.float32)
        result.append(Part(one.points, repaint if same else one.colour))
    return result
