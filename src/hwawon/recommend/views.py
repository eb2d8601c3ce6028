"""How often each picture was on a slate, in whole numbers; slates can be taken back, one by one or up to a moment."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.ledger import AGES, DAY_S
from hwawon.recommend.log import second_of
from hwawon.recommend.pictures import Pictures, grown


def _mark(slate: str) -> int:
    """A number for a slate's id: its last 63 bits, of which 54 are random."""
    return int(slate[16:], 16) & (2**63 - 1)


class Views:
    """Every picture of every slate that is kept, and how often each picture is among them."""

    def __init__(self, pictures: Pictures, today: int) -> None:
        self._pictures = pictures
        self.today = today
        self.rows = 0
        self.slate = np.zeros(0, np.int64)
        self.picture = np.zeros(0, np.int32)
        self.second = np.zeros(0, np.int64)
        self.is_counting = False
        self.shown = np.zeros(1, np.int64)
        self.recently_shown = np.zeros(1, np.int64)

    def add(self, slate: str, pictures: Sequence[int]) -> None:
        """A slate with these pictures."""
        start, self.rows = self.rows, self.rows + len(pictures)
        for name in ("slate", "picture", "second"):
            setattr(self, name, grown(getattr(self, name), self.rows))
        added, second = slice(start, self.rows), second_of(slate)
        self.slate[added], self.picture[added], self.second[added] = _mark(slate), pictures, second
        if self.is_counting:
            self._count(np.arange(start, self.rows), 1)

    def forget(self, slates: Collection[str]) -> None:
        """Take slates back."""
        marks = np.array([_mark(one) for one in slates], np.int64)
        self._remove(np.isin(self.slate[: self.rows], marks))

    def forget_before(self, second: int) -> None:
        """Take all slates back that were made before this second."""
        self._remove(self.second[: self.rows] < second)

    def count_all(self, today: int) -> None:
        """Count everything anew, as of a day; from now on each slate is counted as it comes."""
        self.today, self.is_counting = today, True
        size = max(len(self._pictures), 1)
        self.shown, self.recently_shown = np.zeros(size, np.int64), np.zeros(size, np.int64)
        self._count(np.arange(self.rows), 1)

    def make_room(self) -> None:
        """Counts have a row for every picture."""
        self.shown = grown(self.shown, len(self._pictures))
        self.recently_shown = grown(self.recently_shown, len(self._pictures))

    def _remove(self, gone: NDArray[Any]) -> None:
        if self.is_counting:
            self._count(np.flatnonzero(gone), -1)
        kept = np.flatnonzero(~gone)
        for name in ("slate", "picture", "second"):
            column = getattr(self, name)
            column[: len(kept)] = column[kept]
        self.rows = len(kept)

    def _count(self, rows: NDArray[Any], sign: int) -> None:
        self.make_room()
        pictures, size = self.picture[rows], len(self.shown)
        ages = np.clip(self.today - self.second[rows] // DAY_S, 0, len(AGES) - 1)
        if len(rows) <= 64:  # one slate: not a pass over all pictures
            np.add.at(self.shown, pictures, sign)
            np.add.at(self.recently_shown, pictures, sign * AGES[ages])
            return
        self.shown += sign * np.bincount(pictures, minlength=size)
        weights = np.bincount(pictures, weights=AGES[ages], minlength=size)
        self.recently_shown += sign * weights.astype(np.int64)
