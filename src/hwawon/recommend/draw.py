"""Drawing a slate from short-listed pictures, and the chance of each picture to be on it.

Scores are drawn from their posterior (a Thompson draw). Then each place takes the best picture that is left: its drawn
score less the tier of the place, less how much it looks like what is there already, times the dial.

The chance of a picture i is worked out with the scores of the others drawn anew, many times. Without i, the places go
to others, whose scores i would have to beat at one place at least: i is on the slate if and only if its own score is
above the lowest of these bars. Its score being normal, that chance is known without drawing it. So the estimate is
unbiased, smooth, and never 0 for what can be shown, however rare.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.tiers import TWIN, Places

ROUNDS = 192  # draws of the others, over all pictures of the slate
LEAST_ROUNDS = 2  # for each picture
LEAST_CHANCE = 1e-6

Floats = NDArray[np.float32]
_ROOT_HALF = math.sqrt(0.5)


@dataclass(frozen=True)
class Field:
    """n short-listed pictures: means and deviations above 0 of their scores, (n,).

    `tiers`, (4, n), by the kind of place; `alike`, (n, n), is the likeness 0..1 times the dial; `twins`, (n, n),
    near-twins; `lost`, (n,), what each loses by the pictures that lead the slate.
    """

    means: Floats
    spreads: Floats
    tiers: Floats
    alike: Floats
    twins: NDArray[np.bool_]
    lost: Floats

    def drawn(self, chance: np.random.Generator, rounds: int) -> Floats:
        """Scores, (rounds, n)."""
        noise = chance.standard_normal((rounds, len(self.means)), np.float32)
        return self.means + self.spreads * noise


def draw_slate(field: Field, places: Places, chance: np.random.Generator) -> list[tuple[int, int]]:
    """The pictures of one slate, and the kind of place that each has; fewer than places where there are no more."""
    kinds = places.kinds[chance.choice(len(places.chances), 1, p=places.chances)]
    chosen, _ = _filled(field, kinds, field.drawn(chance, 1), np.full(1, -1))
    count = min(kinds.shape[1], len(field.means))
    return [(int(chosen[0, place]), int(kinds[0, place])) for place in range(count)]


def chances_of(
    field: Field, places: Places, chosen: list[int], chance: np.random.Generator, rounds: int = ROUNDS
) -> NDArray[np.float64]:
    """The chance of each of these pictures to be on a slate, (len(chosen),)."""
    if not chosen:
        return np.zeros(0)
    each = max(LEAST_ROUNDS, rounds // len(chosen))
    without = np.repeat(np.array(chosen), each)
    kinds = places.kinds[chance.choice(len(places.chances), len(without), p=places.chances)]
    _, bars = _filled(field, kinds, field.drawn(chance, len(without)), without)
    means, spreads = field.means[without].tolist(), field.spreads[without].tolist()
    found = [above(*one) for one in zip(bars.tolist(), means, spreads, strict=True)]
    return np.asarray(np.array(found).reshape(len(chosen), each).mean(axis=1))


def above(bar: float, mean: float, spread: float) -> float:
    """The chance that a normal score is above a bar, as it is logged: never 0."""
    return max(LEAST_CHANCE, 0.5 * math.erfc(_ROOT_HALF * (bar - mean) / spread))


def _filled(
    field: Field, kinds: NDArray[np.int64], scores: Floats, without: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Floats]:
    """Fill the places of many slates, (R, n), at once, each without the picture `without`, (R,), unless that is -1.

    Returns the pictures, (R, n), and for each slate the score that the left out picture would need.
    """
    rounds, size = kinds.shape
    row = np.arange(rounds)
    out = without >= 0
    spread = scores.copy()
    spread[row[out], without[out]] = -np.inf
    lost = np.broadcast_to(field.lost, scores.shape)  # what a picture loses by those that are there already
    bars = np.full(rounds, np.inf, np.float32)
    chosen = np.full((rounds, size), -1)
    for place in range(size):
        tier = field.tiers[kinds[:, place]]
        standing = spread - tier - lost
        best = standing.argmax(axis=1)
        won = standing[row, best]
        bars = np.minimum(bars, won + tier[row, without] + lost[row, without])
        chosen[:, place] = np.where(won > -np.inf, best, -1)
        spread[row, best] = -np.inf
        lost = np.maximum(lost, field.alike[best] + TWIN * field.twins[best])
    return chosen, bars
