"""Filling a hole with texture from around it: what object removal is made of.

Coarse to fine, each level matches patches and lets them vote (Wexler, Shechtman and Irani 2007), then copies pixels by
their offsets instead of averaging them, so that grain stays. Last, colours are adapted in the gradient domain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.fill_blend import blended
from hwawon.engines.painter.fill_copy import copied, relabel
from hwawon.engines.painter.fill_field import Field, Ground, search, upsample, vote
from hwawon.engines.painter.fill_levels import Flags, Floats, Level, build_levels
from hwawon.engines.painter.fill_match import basis_of
from hwawon.engines.painter.fill_peel import peeled
from hwawon.engines.painter.fill_sources import penalty_of

FEWEST_SOURCES = 64
MATCHED_TARGETS = 24_000  # levels with more are not matched: their offsets come from the next smaller one
ROUNDS = (6, 4, 3, 2)  # of matching, from the coarsest level; the last stands for all finer ones

OnPart = Callable[[float, Floats], None]  # share done 0..1 and the picture so far (h, w, 3) 0..1; may raise Cancelled


def fill_hole(image: Floats, hole: Flags, usable: Flags, seed: int, on_part: OnPart) -> Floats:
    """The image with its hole filled from the usable places.

    Args:
        image: (H, W, 3) RGB 0..1.
        hole: (H, W) what is filled; at least one pixel.
        usable: (H, W) what may be copied; never a part of the hole. Too little of it gives a smooth fill.
        on_part: called between levels.
    """
    levels = build_levels(image, hole, usable)
    finest = levels[-1]
    if np.count_nonzero(finest.sources) < FEWEST_SOURCES:
        return smooth_fill(image, hole)
    field = _matched(levels, chance_of(seed, "fill"), on_part)
    offsets = relabel(image, hole, finest.sources, field.offsets, sweeps=4)
    on_part(0.9, copied(image, hole, offsets))
    return blended(image, hole, offsets, copied(image, hole, offsets))


def smooth_fill(image: Floats, hole: Flags) -> Floats:
    """Where nothing can be copied: colours flow in from the edge; mid grey where there is no edge."""
    if hole.all():
        return np.full_like(image, 0.5)
    pixels = np.rint(image * 255).astype(np.uint8)
    flowed = cv2.inpaint(pixels, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA).astype(np.float32) / 255
    return np.where(hole[..., None], flowed, image).astype(np.float32)


def _matched(levels: list[Level], chance: np.random.Generator, on_part: OnPart) -> Field:
    """The field of the finest level."""
    seed_field = chance.random((6, 6), np.float32)
    field: Field | None = None
    for index, level in enumerate(levels):
        if field is not None:
            field = upsample(field, level)
            if np.count_nonzero(level.targets) > MATCHED_TARGETS:
                continue
        picture, field = _settled(level, field, seed_field, chance, ROUNDS[min(index, len(ROUNDS) - 1)])
        on_part(0.85 * (index + 1) / len(levels), picture)
    assert field is not None  # the coarsest level always matches
    return field


def _settled(
    level: Level, field: Field | None, seed_field: Floats, chance: np.random.Generator, rounds: int
) -> tuple[Floats, Field]:
    """Match and repaint in turns until the hole agrees with what is around it; the picture (h, w, 3) and the field."""
    basis, penalty = basis_of(level), penalty_of(level, seed_field)
    ground = Ground.of(level, basis, penalty)
    work = peeled(level, basis, penalty) if field is None else vote(level, field)
    for turn in range(rounds):
        field = search(work, ground, chance, field)
        work = vote(work, field) if 2 * turn < rounds else _recopied(work, field)
    assert field is not None  # at least one round
    return work.image[..., :3], field


def _recopied(level: Level, field: Field) -> Level:
    offsets = relabel(level.image, level.hole, level.sources, field.offsets, sweeps=2)
    return replace(level, image=copied(level.image, level.hole, offsets))
