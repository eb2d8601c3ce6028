"""What visitors think of pictures, counted in whole numbers, so that counts can be taken back to the last unit.

Of each visitor and picture the row with the largest id counts. `click` and `like` are likes, `dislike` is its contrary,
`unlike` is none of both; rows of other event types are not looked at. Whatever the order in which the rows come, the
same rows give the same counts.

Recent counts are weighed by age: a half after `HALF_LIFE_DAYS`. The weights are whole numbers as well, so that sums of
them do not depend on their order.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.attributes import COLUMNS, FACET_SIZES
from hwawon.recommend.pictures import Pictures, grown

DAY_S = 86_400
HALF_LIFE_DAYS = 30
ONE = 1 << 16  # the weight of today
_OLDEST_DAYS = 17 * HALF_LIFE_DAYS  # from here on a weight is 0
AGES = np.round(ONE * 0.5 ** (np.arange(_OLDEST_DAYS + 1) / HALF_LIFE_DAYS)).astype(np.int64)
AGES[-1] = 0
_ROWS_AT_ONCE = 100_000  # are counted; then others get their turn
FACET_STARTS = (0, 9, 14, 19)
FACET_ROWS = sum(FACET_SIZES)


class Said(NamedTuple):
    """One opinion as it is counted. `seen`: numbers of the pictures that were on the screen, where no slate tells."""

    id: int
    visitor: int
    picture: int
    value: int
    day: int
    context: int
    seen: tuple[int, ...]


class Ledger:
    """The opinions, and what they add up to for each picture."""

    def __init__(self, pictures: Pictures, today: int) -> None:
        self._pictures = pictures
        self.today = today
        self.said: list[dict[int, int]] = []  # of each visitor: picture -> row
        self.liking: list[int] = []  # how many pictures each visitor likes
        self.people = 0  # who like something
        self.rows = 0
        self.id = np.zeros(0, np.int64)
        self.visitor = np.zeros(0, np.int32)
        self.picture = np.zeros(0, np.int32)
        self.value = np.zeros(0, np.int8)
        self.day = np.zeros(0, np.int32)
        self.context = np.zeros(0, np.int32)
        self._seen_at = np.zeros((0, 2), np.int64)  # start and length in `_seen`
        self._seen = np.zeros(0, np.int32)
        self._seen_end = 0
        self._free: list[int] = []
        self._parts = np.zeros((0, len(COLUMNS)), np.int64)  # of the contexts
        self._contexts: dict[tuple[int, ...], int] = {}
        self.is_counting = False  # while everything is read, counting waits for the end
        self.liked_now: Callable[[Sequence[int], int, int], None] | None = None  # told of likes that come and go
        self.clear_counts()

    def clear_counts(self) -> None:
        """Counts of nothing."""
        size = max(len(self._pictures), 1)
        self.liked = np.zeros(size, np.int64)
        self.disliked = np.zeros(size, np.int64)
        self.recently_liked = np.zeros(size, np.int64)
        self.recently_disliked = np.zeros(size, np.int64)
        self.seen = np.zeros(size, np.int64)
        self.recently_seen = np.zeros(size, np.int64)
        self.by_context = np.zeros((size, len(COLUMNS)), np.int64)
        self.by_facet = np.zeros((FACET_ROWS, len(COLUMNS)), np.int64)

    def context_number(self, parts: tuple[int, ...]) -> int:
        """The number of a context given by its parts."""
        known = self._contexts.get(parts)
        if known is not None:
            return known
        number = self._contexts[parts] = len(self._contexts)
        self._parts = grown(self._parts, number + 1)
        self._parts[number] = parts
        return number

    def add_visitor(self) -> int:
        """A new visitor's number."""
        self.said.append({})
        self.liking.append(0)
        return len(self.said) - 1

    def take(self, one: Said) -> bool:
        """Take one opinion in, whether it is newer or older than what is known; whether anything has changed."""
        row = self.said[one.visitor].get(one.picture)
        if row is not None and self.id[row] >= one.id:
            return False
        if row is not None and self.is_counting:
            self._count(row, -1)
        if row is None:
            row = self.said[one.visitor][one.picture] = self._new_row()
        self._write(row, one)
        if self.is_counting:
            self._count(row, 1)
        return True

    def forget(self, visitor: int, until: int) -> int:
        """Take the opinions of a visitor back, up to the interaction `until`; how many are left."""
        gone = {picture: row for picture, row in self.said[visitor].items() if self.id[row] <= until}
        for picture, row in gone.items():
            if self.is_counting:
                self._count(row, -1)
            del self.said[visitor][picture]
            self.value[row], self.visitor[row], self.picture[row] = 0, -1, -1
            self._seen_at[row] = 0
            self._free.append(row)
        return len(self.said[visitor])

    def opinions(self, visitor: int) -> dict[int, int]:
        """Pictures that a visitor likes, 1, or dislikes, -1."""
        return {one: int(self.value[row]) for one, row in self.said[visitor].items() if self.value[row]}

    def liked_by(self, visitor: int) -> list[int]:
        """Pictures that a visitor likes, the newest opinion last."""
        rows = sorted((int(self.id[row]), one) for one, row in self.said[visitor].items() if self.value[row] > 0)
        return [one for _, one in rows]

    def count_all(self, today: int) -> None:
        """Count everything anew, as of a day; from now on each opinion is counted as it comes."""
        self.today, self.is_counting = today, True
        self.clear_counts()
        held = np.flatnonzero(self.visitor[: self.rows] >= 0)
        value, size = self.value[held], len(self.liked)
        likes, others = held[value > 0], held[value < 0]
        self.liked = np.bincount(self.picture[likes], minlength=size)
        self.disliked = np.bincount(self.picture[others], minlength=size)
        self.recently_liked = self._weighed(self.picture[likes], self.day[likes], size)
        self.recently_disliked = self._weighed(self.picture[others], self.day[others], size)
        self._count_seen(held[value != 0], size)
        self._count_contexts(likes, size)
        per_visitor = np.bincount(self.visitor[likes], minlength=len(self.said))
        self.liking = per_visitor.tolist()
        self.people = int((per_visitor > 0).sum())

    def make_room(self) -> None:
        """Counts have a row for every picture."""
        size = len(self._pictures)
        if len(self.liked) < size:
            for name in _COUNTS:
                setattr(self, name, grown(getattr(self, name), size))

    def likers_of(self, picture: int) -> NDArray[np.int32]:
        """The visitors who like a picture."""
        of_picture = (self.picture[: self.rows] == picture) & (self.value[: self.rows] > 0)
        return np.asarray(self.visitor[: self.rows][of_picture], np.int32)

    def liked_together(self, picture: int) -> NDArray[np.int32]:
        """For each picture, how many visitors like it and `picture`."""
        mark = np.zeros(len(self.said), np.bool_)
        mark[self.likers_of(picture)] = True
        visitor, value = self.visitor[: self.rows], self.value[: self.rows]
        both = (value > 0) & mark[visitor]
        return np.bincount(self.picture[: self.rows][both], minlength=len(self.liked)).astype(np.int32)

    def weight(self, day: int) -> int:
        """What an opinion of that day counts today, in parts of `ONE`."""
        return int(AGES[min(max(self.today - day, 0), _OLDEST_DAYS)])

    def _new_row(self) -> int:
        if self._free:
            return self._free.pop()
        row, self.rows = self.rows, self.rows + 1
        if len(self.id) < self.rows:
            for name in _ROWS:
                setattr(self, name, grown(getattr(self, name), self.rows))
        return row

    def _write(self, row: int, one: Said) -> None:
        self.id[row], self.visitor[row], self.picture[row] = one.id, one.visitor, one.picture
        self.value[row], self.day[row], self.context[row] = one.value, one.day, one.context
        end = self._seen_end + len(one.seen)
        self._seen = grown(self._seen, end)
        self._seen[self._seen_end : end] = one.seen
        self._seen_at[row] = self._seen_end, len(one.seen)
        self._seen_end = end

    def _count(self, row: int, sign: int) -> None:
        value, picture = int(self.value[row]), int(self.picture[row])
        if not value:
            return
        self.make_room()
        weight = sign * self.weight(int(self.day[row]))
        start, length = self._seen_at[row]
        seen = self._seen[start : start + length]
        np.add.at(self.seen, seen, sign)
        np.add.at(self.recently_seen, seen, weight)
        if value < 0:
            self.disliked[picture] += sign
            self.recently_disliked[picture] += weight
            return
        self.liked[picture] += sign
        self.recently_liked[picture] += weight
        self._count_like(row, picture, sign)

    def _count_like(self, row: int, picture: int, sign: int) -> None:
        parts = sign * self._parts[self.context[row]]
        self.by_context[picture] += parts
        for start, at in zip(FACET_STARTS, self._pictures.facets[picture], strict=True):
            self.by_facet[start + at] += parts
        visitor = int(self.visitor[row])
        before = self.liking[visitor]
        self.liking[visitor] = before + sign
        self.people += (before + sign > 0) - (before > 0)
        if self.liked_now is not None:
            others = [one for one, at in self.said[visitor].items() if at != row and self.value[at] > 0]
            self.liked_now(others, picture, sign)

    def _count_seen(self, rows: NDArray[Any], size: int) -> None:
        self.seen, self.recently_seen = np.zeros(size, np.int64), np.zeros(size, np.int64)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            self._add_seen(rows[start : start + _ROWS_AT_ONCE], size)

    def _add_seen(self, rows: NDArray[Any], size: int) -> None:
        starts, lengths = self._seen_at[rows, 0], self._seen_at[rows, 1]
        total = int(lengths.sum())
        offsets = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        seen = self._seen[np.repeat(starts, lengths) + offsets]
        self.seen += np.bincount(seen, minlength=size)
        self.recently_seen += self._weighed(seen, np.repeat(self.day[rows], lengths), size)

    def _count_contexts(self, likes: NDArray[Any], size: int) -> None:
        pictures, contexts = self.picture[likes], self.context[likes]
        for column in range(len(COLUMNS)):
            parts = self._parts[contexts, column]
            self.by_context[:, column] = _sums(pictures, parts, size)
        facets = self._pictures.facets[: len(self._pictures)]
        counted = self.by_context[: len(self._pictures)]
        for place, (start, length) in enumerate(zip(FACET_STARTS, FACET_SIZES, strict=True)):
            for column in range(len(COLUMNS)):  # one by one: others get their turn between two calls
                self.by_facet[start : start + length, column] = _sums(facets[:, place], counted[:, column], length)

    def _weighed(self, pictures: NDArray[Any], days: NDArray[Any], size: int) -> NDArray[np.int64]:
        ages = np.clip(self.today - days.astype(np.int64), 0, _OLDEST_DAYS)
        return _sums(pictures, AGES[ages], size)


def _sums(places: NDArray[Any], values: NDArray[Any], size: int) -> NDArray[np.int64]:
    """Sums of whole numbers by place; exact, since they stay below 2**53."""
    return np.bincount(places, weights=values, minlength=size).astype(np.int64)


_COUNTS = (
    *("liked", "disliked", "recently_liked", "recently_disliked"),
    *("seen", "recently_seen", "by_context"),
)
_ROWS = ("id", "visitor", "picture", "value", "day", "context", "_seen_at")


def seen_of(item: int, others: Sequence[int]) -> tuple[int, ...]:
    """What was on a screen, each once: a picture that was judged was shown, whether its screen is known or not."""
    return tuple({item, *others})
