"""The pictures of a run by their number: cell, size, name, words and seed. Arithmetic only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from re import compile as pattern

from hwawon import seeds
from hwawon.bulk.request import BulkCell, BulkRequest, Shape
from hwawon.generate.request import GenerateRequest
from hwawon.pool.keys import Name
from hwawon.prompts.expand import NAME, Wildcards, expanded

ALIKE = 8  # pictures of one size that follow each other, where there are so many: devices paint such in one go
SEEDS = 2**32
_LIST = pattern(rf"__({NAME})__")


@dataclass(frozen=True)
class Planned:
    """One picture of a run. `template` is its prompt before words are chosen."""

    nth: int
    cell: BulkCell
    repeat: int
    shape: Shape
    name: Name
    template: str
    request: GenerateRequest


@dataclass(frozen=True)
class BulkPlan:
    """All pictures of a run; made one by one, so that a million of them need no memory."""

    id: str
    created_at: datetime
    request: BulkRequest
    wildcards: Wildcards

    def __len__(self) -> int:
        return self.request.total

    def part(self, start: int, end: int) -> Iterator[Planned]:
        """The pictures from `start` up to, not including, `end`; cut at the run's end.

        Raises:
            BadInput: a list of words that is not known, or a prompt that grows too long.
        """
        return map(self.nth, range(start, min(end, len(self))))

    def nth(self, nth: int) -> Planned:
        """The picture of that number, 0 for the first. Raises as `part`."""
        repeat, shape, place = self._place(nth)
        cell, orientation = self.request.cells[place], self.request.orientations[shape]
        seed, template = self._seed(nth), self.request.words_of(self.request.cells[place])
        prompt = expanded(template, seed, self.wildcards)
        asked = self.request.asked(prompt if prompt.strip() else cell.emotion, orientation, seed)
        index = repeat * len(self.request.cells) + place
        name = Name(cell.cell, f"{self._stem}_{index:05d}{orientation.orientation}.jpeg")
        return Planned(nth, cell, repeat, orientation, name, template, asked)

    def _place(self, nth: int) -> tuple[int, int, int]:
        """Repeat, orientation and cell of a picture.

        Repeats are outermost, so that all cells fill evenly; few cells take some repeats at once, so that pictures of
        one size follow each other.
        """
        cells, repeats = len(self.request.cells), self.request.repeats
        at_once = -(-ALIKE // cells)
        block, rest = divmod(nth, at_once * cells * len(self.request.orientations))
        here = min(at_once, repeats - block * at_once)  # the last block may be smaller
        shape, rest = divmod(rest, here * cells)
        repeat, cell = divmod(rest, cells)
        return block * at_once + repeat, shape, cell

    def _seed(self, nth: int) -> int:
        first = self.request.seed
        return seeds.of_text(f"{self.id}/{nth}") if first is None else (first + nth) % SEEDS

    @property
    def _stem(self) -> str:
        # The id begins with its moment, which the stamp says already; its end is chance.
        return f"img_{self.created_at:%Y%m%d-%H%M%S}-{self.id[-8:]}"


def lists_named(texts: Iterable[str], wildcards: Wildcards) -> Wildcards:
    """Of all lists of words those that the texts name, or a word of theirs does."""
    found: dict[str, list[str]] = {}
    waiting = list(texts)
    while waiting:
        for name in {one.lower() for one in _LIST.findall(waiting.pop())}:
            if name in wildcards and name not in found:
                found[name] = list(wildcards[name])
                waiting += found[name]
    return found
