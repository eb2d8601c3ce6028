"""Means with their uncertainty: visitors are drawn again, with replacement, and the middle 95 % of the means kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
_LEVEL = (2.5, 97.5)  # percent
_AT_ONCE = 2_000_000  # numbers held while drawing

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value, its interval of 95 %, and of how many visitors, slates or pictures it tells."""

    value: float
    low: float
    high: float
    count: int

    def is_above(self, other: "Estimate") -> bool:
        """Whether it is higher by more than chance: the intervals do not touch."""
        return self.low > other.high


def mean_of(values: Sequence[float] | Values, seed: int = 0) -> Estimate:
    """The mean of one value a visitor, (N,); all zero where there is none."""
    return ratio_of(values, np.ones(len(values)), seed)


def ratio_of(above: Sequence[float] | Values, below: Sequence[float] | Values, seed: int = 0) -> Estimate:
    """sum(above) / sum(below), (N,) each, drawn together; 0 wherever the lower sum is 0.

    A row is what is drawn: let it be a visitor or a slate, never one of several pictures that were chosen together.
    """
    upper, lower = np.asarray(above, np.float64), np.asarray(below, np.float64)
    if not upper.size:
        return Estimate(0.0, 0.0, 0.0, 0)
    drawn = _sums(np.stack([upper, lower], axis=1), seed)
    ratios = np.divide(drawn[:, 0], drawn[:, 1], out=np.zeros(len(drawn)), where=drawn[:, 1] != 0)
    low, high = np.percentile(ratios, _LEVEL)
    total = float(lower.sum())
    return Estimate(float(upper.sum()) / total if total else 0.0, float(low), float(high), int(upper.size))


def _sums(rows: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """(DRAWS, columns): the sums of as many rows as there are, drawn with replacement."""
    dice, count = np.random.default_rng(seed), len(rows)
    step = max(1, _AT_ONCE // count)
    sums = []
    for start in range(0, DRAWS, step):
        chosen = dice.integers(0, count, (min(step, DRAWS - start), count))
        sums.append(rows[chosen].sum(axis=1))
    return np.concatenate(sums)
