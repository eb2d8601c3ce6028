"""Scores without a visitor's own likes: how well liked a picture is, and how well it goes with a context.

The score of a picture for a context is a logarithm of odds, a sum of
- `worth`: log(a / b), where a counts likes and b the times shown and not liked (each a quarter) and dislikes, all by
  age, with eight times shown beforehand at the rate of the picture's kind, which itself leans on the rate of all;
- for each attribute of the context, weighed by its parts: log(P(attribute | liked, kind) / P(attribute | liked)),
  shrunk toward what is believed without any data: who feels something likes pictures of that emotion, and so on;
- the same for the picture itself beside its kind, from its own likes.

All are functions of whole numbers, worked out anew after a change, so that equal counts give equal scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.attributes import COLUMNS, FACET_SIZES, GROUPS, KINDS_OF_PICTURES, WORDS
from hwawon.recommend.context import WHOLE
from hwawon.recommend.ledger import FACET_STARTS, ONE
from hwawon.recommend.model import Model

Floats = NDArray[np.float32]

WEAK = 0.25  # what a picture shown and not liked counts against it
BEFOREHAND = 8.0  # times shown that a picture begins with
KIND_BEFOREHAND = 20.0  # and a kind of pictures
OWN_EMOTION = 0.65  # of those who like a picture of an emotion feel it, before anybody is asked
OWN_WORD = 0.4  # as much for season, weather and time
FACET_SHRINK = 20.0  # likes that this belief weighs
PICTURE_SHRINK = 10.0  # likes that the belief of its kind weighs for a picture
_ODDS_AT_FIRST = (2.0, 6.0)
_LEAST_ODDS, _MOST_ODDS = 0.05, 3.0
_GROUPS = [GROUPS[name] for name, _ in WORDS]
_GROUP_OF = [place for place, group in enumerate(_GROUPS) for _ in range(group.start, group.stop)]
_FACET_OF_GROUP = (0, 0, 0, 1, 2, 3)  # whose table tells of emotion, generation, gender, season, weather, time


@dataclass(frozen=True)
class Worth:
    """Of each picture, (N,): the log of its odds, and the standard deviation of that."""

    mean: Floats
    spread: Floats


class Affinity:
    """How well pictures go with contexts, from the counts of one moment.

    What a picture's own likes tell of an attribute is worked out when a context first asks for it: a like changes all
    of it, and the next slate needs a few attributes of the 29.
    """

    def __init__(self, model: Model) -> None:
        pictures, ledger = model.pictures, model.ledger
        self._kinds = pictures.kind[: len(pictures)].astype(np.intp)  # which numpy takes by without a copy
        self._believed, self._log_ratios = _tables(ledger.by_facet / WHOLE)
        self._liked = np.flatnonzero(ledger.liked[: len(pictures)])
        self._facets, self._by_context = pictures.facets, ledger.by_context
        self._likes: dict[int, Floats] = {}  # by group
        self._own: dict[int, Floats] = {}  # by attribute

    def of(self, parts: Sequence[int]) -> tuple[Floats, Floats]:
        """What kind and own likes add for a context, (N,) each. Only until the counts change."""
        weights = np.asarray(parts, np.float32) / np.float32(WHOLE)
        of_kind = self.of_kinds(weights).take(self._kinds)
        told = np.zeros(len(self._liked), np.float32)
        for column in np.flatnonzero(weights).tolist():
            told += self._own_ratios(column) * weights[column]
        own = np.zeros(len(self._kinds), np.float32)
        own[self._liked] = told
        return of_kind, own

    def of_kinds(self, weights: Floats) -> Floats:
        """What each kind of pictures adds, (1125,)."""
        total = np.zeros(FACET_SIZES, np.float32)
        for facet, start in enumerate(FACET_STARTS):
            size = FACET_SIZES[facet]
            shape = [size if place == facet else 1 for place in range(len(FACET_SIZES))]
            total += (self._log_ratios[start : start + size] @ weights).reshape(shape)
        return total.reshape(KINDS_OF_PICTURES)

    def _own_ratios(self, column: int) -> Floats:
        """Of liked pictures, (M,): the log of P(attribute | liked, picture) over P(attribute | liked, kind)."""
        found = self._own.get(column)
        if found is None:
            group = _GROUP_OF[column]
            facet = _FACET_OF_GROUP[group]
            rows = self._believed[FACET_STARTS[facet] : FACET_STARTS[facet] + FACET_SIZES[facet], column]
            beforehand = rows.astype(np.float32).take(self._facets[self._liked, facet].astype(np.intp))
            counts = self._by_context[self._liked, column].astype(np.float32) / np.float32(WHOLE)
            shrink = np.float32(PICTURE_SHRINK)
            found = np.log((counts / beforehand + shrink) / (self._likes_of(group) + shrink))
            self._own[column] = found
        return found

    def _likes_of(self, group: int) -> Floats:
        """Of liked pictures, (M,): by how many of those whose word of this group is known."""
        found = self._likes.get(group)
        if found is None:
            columns = range(_GROUPS[group].start, _GROUPS[group].stop)
            counts = sum(self._by_context[self._liked, column] for column in columns)  # quicker than row by row
            found = self._likes[group] = np.asarray(counts, np.float32) / np.float32(WHOLE)
        return found


def worth(model: Model) -> Worth:
    """How well liked each picture is."""
    pictures, ledger, views = model.pictures, model.ledger, model.views
    count = len(pictures)
    likes = ledger.recently_liked[:count] / ONE
    shown = (ledger.recently_seen[:count] + views.recently_shown[:count]) / ONE
    against = WEAK * np.maximum(shown - likes, 0.0) + ledger.recently_disliked[:count] / ONE
    kinds = pictures.kind[:count]
    share = _share(likes.sum() + _ODDS_AT_FIRST[0], against.sum() + _ODDS_AT_FIRST[1])
    of_kind = [np.bincount(kinds, weights=values, minlength=KINDS_OF_PICTURES) for values in (likes, against)]
    kind_share = _share(of_kind[0] + KIND_BEFOREHAND * share, of_kind[1] + KIND_BEFOREHAND * (1 - share))[kinds]
    up, down = likes + BEFOREHAND * kind_share, against + BEFOREHAND * (1 - kind_share)
    return Worth(np.log(up / down).astype(np.float32), np.sqrt(1 / up + 1 / down).astype(np.float32))


def _share(up: Any, down: Any) -> Any:
    """The share of likes, kept off 0 and 1, where every picture would look alike."""
    odds = np.clip(up / down, _LEAST_ODDS, _MOST_ODDS)
    return odds / (1 + odds)


def _beliefs() -> NDArray[np.float64]:
    """P(attribute | liked, word of the picture) before anybody has liked anything, (24, 29)."""
    believed = np.zeros((sum(FACET_SIZES), len(COLUMNS)))
    for place, (group, facet) in enumerate(zip(_GROUPS, _FACET_OF_GROUP, strict=True)):
        size, start = group.stop - group.start, FACET_STARTS[facet]
        rows = slice(start, start + FACET_SIZES[facet])
        believed[rows, group] = 1 / size
        if place == 0 or facet > 0:
            own = OWN_EMOTION if facet == 0 else OWN_WORD
            words = slice(start, start + size)
            believed[words, group] = np.where(np.eye(size) > 0, own, (1 - own) / (size - 1))
    return believed


BELIEFS = _beliefs()


def _tables(counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], Floats]:
    """From likes by facet and attribute, (24, 29): P(attribute | liked, word), and the log of it over P(attribute).

    A facet's table speaks of its own attributes alone and is 0 elsewhere.
    """
    believed, logs = np.ones_like(BELIEFS), np.zeros(BELIEFS.shape, np.float32)
    everybody = counts[: FACET_SIZES[0]].sum(axis=0)
    for group, facet in zip(_GROUPS, _FACET_OF_GROUP, strict=True):
        rows = slice(FACET_STARTS[facet], FACET_STARTS[facet] + FACET_SIZES[facet])
        size = group.stop - group.start
        overall = (everybody[group] + FACET_SHRINK / size) / (everybody[group].sum() + FACET_SHRINK)
        beforehand = BELIEFS[rows, group] * overall * size
        beforehand /= beforehand.sum(axis=1, keepdims=True)
        own = counts[rows, group]
        found = (own + FACET_SHRINK * beforehand) / (own.sum(axis=1, keepdims=True) + FACET_SHRINK)
        believed[rows, group], logs[rows, group] = found, np.log(found / overall)
    return believed, logs
