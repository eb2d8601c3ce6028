"""Colours adapted in the gradient domain, so that neither the hole's edge nor the seams inside it show.

Solves for a smooth correction whose steps cancel those of the seams (Perez, Gangnet and Blake 2003), by V-cycles over
halved grids. Steps are limited, so that a true edge that ends at the hole does not bleed into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.imaging.geometry import Bounds, Extent

LARGEST_STEP = 0.10  # of 0..1; a larger colour step at a seam is taken for an edge and corrected by this much only
OPEN_REACH_PX = 24.0  # where a hole is open to the picture's border nothing holds colours there: the correction fades
CYCLES = 4
SWEEPS = 4
HALVINGS = 5
CELL_PX = 2**HALVINGS
Values = TypeVar("Values", bound=NDArray[Any])
FOUR = ((-1, 0), (1, 0), (0, -1), (0, 1))


def blended(image: Floats, hole: Flags, offsets: NDArray[np.int32], copied: Floats) -> Floats:
    """The copied hole (H, W, 3) with its colours moved to fit what is around; outside unchanged."""
    correction = solve(_pull(image, hole, offsets, copied), hole, _leak(hole))
    return np.where(hole[..., None], np.clip(copied + correction, 0, 1), image).astype(np.float32)


def solve(pull: Floats, hole: Flags, leak: Floats) -> Floats:
    """The field u (H, W, 3), zero outside the hole, with sum over neighbours of (u(q) - u(p)) = leak u(p) - pull(p).

    `leak` (H, W) is at least 0; a leak of 1 / r squared lets a correction fade over r pixels.
    """
    box = Bounds(*cv2.boundingRect(hole.astype(np.uint8)))
    width, height = (-(-side // CELL_PX) * CELL_PX + 2 * CELL_PX for side in box.extent)
    work = Bounds(box.x - CELL_PX, box.y - CELL_PX, width, height)
    grids = _grids(_window(hole, work), _window(np.ones_like(hole), work), _window(leak, work))
    inner = _window(pull, work)
    field = np.zeros_like(inner)
    for _ in range(CYCLES):
        field = _cycle(field, inner, grids)
    rows, columns = box.slices
    inner_rows, inner_columns = box.relative_to(work).slices
    result = np.zeros_like(pull)
    result[rows, columns] = field[inner_rows, inner_columns]
    return result


def _window(values: Values, work: Bounds) -> Values:
    """The part of an array (H, W) or (H, W, C) in `work`, zero where that lies outside."""
    seen = work.intersection(Bounds.whole(Extent.of(values)))
    rows, columns = seen.slices
    inner_rows, inner_columns = seen.relative_to(work).slices
    window: Values = np.zeros((work.height, work.width, *values.shape[2:]), values.dtype)  # type: ignore[assignment]
    window[inner_rows, inner_columns] = values[rows, columns]
    return window


def _leak(hole: Flags) -> Floats:
    """(H, W): how much a correction fades in the parts of the hole that touch the picture's border, 0 elsewhere."""
    _, labels = cv2.connectedComponents(hole.astype(np.uint8), connectivity=4)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    is_open = np.isin(labels, np.unique(border[border > 0]))
    return is_open.astype(np.float32) / np.float32(OPEN_REACH_PX**2)


def _pull(image: Floats, hole: Flags, offsets: NDArray[np.int32], copied: Floats) -> Floats:
    """For each hole pixel the sum over its four neighbours of the colour step that should not be there (H, W, 3)."""
    height, width = hole.shape
    rows, columns = np.nonzero(hole)
    down0, across0 = offsets[rows, columns].T
    pull = np.zeros_like(image)
    for down, across in FOUR:
        to_rows, to_columns = rows + down, columns + across
        exists = (to_rows >= 0) & (to_rows < height) & (to_columns >= 0) & (to_columns < width)
        to_rows, to_columns = np.clip(to_rows, 0, height - 1), np.clip(to_columns, 0, width - 1)
        expected = image[np.clip(rows + down0 + down, 0, height - 1), np.clip(columns + across0 + across, 0, width - 1)]
        step = copied[to_rows, to_columns] - expected
        in_hole = hole[to_rows, to_columns]
        down1, across1 = np.where(in_hole, offsets[to_rows, to_columns].T, 0)
        back = image[np.clip(rows + down1, 0, height - 1), np.clip(columns + across1, 0, width - 1)]
        other = back - copied[rows, columns]
        step = np.where(in_hole[:, None], (step + other) / 2, step)
        pull[rows, columns] += np.clip(step, -LARGEST_STEP, LARGEST_STEP) * exists[:, None]
    return pull


@dataclass(frozen=True, eq=False)
class _Grid:
    hole: Floats  # (H, W, 1) 1 inside
    red: Floats  # (H, W, 1) 1 on the hole pixels of one chessboard colour
    black: Floats
    degree: Floats  # (H, W, 1) number of neighbours inside the picture, at least 1, and the leak


def _grids(hole: Flags, exists: Flags, leak: Floats) -> list[_Grid]:
    """The hole at this size and at each half of it, while something is left; nothing flows where no picture is."""
    grids = []
    while hole.any():
        rows, columns = np.indices(hole.shape)
        red = (rows + columns) % 2 == 0
        inside = hole.astype(np.float32)
        degree = np.maximum(_sum_of_neighbours(exists[..., None].astype(np.float32)), 1)[..., 0]
        planes = (inside, inside * red, inside * ~red, degree + leak)
        grids.append(_Grid(*(np.ascontiguousarray(plane[..., None], np.float32) for plane in planes)))
        if len(grids) > HALVINGS:
            break
        hole = np.asarray(_cells(hole).sum(axis=(1, 3)) >= 3)
        exists = np.asarray(_cells(exists).any(axis=(1, 3)))
        leak = np.asarray(_cells(leak).sum(axis=(1, 3)), np.float32)
    return grids


def _cells(values: NDArray[Any]) -> NDArray[Any]:
    """(H / 2, 2, W / 2, 2) of (H, W)."""
    return values.reshape(values.shape[0] // 2, 2, values.shape[1] // 2, 2)


def _cycle(field: Floats, pull: Floats, grids: list[_Grid]) -> Floats:
    grid = grids[0]
    sweeps = SWEEPS if len(grids) > 1 else 4 * SWEEPS
    field = _relax(field, pull, grid, sweeps)
    if len(grids) > 1:
        rest = (pull + _sum_of_neighbours(field) - grid.degree * field) * grid.hole
        height, width = rest.shape[0] // 2, rest.shape[1] // 2
        coarse = rest.reshape(height, 2, width, 2, 3).sum(axis=(1, 3))
        step = _cycle(np.zeros_like(coarse), coarse, grids[1:])
        size = (rest.shape[1], rest.shape[0])
        field = field + cv2.resize(step, size, interpolation=cv2.INTER_LINEAR) * grid.hole
        field = _relax(field, pull, grid, sweeps)
    return field


def _relax(field: Floats, pull: Floats, grid: _Grid, sweeps: int) -> Floats:
    """Gauss-Seidel, the two colours of a chessboard in turn."""
    for _ in range(sweeps):
        for colour in (grid.red, grid.black):
            better = (_sum_of_neighbours(field) + pull) / grid.degree
            field = field + (better - field) * colour
    return field


def _sum_of_neighbours(field: Floats) -> Floats:
    total = np.zeros_like(field)
    total[1:] += field[:-1]
    total[:-1] += field[1:]
    total[:, 1:] += field[:, :-1]
    total[:, :-1] += field[:, 1:]
    return total
