"""Ways of choosing judged on what visitors liked later: every way gets the same trials and the same pictures."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.evaluate.intervals import Estimate, mean_of
from hwawon.recommend.evaluate.ranking import coverage, diversity, hits_of, marks
from hwawon.recommend.evaluate.splits import Like, Trial

PLACES = (5, 10, 25)
LONGEST = max(PLACES)
_MOST_LISTS = 500  # whose diversity is measured

Vectors = Mapping[str, NDArray[np.float32]]


class Ranker(Protocol):
    """A way of choosing."""

    def rank(self, trial: Trial, size: int) -> Sequence[str]:
        """The best pictures for this visitor, best first, without those known to be liked."""


@dataclass(frozen=True)
class Outcome:
    """How one way did. `each`: its marks of every trial by name, such as "ndcg@10", (trials,)."""

    name: str
    each: Mapping[str, NDArray[np.float64]] = field(repr=False)
    coverage: float  # of the pictures on offer, those in somebody's first 25
    diversity: float | None  # None: no vectors
    lists: int

    def estimate(self, mark: str) -> Estimate:
        """The mean of one mark over the visitors."""
        return mean_of(self.each[mark])

    def as_json(self) -> dict[str, object]:
        """Every mark with its interval."""
        told = {name: vars(self.estimate(name)) for name in self.each}
        return {"name": self.name, "marks": told, "coverage": self.coverage, "diversity": self.diversity}


def replay(name: str, ranker: Ranker, trials: Sequence[Trial], offered: int, vectors: Vectors | None = None) -> Outcome:
    """One way over all trials; `offered`: how many pictures it could choose from."""
    lists = [list(ranker.rank(trial, LONGEST))[:LONGEST] for trial in trials]
    each: dict[str, list[float]] = {}
    for trial, ranked in zip(trials, lists, strict=True):
        hits, wanted = hits_of(ranked, trial.wanted), len(trial.wanted)
        for k in PLACES:
            found = marks(hits, wanted, k)
            each.setdefault(f"ndcg@{k}", []).append(found.ndcg)
            each.setdefault(f"precision@{k}", []).append(found.precision)
            each.setdefault(f"recall@{k}", []).append(found.recall)
        each.setdefault(f"mrr@{LONGEST}", []).append(marks(hits, wanted, LONGEST).mrr)
    arrays = {mark: np.array(values) for mark, values in each.items()}
    return Outcome(name, arrays, coverage(lists, offered), _mean_diversity(lists, vectors), len(lists))


def gain(better: Outcome, base: Outcome, mark: str = "ndcg@10") -> Estimate:
    """By how much one way's mark exceeds the other's, visitor by visitor; both ways have the same trials."""
    return mean_of(better.each[mark] - base.each[mark])


class Popular:
    """The pictures with most likes first, to everybody."""

    def __init__(self, likes: Iterable[Like], offered: Sequence[str]) -> None:
        counts = Counter(one.item for one in likes)
        self._order = sorted(offered, key=lambda item: (-counts[item], item))

    def rank(self, trial: Trial, size: int) -> list[str]:
        """See `Ranker`."""
        known = set(trial.known)
        ahead = self._order[: size + len(known)]
        return [item for item in ahead if item not in known][:size]


class Random:
    """Any pictures, to everybody others; the same for the same visitor."""

    def __init__(self, offered: Sequence[str], seed: int = 0) -> None:
        self._offered = offered
        self._seed = seed

    def rank(self, trial: Trial, size: int) -> list[str]:
        """See `Ranker`."""
        dice, known = random.Random(f"{self._seed} {trial.visitor}"), set(trial.known)
        drawn = dice.sample(self._offered, min(len(self._offered), size + len(known)))
        return [item for item in drawn if item not in known][:size]


def _mean_diversity(lists: Sequence[Sequence[str]], vectors: Vectors | None) -> float | None:
    if not vectors or not lists:
        return None
    length = len(next(iter(vectors.values())))
    nothing = np.zeros(length, np.float32)
    judged = lists[:_MOST_LISTS]
    return float(np.mean([diversity(np.array([vectors.get(item, nothing) for item in one[:10]])) for one in judged]))
