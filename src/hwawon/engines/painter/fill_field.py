"""The field of offsets of one level: where each pixel of the hole is copied from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.fill_levels import PATCH_RADIUS, Flags, Floats, Level
from hwawon.engines.painter.fill_match import EXHAUSTIVE_PAIRS, Basis, Places, as_places, describe, nearest, neighbours

Offsets = NDArray[np.int32]  # (H, W, 2) rows and columns from a target to its source


@dataclass(frozen=True, eq=False)
class Field:
    """Offsets and their costs; meaningful at the targets of a level."""

    offsets: Offsets
    cost: Floats  # (H, W)


@dataclass(frozen=True, eq=False)
class Ground:
    """What stays the same while one level is matched again and again."""

    basis: Basis
    penalty: Floats  # (S,) added to the cost of each source
    rows: Places  # (S,) of the sources
    columns: Places
    described: Floats  # (S, D)
    index: NDArray[np.int32]  # (H, W) number of the source at a pixel, -1 where none

    @staticmethod
    def of(level: Level, basis: Basis, penalty: Floats) -> Ground:
        """Describe all sources of a level; `penalty` is (H, W)."""
        rows, columns = as_places(level.sources)
        index = np.full(level.shape, -1, np.int32)
        index[rows, columns] = np.arange(len(rows), dtype=np.int32)
        return Ground(basis, penalty[rows, columns], rows, columns, describe(level, basis, rows, columns), index)


def search(level: Level, ground: Ground, chance: np.random.Generator, before: Field | None) -> Field:
    """The best source of each target: every pair compared where there are few, else improved from `before`."""
    rows, columns = as_places(level.targets)
    targets = describe(level, ground.basis, rows, columns)
    if before is None or len(rows) * len(ground.rows) <= EXHAUSTIVE_PAIRS:
        best, cost = nearest(targets, ground.described, ground.penalty)
        offsets = np.stack([ground.rows[best] - rows, ground.columns[best] - columns], axis=1)
    else:
        offsets, cost = _improve(level, ground, targets, chance, before)
    return _field(level, rows, columns, offsets, cost)


def upsample(field: Field, level: Level) -> Field:
    """The field for a level of twice the size, every target pointing at a source; costs are set anew by `search`."""
    rows, columns = as_places(level.targets)
    wanted = field.offsets[rows // 2, columns // 2] * 2
    height, width = level.shape
    at_rows, at_columns = np.clip(rows + wanted[:, 0], 0, height - 1), np.clip(columns + wanted[:, 1], 0, width - 1)
    to_rows, to_columns = nearest_set(level.sources)
    offsets = np.stack([to_rows[at_rows, at_columns] - rows, to_columns[at_rows, at_columns] - columns], axis=1)
    return _field(level, rows, columns, offsets, np.ones(len(rows), np.float32))


def nearest_set(flags: Flags) -> tuple[Places, Places]:
    """For each pixel the row and column (H, W) of the nearest set one; at least one must be set."""
    unset = (~flags).astype(np.uint8)
    labels = cv2.distanceTransformWithLabels(unset, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)[1]
    rows, columns = as_places(flags)
    at = np.zeros(int(labels.max()) + 1, np.int64)
    at[labels[rows, columns]] = np.arange(len(rows))
    return rows[at[labels]], columns[at[labels]]


def vote(level: Level, field: Field) -> Level:
    """Each hole pixel becomes the mean of what the patches that cover it would put there.

    Patches near the hole's edge and patches that match well count more (Wexler, Shechtman and Irani 2007).
    """
    rows, columns = as_places(level.targets)
    offset_rows, offset_columns = field.offsets[rows, columns].T
    cost = field.cost[rows, columns]
    spread = max(float(np.quantile(cost, 0.75)), 1e-6)
    weight = np.exp(-cost / (2 * spread)) * np.power(np.float32(1.25), -level.depth[rows, columns])
    height, width, planes = level.image.shape
    total = np.zeros((height + 2 * PATCH_RADIUS, width + 2 * PATCH_RADIUS, planes + 1), np.float32)
    for down in range(-PATCH_RADIUS, PATCH_RADIUS + 1):
        for across in range(-PATCH_RADIUS, PATCH_RADIUS + 1):
            colours = level.image[rows + offset_rows + down, columns + offset_columns + across]
            place = (rows + down + PATCH_RADIUS, columns + across + PATCH_RADIUS)
            total[(*place, slice(0, planes))] += colours * weight[:, None]
            total[(*place, planes)] += weight
    inner = total[PATCH_RADIUS:-PATCH_RADIUS, PATCH_RADIUS:-PATCH_RADIUS]
    mean = inner[..., :planes] / np.maximum(inner[..., planes:], 1e-12)
    return replace(level, image=np.where(level.hole[..., None], mean, level.image).astype(np.float32))


def _improve(
    level: Level, ground: Ground, targets: Floats, chance: np.random.Generator, before: Field
) -> tuple[Offsets, Floats]:
    """Two rounds of taking over the offsets of neighbours and of small random steps, where they cost less."""
    rows, columns = as_places(level.targets)
    best = before.offsets[rows, columns]
    cost = _cost(ground, targets, rows, columns, best)
    for _ in range(2):
        for candidate in _candidates(level, best, chance):
            candidate_cost = _cost(ground, targets, rows, columns, candidate)
            better = candidate_cost < cost
            best = np.where(better[:, None], candidate, best)
            cost = np.where(better, candidate_cost, cost)
    return best, cost


def _cost(ground: Ground, targets: Floats, rows: Places, columns: Places, offsets: Offsets) -> Floats:
    """What each target's offset costs (N,); infinite where it points at no source."""
    height, width = ground.index.shape
    at_rows, at_columns = rows + offsets[:, 0], columns + offsets[:, 1]
    inside = (at_rows >= 0) & (at_rows < height) & (at_columns >= 0) & (at_columns < width)
    index = np.where(inside, ground.index[at_rows * inside, at_columns * inside], -1)
    difference = targets - ground.described[index]
    cost = np.einsum("nd,nd->n", difference, difference) + ground.penalty[index]
    return np.where(index >= 0, cost, np.inf).astype(np.float32)


def _candidates(level: Level, best: Offsets, chance: np.random.Generator) -> list[Offsets]:
    """Offsets (N, 2) to try for each target: those of its neighbours, and its own moved a little."""
    rows, columns = as_places(level.targets)
    height, width = level.shape
    whole = np.zeros((height, width, 2), np.int32)
    whole[rows, columns] = best
    found = []
    for down, across in neighbours():
        from_rows, from_columns = np.clip(rows + down, 0, height - 1), np.clip(columns + across, 0, width - 1)
        known = level.targets[from_rows, from_columns]
        found.append(np.where(known[:, None], whole[from_rows, from_columns], best))
    for reach in (16, 4, 1):
        found.append(best + chance.integers(-reach, reach + 1, best.shape, dtype=np.int32))
    return found


def _field(level: Level, rows: Places, columns: Places, offsets: Offsets, cost: Floats) -> Field:
    whole = np.zeros((*level.shape, 2), np.int32)
    whole[rows, columns] = offsets
    costs = np.zeros(level.shape, np.float32)
    costs[rows, columns] = cost
    return Field(whole, costs)
