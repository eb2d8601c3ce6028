"""What another way of choosing would have earned, from a log of pictures shown with known probabilities.

Each shown picture counts by weight = (probability that the other way shows it) / (probability that it was shown).
Weights of a whole slate's pictures stay together when intervals are drawn, because they were chosen together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.evaluate.intervals import Estimate, ratio_of

USUAL_CLIP = 20.0
SMALLEST_PROPENSITY = 1e-6

Values = NDArray[np.float64]


@dataclass(frozen=True)
class OffPolicy:
    """Likes for each shown picture under the other way of choosing."""

    ips: Estimate  # without bias, but one rare picture may carry it all
    snips: Estimate  # divided by the sum of the weights; steadier
    clipped: Estimate  # SNIPS with no weight above the clip; steadiest, drawn towards what was shown
    effective: float  # pictures that the weights amount to: far below `count` the estimate hangs on few
    support: float  # 0..1: of the shown pictures, those that the other way could have shown


def weights_of(target: Values, propensity: Values) -> Values:
    """How much each shown picture counts, (N,).

    Raises:
        ValueError: a propensity not above 0 or above 1: the log cannot be used.
    """
    if propensity.size and not (propensity.min() > 0 and propensity.max() <= 1):
        raise ValueError(f"expected propensities above 0 and up to 1, got {propensity.min()} to {propensity.max()}")
    return target / np.maximum(propensity, SMALLEST_PROPENSITY)


def off_policy(
    liked: Values,
    target: Values,
    propensity: Values,
    slates: NDArray[np.int64],
    clip: float = USUAL_CLIP,
    seed: int = 0,
) -> OffPolicy:
    """The value of a way of choosing from pictures shown by another.

    All (N,), one row a shown picture: `liked` 0 or 1, `target` the probability that the way to be judged shows it,
    `propensity` that with which it was shown, `slates` the number 0..S-1 of its slate.

    Raises:
        ValueError: see `weights_of`.
    """
    weights = weights_of(target, propensity)
    low = np.minimum(weights, clip)
    count = int(slates.max()) + 1 if slates.size else 0

    def by_slate(values: Values) -> Values:
        return np.bincount(slates, values, count).astype(np.float64)

    squares = float((weights**2).sum())
    return OffPolicy(
        ratio_of(by_slate(weights * liked), by_slate(np.ones(len(liked))), seed),
        ratio_of(by_slate(weights * liked), by_slate(weights), seed),
        ratio_of(by_slate(low * liked), by_slate(low), seed),
        float(weights.sum()) ** 2 / squares if squares else 0.0,
        float((target > 0).mean()) if target.size else 0.0,
    )
