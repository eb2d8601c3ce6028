"""A range of years out of the likelihood of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

LOW, HIGH = 0.1, 0.9  # the parts of the likelihood that lie below the range and up to its end


def age_range(ages: Sequence[float]) -> tuple[int, int]:
    """From the year below which a tenth of the likelihood lies to that up to which nine tenths lie."""
    passed = list(accumulate(ages))
    low, high = (bisect_left(passed, part * passed[-1]) for part in (LOW, HIGH))
    return low, min(high, len(ages) - 1)
