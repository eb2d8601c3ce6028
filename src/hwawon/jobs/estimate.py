"""How long a job will take, from how long others took: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log
from statistics import median

NEAREST = 10  # jobs of the past that are heard
_USUAL_GROWTH = 1.0  # seconds grow as the cost does, where the past shows one cost only
_MOST_GROWTH = 1.5  # attention grows faster than the pixels, but not alone
_APART = log(1.2)  # costs closer than this say nothing of growth


@dataclass(frozen=True)
class Past:
    """A job that was done."""

    cost: float  # see `Effort.cost`
    seconds: float


def alike_s(seconds: Sequence[float]) -> float | None:
    """Of jobs of the same effort: the median, which one cold start does not move. None where there are none."""
    return median(seconds) if seconds else None


def scaled_s(cost: float, past: Sequence[Past]) -> float | None:
    """Seconds of a job of `cost`, from jobs of other costs, newest first; None where there are none.

    Seconds are taken as a power of the cost. Its exponent is the median over all pairs of jobs (Theil 1950, Sen 1968),
    so that few odd jobs do not bend it; the level is the median of the jobs whose cost is nearest.
    """
    known = [one for one in past if one.cost > 0 and one.seconds > 0]
    if cost <= 0 or not known:
        return None
    growth = growth_of(known)
    nearest = sorted(known, key=lambda one: abs(log(cost / one.cost)))[:NEAREST]
    return median(one.seconds * exp(growth * log(cost / one.cost)) for one in nearest)


def growth_of(past: Sequence[Past]) -> float:
    """The exponent of cost by which seconds grow, 0 to 1.5."""
    pairs = ((log(b.cost / a.cost), log(b.seconds / a.seconds)) for a, b in combinations(past, 2))
    slopes = [seconds / cost for cost, seconds in pairs if abs(cost) >= _APART]
    return min(_MOST_GROWTH, max(0.0, median(slopes))) if slopes else _USUAL_GROWTH
