"""A first picture in the hole of the coarsest level, laid from its edge inwards like the skins of an onion."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hwawon.engines.painter.fill_levels import PATCH_RADIUS, Flags, Floats, Level
from hwawon.engines.painter.fill_match import Basis, nearness_cost, product

SIZE = 2 * PATCH_RADIUS + 1


def peeled(level: Level, basis: Basis, penalty: Floats) -> Level:
    """The level with its hole filled ring by ring, each pixel from the patch that fits what is known around it.

    A smooth guess would find smooth patches and stay smooth; this one starts from real texture.
    """
    image, known = level.image.copy(), ~level.hole
    source_rows, source_columns = np.nonzero(level.sources)
    sources = _windows(level.image)[source_rows, source_columns].reshape(len(source_rows), -1)
    squares, own = np.square(sources), penalty[source_rows, source_columns]
    while not known.all():
        rows, columns = np.nonzero(_next_ring(known))
        weights = np.repeat(_flag_windows(known)[rows, columns].reshape(len(rows), 1, -1), image.shape[2], axis=1)
        weights = weights.reshape(len(rows), -1)
        share = weights.mean(axis=1, keepdims=True)
        patches = _windows(image)[rows, columns].reshape(len(rows), -1) * weights
        fit = (product(weights, squares.T) - 2 * product(patches, sources.T)) / share
        far = np.square(rows[:, None] - source_rows) + np.square(columns[:, None] - source_columns)
        best = (fit + own + far * nearness_cost(level, basis)).argmin(axis=1)
        image[rows, columns] = level.image[source_rows[best], source_columns[best]]
        known[rows, columns] = True
    return replace(level, image=image)


def _next_ring(known: Flags) -> Flags:
    """Unknown pixels with a known neighbour."""
    padded = np.pad(known, 1)
    beside = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return np.asarray(beside & ~known)


def _windows(image: Floats) -> NDArray[np.float32]:
    edge = ((PATCH_RADIUS, PATCH_RADIUS), (PATCH_RADIUS, PATCH_RADIUS), (0, 0))
    return sliding_window_view(np.pad(image, edge, mode="reflect"), (SIZE, SIZE), axis=(0, 1))


def _flag_windows(flags: Flags) -> NDArray[np.float32]:
    return sliding_window_view(np.pad(flags, PATCH_RADIUS, mode="reflect").astype(np.float32), (SIZE, SIZE))
