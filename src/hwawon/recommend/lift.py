"""What goes with the pictures that a visitor likes: how much more often than by chance others like both.

For pictures i and j with n likes each, c visitors who like both, and V visitors who like anything, the lift is
log((c + 1) / (n_i n_j / V + 1)); the sum over the k pictures that the visitor likes counts 0.5 / sqrt(k).
"""

import math
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.model import Model
from hwawon.recommend.pictures import grown

WEIGHT = 0.5
SHRINK = 1.0
MOST_LIKES = 50  # of the visitor, the newest
KEPT_BYTES = 48 * 1024 * 1024

Floats = NDArray[np.float32]


class Together:
    """How often pictures are liked together; rows are counted when they are first asked for, then kept up to date."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rows: OrderedDict[int, NDArray[np.int32]] = OrderedDict()
        self._sparse: dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}  # of some of the rows

    def row(self, picture: int) -> NDArray[np.int32]:
        """For each picture, (N,), by how many visitors it is liked together with `picture`."""
        size = len(self._model.pictures)
        found = self._rows.get(picture)
        if found is None:
            found = self._model.ledger.liked_together(picture)
        found = self._rows[picture] = grown(found, size)
        self._rows.move_to_end(picture)
        while len(self._rows) > max(16, KEPT_BYTES // (4 * max(1, size))):
            self._sparse.pop(self._rows.popitem(last=False)[0], None)
        return found[:size]

    def count(self, others: Sequence[int], picture: int, sign: int) -> None:
        """A visitor who likes the `others` likes `picture` now, 1, or no longer, -1."""
        size = len(self._model.pictures)
        for one, row in ((one, self._rows.get(one)) for one in others):
            if row is not None:
                row = self._rows[one] = grown(row, size)
                row[picture] += sign
                self._sparse.pop(one, None)
        if picture in self._rows:
            self._sparse.pop(picture, None)
            row = self._rows[picture] = grown(self._rows[picture], size)
            np.add.at(row, [*others, picture], sign)

    def lift(self, liked: Sequence[int]) -> Floats:
        """The sum of lifts, weighed, for each picture, (N,)."""
        size, chosen = len(self._model.pictures), list(liked)[-MOST_LIKES:]
        if not chosen:
            return np.zeros(size, np.float32)
        total = self._by_chance(chosen)
        for picture in chosen:
            places, lifts = self._lifted(picture)
            total[places] += lifts
        return np.asarray(total * (WEIGHT / math.sqrt(len(chosen))), np.float32)

    def because(self, picture: int, liked: Sequence[int]) -> int | None:
        """Which of the liked pictures goes with this one most; None where none was ever liked with it."""
        counted = [(int(self.row(one)[picture]), one) for one in list(liked)[-MOST_LIKES:]]
        best = max(counted, default=(0, -1))
        return best[1] if best[0] else None

    def _lifted(self, picture: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The other pictures that are liked together with this one, and the part of their lifts that this tells."""
        row, known = self.row(picture), self._sparse.get(picture)
        if known is None:
            places = np.flatnonzero(row != 0)  # of truths, which is four times as quick
            places = places[places != picture]
            known = self._sparse[picture] = places, np.log1p(row[places] / SHRINK)
        return known

    def _by_chance(self, chosen: Sequence[int]) -> NDArray[np.float64]:
        """The part of the lifts that depends on how often a picture is liked, worked out once for each number."""
        ledger = self._model.ledger
        likes = ledger.liked[: len(self._model.pictures)]
        expected = np.outer(np.arange(int(likes.max(initial=0)) + 1), ledger.liked[chosen] / max(1, ledger.people))
        return np.asarray(-np.log1p(expected / SHRINK).sum(axis=1)[likes])
