"""The best of many numbers, found without sorting them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK = 64
_LOWEST = -1e30


def best_places(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the `count` largest scores, best first; equal ones by their place.

    The largest `count` lie in the `count` blocks with the largest maxima, so only those are looked into.
    """
    if len(scores) <= 4 * _BLOCK or count * _BLOCK >= len(scores):
        return _sorted_best(scores, np.arange(len(scores)), count)
    whole = len(scores) - len(scores) % _BLOCK
    maxima = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    bound = np.partition(maxima, -count)[-count] if count < len(maxima) else -np.inf
    blocks = np.flatnonzero(maxima >= bound)
    inside = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
    places = np.concatenate([inside, np.arange(whole, len(scores))])
    return _sorted_best(scores, places[scores[places] >= bound], count)


def _sorted_best(scores: NDArray[np.float32], places: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    values = scores[places]
    if len(places) > count:
        bound = np.partition(values, -count)[-count]
        places = places[values >= bound]
        values = scores[places]
    return np.asarray(places[np.argsort(-values, kind="stable")][:count], np.int64)


@dataclass(frozen=True)
class Cut:
    """The best that were taken, `places`; `last` is the score of the last, to a hair, of which a share was taken."""

    places: NDArray[np.int64]
    last: float
    hair: float
    share: float

    def chances(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """How probable it was that pictures with these scores would be taken."""
        return np.where(scores > self.last + self.hair, 1.0, np.where(scores >= self.last - self.hair, self.share, 0.0))


def drawn_best(scores: NDArray[np.float32], count: int, chance: np.random.Generator) -> Cut:
    """The `count` largest scores above -inf; of those that are as good as the last, each with the same chance."""
    last = float(scores[best_places(scores, count)[-1]]) if 0 < count < len(scores) else -math.inf
    if last == -math.inf or not count:
        return Cut(np.flatnonzero(scores > (-math.inf if count else math.inf)), _LOWEST, 0.0, 1.0)
    hair = 1e-5 * max(1.0, abs(last))  # the same numbers, multiplied elsewhere, may differ in the last bit
    near = np.flatnonzero(scores >= last - hair)
    equal = near[scores[near] <= last + hair]
    surely = near[scores[near] > last + hair]
    room = count - len(surely)
    taken = chance.choice(equal, room, replace=False) if room < len(equal) else equal
    return Cut(np.concatenate([surely, taken]), last, hair, len(taken) / len(equal))
