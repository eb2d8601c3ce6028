"""Which places of a slate are for which pictures, as tiers: a lower one comes first, whatever the scores are.

One comparison thereby holds the whole chain: a place takes what it is for; where nothing of that is left, the next
wider circle; near-twins before another emotion, and what the visitor dislikes only where nothing else is there.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OWN_SHARE = 0.8  # of a slate is of the visitor's emotion, where that is known
WIDER = 100.0  # the width of a tier; scores stay far below
SPECIAL = 50.0  # a place for starred or fresh pictures that takes another
TWIN = 400.0
OTHER_EMOTION = 550.0  # more than a near-twin of the visitor's own that is not of the favorite either
DISLIKED = 1000.0
OWN, STARRED, FRESH, ANY = range(4)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Places:
    """The kinds of places, (C, n), of slates that are drawn with the chances `chances`, (C,)."""

    kinds: NDArray[np.int64]
    chances: NDArray[np.float64]


def places(size: int, starred_share: float, fresh_share: float) -> Places:
    """Places for `size` pictures. What a share leaves of a place is drawn: on average the share is kept.

    The best picture leads; places for starred and fresh ones stand behind those of the emotion, open ones at the end.
    """
    open_ = math.floor((1 - OWN_SHARE) * size + 1e-9)
    own = size - open_
    found: list[tuple[list[int], float]] = []
    for starred, first in _counts(starred_share * size):
        for fresh, second in _counts(fresh_share * size):
            stars = min(starred, own)
            news = min(fresh, own - stars)
            kinds = [OWN] * (own - stars - news) + [FRESH] * news + [STARRED] * stars + [ANY] * open_
            found.append((kinds, first * second))
    wanted = [one for one in found if one[1] > 0]
    return Places(np.array([one[0] for one in wanted], np.int64).reshape(len(wanted), size), _of(wanted))


def _of(wanted: list[tuple[list[int], float]]) -> NDArray[np.float64]:
    chances = np.array([one[1] for one in wanted])
    return np.asarray(chances / chances.sum())


def _counts(expected: float) -> tuple[tuple[int, float], ...]:
    """The whole numbers around a number, and their chances."""
    low = math.floor(expected + 1e-9)
    rest = max(0.0, expected - low)
    return ((low, 1 - rest), (low + 1, rest))


def tiers(
    is_own: NDArray[np.bool_],
    is_wished: NDArray[np.bool_],
    is_starred: NDArray[np.bool_],
    is_fresh: NDArray[np.bool_],
    is_disliked: NDArray[np.bool_],
) -> Floats:
    """For each kind of place, (4, n), the tier of each picture.

    `is_own`: of the visitor's emotion; `is_wished`: of the favorite; each true everywhere where there is none.
    """
    wider = np.where(is_wished, 0.0, WIDER) + OTHER_EMOTION * ~is_own
    any_ = np.where(is_wished, 0.0, WIDER)
    rows = np.stack([wider, wider + SPECIAL * ~is_starred, wider + SPECIAL * ~is_fresh, any_])
    return np.asarray(rows + DISLIKED * is_disliked, np.float32)
