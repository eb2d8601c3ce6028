"""How much pictures look alike: by their vectors, else by their words; and which are near-twins."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.pictures import Pictures

TWIN_COSINE = 0.97
TWIN_BITS = 3  # of 64, between pictures of any cells; within a cell the pool's clusters tell
SAME_EMOTION = 0.25  # likeness of pictures without vectors
SAME_WORD = 0.2  # each of season, weather, time

Floats = NDArray[np.float32]


def unit_vectors(pictures: Pictures, places: Sequence[int] | NDArray[Any]) -> Floats:
    """Vectors of length 1, (n, 256); of a picture without one, zeros."""
    found = pictures.vectors[places].astype(np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-6), np.float32)


def likeness(pictures: Pictures, places: NDArray[Any], vectors: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """How alike these pictures are, 0..1, (n, n), and which are near-twins of each other."""
    known = pictures.has_vector[places]
    both = known[:, None] & known[None, :]
    cosines = np.clip(vectors @ vectors.T, 0.0, 1.0) if known.any() else np.zeros(both.shape, np.float32)
    facets = pictures.facets[places]
    words = SAME_EMOTION * (facets[:, None, 0] == facets[None, :, 0]).astype(np.float32)
    for facet in (1, 2, 3):
        words += SAME_WORD * (facets[:, None, facet] == facets[None, :, facet])
    cluster, print_ = pictures.cluster[places], pictures.fingerprint[places]
    twins = (cluster[:, None] == cluster[None, :]) & (cluster > 0)
    bits = np.bitwise_count(print_[:, None] ^ print_[None, :])
    twins |= (bits <= TWIN_BITS) & (print_ > 0) & (print_ > 0)[:, None]
    twins |= both & (cosines >= TWIN_COSINE)
    np.fill_diagonal(twins, val=False)
    return np.where(both, cosines, words).astype(np.float32), twins


def taste(pictures: Pictures, liked: Sequence[int], disliked: Sequence[int], vectors: Floats) -> Floats:
    """How much pictures with these vectors, (n, 256), look like what a visitor likes, -1..1; 0 where nothing is known.

    The more likes with vectors there are, the surer it is.
    """
    ups = [one for one in liked if pictures.has_vector[one]]
    downs = [one for one in disliked if pictures.has_vector[one]]
    if not ups and not downs:
        return np.zeros(len(vectors), np.float32)
    wanted = unit_vectors(pictures, ups).sum(axis=0) - 0.5 * unit_vectors(pictures, downs).sum(axis=0)
    length = float(np.linalg.norm(wanted))
    count = len(ups) + len(downs)
    return np.asarray(vectors @ (wanted / max(length, 1e-6)) * (count / (count + 2)), np.float32)
