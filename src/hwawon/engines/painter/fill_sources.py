"""Which places may be copied from, and which of them are preferred."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.fill_levels import PATCH_RADIUS, Flags, Floats, Level
from hwawon.engines.painter.fill_match import product

RING_SAMPLES = 400
ALIKE = 0.06  # colours (0..1, Euclidean) closer than this to one beside the hole cost nothing
FOREIGN_COST = 60.0  # per squared colour distance beyond that
SEED_COST = 0.25  # how much the seed may move the choice


def penalty_of(level: Level, seed_field: Floats) -> Floats:
    """Cost (H, W) of each source: what looks like nothing beside the hole costs more, so that no face grows into it.

    Args:
        seed_field: small (h, w) field 0..1 that makes seeds prefer different places.
    """
    height, width = level.shape
    by_seed = cv2.resize(seed_field, (width, height), interpolation=cv2.INTER_LINEAR) * np.float32(SEED_COST)
    size = 2 * PATCH_RADIUS + 1
    smooth: Floats = np.asarray(cv2.blur(np.ascontiguousarray(level.image[..., :3]), (size, size)), np.float32)
    ring = _ring(level)
    if not ring.any():
        return by_seed.astype(np.float32)
    beside = smooth[ring]
    beside = beside[:: max(1, len(beside) // RING_SAMPLES)]
    distance = np.sqrt(_nearest_colour(smooth[level.sources], beside))
    penalty = np.zeros(level.shape, np.float32)
    penalty[level.sources] = FOREIGN_COST * np.square(np.maximum(0, distance - ALIKE))
    return penalty + by_seed.astype(np.float32)


def _ring(level: Level) -> Flags:
    """Sources close to the hole."""
    reach = 2 * PATCH_RADIUS + 3 + int(level.depth.max() / 3)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near = cv2.dilate(level.hole.astype(np.uint8), kernel) > 0
    return np.asarray(near & level.sources)


def _nearest_colour(colours: Floats, samples: Floats) -> Floats:
    """Squared distance (N,) of each colour to the nearest sample."""
    best = np.empty(len(colours), np.float32)
    own = np.einsum("nd,nd->n", samples, samples)
    for start in range(0, len(colours), 16384):
        part = colours[start : start + 16384]
        best[start : start + 16384] = (own - 2 * product(part, samples.T)).min(axis=1) + np.einsum(
            "nd,nd->n", part, part
        )
    return np.maximum(best, 0)
