"""How long a job will take, from how long others took: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean, median

NEAREST = 10  # jobs of the past that decide the level
_ODD = 2.5  # a job so many times slower or quicker than most for its cost, as at a cold start, tells nothing
_NOISE = 0.1  # of the logarithm of a job's seconds
_SPREAD = 0.2  # of the exponent over devices, around 1: what is fixed in a job lowers it, attention raises it


@dataclass(frozen=True)
class Past:
    """A job that was done."""

    cost: float  # see `Effort.cost`
    seconds: float


def alike_s(seconds: Sequence[float]) -> float | None:
    """Of jobs of the same effort: the median, which one cold start does not move. None where there are none."""
    return median(seconds) if seconds else None


def scaled_s(cost: float, past: Sequence[Past]) -> float | None:
    """Seconds of a job of `cost`, from jobs of other costs; None where there are none.

    Seconds are taken as a power of the cost. The level is the median of the jobs whose cost is nearest.
    """
    known = [one for one in past if one.cost > 0 and one.seconds > 0]
    if cost <= 0 or not known:
        return None
    growth = growth_of(known)
    nearest = sorted(known, key=lambda one: abs(log(cost / one.cost)))[:NEAREST]
    return median(one.seconds * exp(growth * log(cost / one.cost)) for one in nearest)


def growth_of(past: Sequence[Past]) -> float:
    """The exponent of cost by which seconds grow.

    Least squares of the logarithms, drawn towards 1 as far as the jobs say little (ridge regression: Hoerl and Kennard
    1970), with the odd ones left out.
    """
    usual = median(one.seconds / one.cost for one in past)
    points = [(log(one.cost), log(one.seconds)) for one in past if 1 / _ODD < one.seconds / one.cost / usual < _ODD]
    if not points:
        return 1.0
    cost, seconds = (fmean(each) for each in zip(*points, strict=True))
    spread = sum((x - cost) ** 2 for x, _ in points) + (_NOISE / _SPREAD) ** 2
    excess = sum((x - cost) * ((y - seconds) - (x - cost)) for x, y in points)
    return max(0.0, 1 + excess / spread)
