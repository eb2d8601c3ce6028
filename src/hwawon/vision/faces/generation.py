"""Generations, by the garden's own limits of age; every age from 0 up has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

GENERATIONS = ("toddler", "child", "teenager", "young-adult", "adult", "middle-age", "elder")
OLDEST = (5.0, 12.0, 18.0, 25.0, 49.0, 64.0)  # the last age of each but the elder, with that age itself


def generation_of(age: float) -> str:
    """The generation of an age in years; half years belong to the older one where they pass a limit."""
    passed = sum(age > limit for limit in OLDEST)
    return GENERATIONS[passed]


def generation_shares(ages: Sequence[float]) -> Mapping[str, float]:
    """The likelihood of each generation, from that of 0, 1, 2 ... years."""
    shares = dict.fromkeys(GENERATIONS, 0.0)
    for age, share in enumerate(ages):
        shares[generation_of(age)] += share
    return shares
