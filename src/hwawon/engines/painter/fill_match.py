"""Finding, for each patch that touches the hole, the most alike patch outside it.

Patches are compared by their first principal components, with their place appended, so that of two alike patches the
nearer one wins (Barnes et al. 2009, PatchMatch; He and Sun 2012, statistics of patch offsets).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hwawon.engines.painter.fill_levels import PATCH_RADIUS, Flags, Floats, Level

Places = NDArray[np.int32]  # flat indices into a level, or rows and columns

COMPONENTS = 20
NEARNESS = 2.0  # cost of copying from the opposite corner, in units of how much patches differ as a rule
EXHAUSTIVE_PAIRS = 12_000_000
BLOCK_PAIRS = 4_000_000


@dataclass(frozen=True, eq=False)
class Basis:
    """The directions in which the patches of one picture differ most."""

    mean: Floats  # (245,)
    axes: Floats  # (245, COMPONENTS)
    spread: float  # mean squared distance of a patch to the mean patch: the unit of costs


def basis_of(level: Level) -> Basis:
    """Principal components of the patches around the sources of a level."""
    windows = _windows(level.image)
    rows, columns = np.nonzero(level.sources)
    step = max(1, len(rows) // 4000)
    patches = windows[rows[::step], columns[::step]].reshape(-1, windows.shape[2] * windows.shape[3] * windows.shape[4])
    mean = patches.mean(axis=0)
    centred = patches - mean
    _, vectors = np.linalg.eigh(product(centred.T, centred))
    spread = float(np.square(centred).sum(axis=1).mean())
    return Basis(mean, np.ascontiguousarray(vectors[:, ::-1][:, :COMPONENTS], np.float32), spread)


def describe(level: Level, basis: Basis, rows: Places, columns: Places) -> Floats:
    """Descriptors (N, COMPONENTS + 2) of the patches around the given pixels; squared distance compares two."""
    windows = _windows(level.image)
    parts = []
    for start in range(0, len(rows), 8192):
        block = windows[rows[start : start + 8192], columns[start : start + 8192]]
        parts.append(product(block.reshape(len(block), -1) - basis.mean, basis.axes))
    looks = np.concatenate(parts) if parts else np.empty((0, basis.axes.shape[1]), np.float32)
    places = np.stack([rows, columns], axis=1).astype(np.float32)
    places *= np.float32(np.sqrt(nearness_cost(level, basis)))
    return np.ascontiguousarray(np.concatenate([looks, places], axis=1), np.float32)


def nearness_cost(level: Level, basis: Basis) -> float:
    """What each squared pixel of way between target and source costs."""
    return NEARNESS * basis.spread / (level.shape[0] ** 2 + level.shape[1] ** 2)


def nearest(targets: Floats, sources: Floats, penalty: Floats) -> tuple[NDArray[np.int64], Floats]:
    """For each target the index of the best source and its cost: squared distance plus the source's penalty."""
    own = np.einsum("nd,nd->n", sources, sources) + penalty
    best = np.empty(len(targets), np.int64)
    cost = np.empty(len(targets), np.float32)
    block = max(1, BLOCK_PAIRS // max(1, len(sources)))
    for start in range(0, len(targets), block):
        part = targets[start : start + block]
        scores = own - 2 * product(part, sources.T)
        chosen = scores.argmin(axis=1)
        best[start : start + block] = chosen
        cost[start : start + block] = scores[np.arange(len(part)), chosen] + np.einsum("nd,nd->n", part, part)
    return best, np.maximum(cost, 0)


def product(first: Floats, second: Floats) -> Floats:
    """The matrix product, by OpenCV: numpy's threads wait for each other where the machine has other work to do.

    On two busy cores a fill took 2.5 times as long with them.
    """
    left, right = np.ascontiguousarray(first, np.float32), np.ascontiguousarray(second, np.float32)
    return np.asarray(cv2.gemm(left, right, 1.0, None, 0.0), np.float32)  # type: ignore[call-overload]


def neighbours() -> Iterator[tuple[int, int]]:
    """Row and column shifts from which a good offset may come, near ones last."""
    for reach in (4, 2, 1):
        yield from ((-reach, 0), (reach, 0), (0, -reach), (0, reach))


def _windows(image: Floats) -> NDArray[np.float32]:
    """Views (H, W, 5, 7, 7) of the patch around each pixel, mirrored at the border."""
    edge = ((PATCH_RADIUS, PATCH_RADIUS), (PATCH_RADIUS, PATCH_RADIUS), (0, 0))
    size = 2 * PATCH_RADIUS + 1
    return sliding_window_view(np.pad(image, edge, mode="reflect"), (size, size), axis=(0, 1))


def as_places(flags: Flags) -> tuple[Places, Places]:
    """Rows and columns of the set pixels."""
    rows, columns = np.nonzero(flags)
    return rows.astype(np.int32), columns.astype(np.int32)
