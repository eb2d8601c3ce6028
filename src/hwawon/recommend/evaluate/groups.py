"""Whether all groups of visitors are served alike; groups too small to hide a person are left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hwawon.recommend.evaluate.intervals import Estimate, ratio_of

SMALLEST_GROUP = 20  # visitors or slates, below which a group is not told of
ATTRIBUTES = ("generation", "gender", "emotion")


@dataclass(frozen=True)
class GroupResult:
    """One group, such as gender = Female."""

    attribute: str
    value: str
    estimate: Estimate


def by_group(
    groups: Sequence[Mapping[str, str]],
    above: Sequence[float],
    below: Sequence[float] | None = None,
    smallest: int = SMALLEST_GROUP,
) -> tuple[GroupResult, ...]:
    """sum(above) / sum(below) of each group that has at least `smallest` rows; `below` left out: the mean.

    (N,) each, a row being a visitor or a slate. Rows of which an attribute is unknown belong to none of its groups.
    """
    lower = [1.0] * len(above) if below is None else below
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        for attribute in ATTRIBUTES:
            if value := group.get(attribute):
                rows[attribute, value].append(row)
    upper_of, lower_of = np.asarray(above, np.float64), np.asarray(lower, np.float64)
    return tuple(
        GroupResult(attribute, value, ratio_of(upper_of[which], lower_of[which]))
        for (attribute, value), which in sorted(rows.items())
        if len(which) >= smallest
    )


def widest_gap(results: Sequence[GroupResult]) -> float:
    """The largest difference between two groups of one attribute; 0 where there are not two."""
    values: dict[str, list[float]] = defaultdict(list)
    for one in results:
        values[one.attribute].append(one.estimate.value)
    return max((max(found) - min(found) for found in values.values()), default=0.0)
