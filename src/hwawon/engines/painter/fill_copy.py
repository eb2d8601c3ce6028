"""Copying the pixels that the offsets name, with seams where they show least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.fill_levels import Flags, Floats

Offsets = NDArray[np.int32]
FOUR = ((-1, 0), (1, 0), (0, -1), (0, 1))


def copied(image: Floats, hole: Flags, offsets: Offsets) -> Floats:
    """The image (H, W, 3) with each hole pixel taken from where its offset points."""
    rows, columns = np.nonzero(hole)
    down, across = offsets[rows, columns].T
    result = image.copy()
    result[rows, columns] = image[rows + down, columns + across]
    return result


def relabel(image: Floats, hole: Flags, usable: Flags, offsets: Offsets, sweeps: int) -> Offsets:
    """Offsets with fewer and less visible seams: each pixel takes over a neighbour's offset where that costs less.

    The cost of a seam between two pixels is how much either would differ under the other's offset
    (Kwatra et al. 2003); the two colours of a chessboard take turns, so that a sweep is a descent.
    """
    height, width = hole.shape
    labels = np.pad(offsets, ((1, 1), (1, 1), (0, 0)))
    inside = np.pad(hole, 1)
    rows, columns = np.nonzero(hole)
    for sweep in range(sweeps):
        turn = ((rows + columns) % 2 == sweep % 2) & _at_seams(labels)[rows, columns]
        at_rows, at_columns = rows[turn], columns[turn]
        best = labels[at_rows + 1, at_columns + 1]
        cost = _seam_cost(image, inside, labels, at_rows, at_columns, best)
        for down, across in FOUR:
            candidate = labels[at_rows + 1 + down, at_columns + 1 + across]
            legal = inside[at_rows + 1 + down, at_columns + 1 + across]
            to_rows, to_columns = at_rows + candidate[:, 0], at_columns + candidate[:, 1]
            legal &= (to_rows >= 0) & (to_rows < height) & (to_columns >= 0) & (to_columns < width)
            legal[legal] = usable[to_rows[legal], to_columns[legal]]
            candidate = np.where(legal[:, None], candidate, best)
            candidate_cost = _seam_cost(image, inside, labels, at_rows, at_columns, candidate)
            better = candidate_cost < cost
            best = np.where(better[:, None], candidate, best)
            cost = np.where(better, candidate_cost, cost)
        labels[at_rows + 1, at_columns + 1] = best
    return np.ascontiguousarray(labels[1:-1, 1:-1])


def _at_seams(labels: Offsets) -> Flags:
    """Where one of the four neighbours has another offset (H, W); `labels` is (H + 2, W + 2, 2)."""
    inner = labels[1:-1, 1:-1]
    height, width = inner.shape[:2]
    differs = np.zeros((height, width), np.bool_)
    for down, across in FOUR:
        differs |= (labels[1 + down : 1 + down + height, 1 + across : 1 + across + width] != inner).any(axis=2)
    return differs


def _seam_cost(
    image: Floats,
    inside: Flags,
    labels: Offsets,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    offsets: Offsets,
) -> Floats:
    """What the four seams around each pixel would cost if it had these offsets (N,)."""
    height, width = image.shape[:2]
    own_rows, own_columns = rows + offsets[:, 0], columns + offsets[:, 1]
    own = image[own_rows, own_columns]
    cost = np.zeros(len(rows), np.float32)
    for down, across in FOUR:
        there_rows, there_columns = rows + down, columns + across
        their = labels[there_rows + 1, there_columns + 1]
        in_hole = inside[there_rows + 1, there_columns + 1]
        their = np.where(in_hole[:, None], their, 0)
        here_by_them = image[np.clip(rows + their[:, 0], 0, height - 1), np.clip(columns + their[:, 1], 0, width - 1)]
        there_by_them = image[
            np.clip(there_rows + their[:, 0], 0, height - 1), np.clip(there_columns + their[:, 1], 0, width - 1)
        ]
        there_by_us = image[np.clip(own_rows + down, 0, height - 1), np.clip(own_columns + across, 0, width - 1)]
        differs = np.einsum("nd,nd->n", there_by_us - there_by_them, there_by_us - there_by_them)
        differs += in_hole * np.einsum("nd,nd->n", own - here_by_them, own - here_by_them)
        cost += differs
    return cost
