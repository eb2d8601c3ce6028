"""EASE: which pictures go with which, solved in one step from all visitors' likes together.

H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", 2019: the weights that foretell each picture's likes
from the others' by least squares, with nothing on the diagonal, are -P / diag(P), where P is the inverse of the
pictures' likes in common plus a ridge. Likes count less the older they are. Only the strongest neighbours of each
picture are kept, so that a model is some megabytes and answers in well under a millisecond.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.evaluate.splits import Like

MOST_ITEMS = 5_000  # a dense inverse: 5,000 take about 20 s on two cores and 0.5 GB
MOST_LIKES = 100  # of one visitor, the newest: who likes everything says little
NEIGHBOURS = 200
RIDGE = 20.0
HALF_LIFE_S = 60 * 86_400.0
_PAIRS_AT_ONCE = 1_000_000
_ROWS_AT_ONCE = 256

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class DeepModel:
    """What a like of each picture says for others: `neighbours` and `weights`, (N, K), the strongest first.

    A place without a neighbour has the weight 0.
    """

    items: tuple[str, ...]
    neighbours: NDArray[np.int32]
    weights: Weights

    def scores(self, liked: Sequence[int]) -> Weights:
        """How well each picture, (N,), goes with the liked ones, given as indices into `items`; 0 where unknown."""
        found = np.zeros(len(self.items), np.float32)
        chosen = np.asarray(liked, np.int64)
        np.add.at(found, self.neighbours[chosen].ravel(), self.weights[chosen].ravel())
        return found


def train(likes: Sequence[Like], *, most_items: int = MOST_ITEMS, ridge: float = RIDGE) -> DeepModel:
    """A model of these likes; the same likes, in any order, give the same model to the last bit.

    The age of a like is counted from the newest of them, not from the clock.
    """
    items = most_liked(likes, most_items)
    number = {item: place for place, item in enumerate(items)}
    newest_s = max((one.moment_s for one in likes), default=0)
    common = np.zeros((len(items), len(items)), np.float64)
    for rows, columns, values in _pairs(likes, number, newest_s):
        np.add.at(common, (rows, columns), values)
    return _solved(items, common, ridge)


def most_liked(likes: Sequence[Like], most: int) -> tuple[str, ...]:
    """The pictures with most likes, at most `most`, in the order of their keys."""
    counts: dict[str, int] = defaultdict(int)
    for one in likes:
        counts[one.item] += 1
    best = sorted(counts, key=lambda item: (-counts[item], item))[:most]
    return tuple(sorted(best))


def _pairs(
    likes: Sequence[Like], number: dict[str, int], newest_s: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Pictures liked by the same visitor, each with each, and what the pair counts; some at a time."""
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    waiting = 0
    for liked in _by_visitor(likes, number):
        which = np.array([number[one.item] for one in liked], np.int64)
        worth = np.array([0.5 ** ((newest_s - one.moment_s) / HALF_LIFE_S) for one in liked])
        rows.append(np.repeat(which, len(which)))
        columns.append(np.tile(which, len(which)))
        values.append(np.sqrt(np.outer(worth, worth)).ravel())
        waiting += len(which) ** 2
        if waiting >= _PAIRS_AT_ONCE:
            yield np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
            rows, columns, values, waiting = [], [], [], 0
    if rows:
        yield np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


def _by_visitor(likes: Sequence[Like], number: dict[str, int]) -> Iterator[list[Like]]:
    """Visitors in the order of their ids, the newest likes of each: sums of decimals depend on the order."""
    people: dict[str, list[Like]] = defaultdict(list)
    for one in likes:
        if one.item in number:
            people[one.visitor].append(one)
    for name in sorted(people):
        yield sorted(people[name], key=lambda one: (one.moment_s, one.item))[-MOST_LIKES:]


def _solved(items: tuple[str, ...], common: NDArray[np.float64], ridge: float) -> DeepModel:
    count = len(items)
    if not count:
        return DeepModel(items, np.zeros((0, 0), np.int32), np.zeros((0, 0), np.float32))
    common[np.diag_indices(count)] += ridge
    says = np.linalg.inv(common)  # says[i, j]: what a like of i says for j
    says /= -np.diag(says).copy()
    np.fill_diagonal(says, 0.0)
    parts = [_strongest(says[start : start + _ROWS_AT_ONCE]) for start in range(0, count, _ROWS_AT_ONCE)]
    return DeepModel(items, np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]))


def _strongest(says: NDArray[np.floating[Any]]) -> tuple[NDArray[np.int32], Weights]:
    """Of each row the strongest columns, and their weights; some rows at a time spare memory."""
    which = np.argsort(-np.abs(says), axis=1, kind="stable")[:, :NEIGHBOURS]
    return which.astype(np.int32), np.take_along_axis(says, which, axis=1).astype(np.float32)
