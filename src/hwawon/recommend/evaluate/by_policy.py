"""What each policy earned, and what random and popular choice would have earned with the same visitors."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.evaluate.groups import GroupResult, by_group
from hwawon.recommend.evaluate.intervals import Estimate, mean_of, ratio_of
from hwawon.recommend.evaluate.logs import ShownLog
from hwawon.recommend.evaluate.offpolicy import OffPolicy, off_policy

POPULAR_PICTURES = 25


@dataclass(frozen=True)
class PolicyResult:
    """One policy over its own slates."""

    name: str
    slates: int
    pictures: int
    likes: int
    liked_slates: Estimate  # 0..1: slates of which at least one picture was liked
    rate: Estimate  # likes for each shown picture
    random: OffPolicy  # the rate that random choice would have had with this policy's visitors
    popular: OffPolicy
    groups: tuple[GroupResult, ...]  # likes for each shown picture


def by_policy(log: ShownLog, offered: int, popular: Iterable[str]) -> tuple[PolicyResult, ...]:
    """The policies in the log, by name.

    `offered`: pictures that visitors could be shown. `popular`: those that were liked most before the log begins.
    """
    best = frozenset(popular)
    names = np.array(log.policies, dtype=object)
    return tuple(_result(name, log, names[log.slates] == name, offered, best) for name in sorted(set(log.policies)))


def most_popular(items: Iterable[str], most: int = POPULAR_PICTURES) -> list[str]:
    """The items that come most often, the first by name where several come alike."""
    counts = Counter(items)
    return sorted(counts, key=lambda item: (-counts[item], item))[:most]


def _result(name: str, log: ShownLog, mine: NDArray[np.bool_], offered: int, best: frozenset[str]) -> PolicyResult:
    numbers, slates = np.unique(log.slates[mine], return_inverse=True)
    liked, propensity = log.liked[mine], log.propensity[mine]
    sizes = np.bincount(slates).astype(np.float64)
    likes = np.bincount(slates, liked).astype(np.float64)
    among = np.fromiter((log.items[row] in best for row in np.flatnonzero(mine)), np.bool_, int(mine.sum()))
    return PolicyResult(
        name,
        len(numbers),
        int(mine.sum()),
        int(liked.sum()),
        mean_of((likes > 0).astype(np.float64)),
        ratio_of(likes, sizes),
        off_policy(liked, _evenly(sizes, slates, offered), propensity, slates),
        off_policy(liked, among * _evenly(sizes, slates, len(best)), propensity, slates),
        _groups([log.groups[number] for number in numbers], likes, sizes),
    )


def _evenly(sizes: NDArray[np.float64], slates: NDArray[np.int64], among: int) -> NDArray[np.float64]:
    """The probability that one of `among` pictures, all alike, is in a slate of its size."""
    return np.minimum(1.0, sizes[slates] / max(among, 1))


def _groups(
    groups: Sequence[Mapping[str, str]], likes: NDArray[np.float64], sizes: NDArray[np.float64]
) -> tuple[GroupResult, ...]:
    return by_group(groups, likes.tolist(), sizes.tolist())
