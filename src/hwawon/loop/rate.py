"""Shares with their uncertainty, and whether one has fallen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

Z = 1.959963984540054  # of 95 %


@dataclass(frozen=True)
class Rate:
    """A share of `hits` in `tries`, with the interval of Wilson, of 95 %; None and 0..1 where nothing was tried."""

    hits: int
    tries: int

    @property
    def value(self) -> float | None:
        return self.hits / self.tries if self.tries else None

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high, 0..1. Wilson's holds for few tries and for shares near 0, where the usual one leaves 0..1."""
        if not self.tries:
            return 0.0, 1.0
        share, weight = self.hits / self.tries, Z * Z / self.tries
        middle = share + weight / 2
        spread = Z * math.sqrt(share * (1 - share) / self.tries + weight / (4 * self.tries))
        low, high = (middle - spread) / (1 + weight), (middle + spread) / (1 + weight)
        return max(0.0, low), min(1.0, high)

    def is_below(self, other: "Rate") -> bool:
        """Whether it is lower by more than chance: the intervals do not touch."""
        return self.interval[1] < other.interval[0]


def halves(shown: Mapping[int, int], liked: Mapping[int, int]) -> tuple[Rate, Rate] | None:
    """The earlier and the later days, each with about half of the times shown; None where all was on one day."""
    days = sorted(shown)
    if len(days) < 2:
        return None
    total, seen, cut = sum(shown.values()), 0, len(days) - 1
    for place, day in enumerate(days[:-1], 1):
        seen += shown[day]
        if 2 * seen >= total:
            cut = place
            break
    earlier, later = days[:cut], days[cut:]
    return _over(earlier, shown, liked), _over(later, shown, liked)


def _over(days: list[int], shown: Mapping[int, int], liked: Mapping[int, int]) -> Rate:
    return Rate(sum(liked.get(day, 0) for day in days), sum(shown[day] for day in days))
