"""Measures of one ranked list against the pictures that were liked afterwards.

A list is given as its hits: bool (K,), whether the picture in each place, best first, is among the wanted ones. Lists
are never sampled: every picture that could be shown takes part, because ranks among a few drawn ones mislead.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hits = NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """What one list of `k` places is worth, each 0..1."""

    precision: float  # of the places, those that hold a wanted picture
    recall: float  # of the wanted pictures, those in the list
    ndcg: float  # as recall, but a place further down counts less; 1: the wanted ones lead
    mrr: float  # 1 / the place of the first wanted one


def hits_of(ranked: Sequence[str], wanted: Collection[str]) -> Hits:
    """Which places of a list hold a wanted picture, (len(ranked),)."""
    return np.fromiter((one in wanted for one in ranked), np.bool_, len(ranked))


def marks(hits: Hits, wanted: int, k: int) -> Marks:
    """The first `k` places of a list, of which `wanted` pictures would be right.

    Raises:
        ValueError: k or wanted below 1: such a list says nothing.
    """
    if k < 1 or wanted < 1:
        raise ValueError(f"expected k and wanted of at least 1, got {k} and {wanted}")
    places = np.flatnonzero(hits[:k])
    gained = float(_gains(k)[places].sum())
    first = 1.0 / (int(places[0]) + 1) if places.size else 0.0
    best = float(_gains(k)[: min(wanted, k)].sum())
    return Marks(places.size / k, places.size / wanted, gained / best, first)


def coverage(lists: Sequence[Sequence[str]], offered: int) -> float:
    """The share, 0..1, of the pictures on offer that stand in at least one of the lists; 0 where none are on offer."""
    return len({one for shown in lists for one in shown}) / offered if offered else 0.0


def diversity(vectors: NDArray[np.float32]) -> float:
    """The mean distance, 0..2, between two pictures of a list: 1 less the cosine of their vectors, (K, D).

    0 where there are fewer than two. A picture without a vector, all zeros, is at distance 1 from every other.
    """
    count = len(vectors)
    if count < 2:
        return 0.0
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros(vectors.shape), where=lengths > 0)
    alike = unit @ unit.T
    return float(1.0 - (alike.sum() - np.trace(alike)) / (count * (count - 1)))


def gini(counts: NDArray[np.int64]) -> float:
    """How unevenly pictures are shown, 0..1, from the times each was, (N,): 0 all alike, near 1 one alone."""
    total = float(counts.sum())
    if not counts.size or total <= 0:
        return 0.0
    ordered = np.sort(counts)
    ranks = np.arange(1, counts.size + 1)
    return float((2 * (ranks * ordered).sum() / total - counts.size - 1) / counts.size)


def _gains(k: int) -> NDArray[np.float64]:
    return np.array([1.0 / math.log2(place + 2) for place in range(k)])
