"""Choosing the pictures of a slate out of all that are served."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hwawon.pool.keys import EMOTIONS
from hwawon.recommend.attributes import FACET_SIZES, GROUPS, KINDS_OF_PICTURES, parts_of
from hwawon.recommend.best import best_places, drawn_best
from hwawon.recommend.columns import Affinity, Worth, worth
from hwawon.recommend.context import Context, surely
from hwawon.recommend.draw import Field, chances_of, draw_slate
from hwawon.recommend.lift import Together
from hwawon.recommend.likeness import likeness, taste, unit_vectors
from hwawon.recommend.model import Model
from hwawon.recommend.pictures import grown
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.tiers import TWIN, WIDER, places, tiers
from hwawon.recommend.wish import Wish

EXPLORATION = 0.3
DIVERSITY = 0.3
FRESH_SHARE = 0.1
PROMOTED_SHARE = 0.1
DIVERSITY_SCALE = 3.0  # what likeness 1 costs at diversity 1, in the units of scores
LOOKS = 1.0  # what looking wholly like the liked pictures adds
DEEP = 0.3  # what a standard deviation of the deep model adds, where one is live
SEEN_ALREADY = 3.0  # what a picture loses that the visitor has liked already
FRESH_TIMES = 30  # shown less often than that is fresh
BOUND = 2.0  # deviations above the mean by which pictures are short-listed
LEAST_SPREAD = 1e-3  # so that pictures that are as good are drawn alike, also without exploration

Floats = NDArray[np.float32]
Deep = Callable[[Sequence[int]], "Floats | None"]


@dataclass(frozen=True)
class Scores:
    """The parts of all pictures' scores for one visitor, (N,) each, as they are added."""

    worth: Floats
    kind: Floats
    own: Floats
    lift: Floats
    deep: Floats
    spread: Floats

    @property
    def mean(self) -> Floats:
        """The whole."""
        total = self.worth + self.kind
        total += self.own
        for part in (self.lift, self.deep):
            if part.base is None:  # else it is 0 everywhere
                total += part
        return total


@dataclass(frozen=True)
class Pick:
    """One chosen picture, by its number. `place`: the kind of place; `is_wider`: nothing closer was left for it."""

    picture: int
    score: float
    propensity: float
    place: int
    is_wider: bool
    looks: float


@dataclass(frozen=True)
class Choice:
    """What was chosen, and the scores it was chosen by."""

    picks: tuple[Pick, ...]
    scores: Scores
    liked: tuple[int, ...]


class Chooser:
    """Chooses from a model. Not safe between threads: its owner holds a lock."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.together = Together(model)
        model.ledger.liked_now = self.together.count
        self.deep: Deep | None = None
        self._affinity: tuple[int, Affinity] | None = None
        self._worth: tuple[int, Worth] | None = None

    def scores(self, wish: Wish, settings: PolicySettings) -> Scores:
        """The parts of the scores of all pictures."""
        affinity, worth_now = self._refreshed()
        by_context = 1.0 if settings.context_weight is None else settings.context_weight
        by_likes = 1.0 if settings.likes_weight is None else settings.likes_weight
        kind, own = affinity.of(_parts(wish))
        opinions = self.model.opinions(wish.visitor)
        liked = self.model.liked_by(wish.visitor)
        lift = self.together.lift(liked) * np.float32(by_likes) if liked else _nothing(len(kind))
        if liked:
            lift[[one for one, value in opinions.items() if value > 0]] -= SEEN_ALREADY
        deep = self._deep(liked, settings)
        weight = np.float32(by_context)
        return Scores(worth_now.mean, kind * weight, own * weight, lift, deep, worth_now.spread)

    def choose(self, wish: Wish, settings: PolicySettings, seed: int) -> Choice:
        """The pictures of a slate; the same seed over the same counts gives the same."""
        chance = np.random.default_rng(seed)
        scores, liked = self.scores(wish, settings), self.model.liked_by(wish.visitor)
        leading = tuple(one for one in self.model.pictures.known(dict.fromkeys(wish.first)) if self._is_served(one))
        leading = leading[: wish.size]
        mean = scores.mean
        picks = [Pick(one, float(mean[one]), 1.0, -1, False, 0.0) for one in leading]
        size = wish.size - len(leading)
        may = self._eligible(wish, leading)
        if size and may is not None:
            exploration = _or(settings.exploration, EXPLORATION)
            shortened = _short_list(
                self.model, wish, mean + np.float32(BOUND * exploration) * scores.spread, may, chance
            )
            picks += self._drawn(wish, settings, scores, mean, shortened, leading, size, chance)
        return Choice(tuple(picks), scores, tuple(liked))

    def ranked(self, wish: Wish, settings: PolicySettings) -> list[tuple[int, float]]:
        """The best `wish.size` by their means, without a draw, without places and without regard to likeness."""
        may = self._eligible(wish, ())
        mean = self.scores(wish, settings).mean
        if may is None:
            return []
        best = best_places(np.where(may, mean, -np.inf).astype(np.float32), wish.size)
        return [(int(one), float(mean[one])) for one in best if may[one]]

    def _drawn(
        self,
        wish: Wish,
        settings: PolicySettings,
        scores: Scores,
        mean: Floats,
        shortened: tuple[NDArray[np.int64], NDArray[np.float64]],
        leading: Sequence[int],
        size: int,
        chance: np.random.Generator,
    ) -> list[Pick]:
        short, listed = shortened
        pictures = self.model.pictures
        opinions = self.model.opinions(wish.visitor)
        ups = [one for one, value in opinions.items() if value > 0]
        downs = [one for one, value in opinions.items() if value < 0]
        everything = np.concatenate([short, np.array(leading, np.int64)])
        vectors = unit_vectors(pictures, everything)
        alike, twins = likeness(pictures, everything, vectors)
        count = len(short)
        alike *= np.float32(DIVERSITY_SCALE * _or(wish.diversity, _or(settings.diversity, DIVERSITY)))
        looks = taste(pictures, ups, downs, vectors[:count]) * np.float32(LOOKS * _or(settings.likes_weight, 1.0))
        lost = (alike + TWIN * twins)[count:, :count].max(axis=0, initial=0.0)
        exploration = np.float32(_or(settings.exploration, EXPLORATION))
        levels = self._tiers(wish, short, downs)
        field = Field(
            mean[short] + looks,
            np.maximum(exploration * scores.spread[short], np.float32(LEAST_SPREAD)),
            levels,
            alike[:count, :count],
            twins[:count, :count],
            lost,
        )
        slots = places(size, _or(settings.promoted_share, PROMOTED_SHARE), _or(settings.fresh_share, FRESH_SHARE))
        drawn = draw_slate(field, slots, chance)
        chances = chances_of(field, slots, [one for one, _ in drawn], chance)
        return [
            Pick(
                int(short[one]),
                float(field.means[one]),
                float(min(1.0, chances[at] * listed[one])),
                kind,
                bool(levels[kind, one] >= WIDER),
                float(looks[one]),
            )
            for at, (one, kind) in enumerate(drawn)
        ]

    def _tiers(self, wish: Wish, short: NDArray[np.int64], downs: Sequence[int]) -> Floats:
        pictures = self.model.pictures
        every = np.ones(len(short), np.bool_)
        emotion, favorite = wish.own_emotion, wish.favorite
        is_own = pictures.facets[short, 0] == EMOTIONS.index(emotion) if emotion else every
        is_wished = pictures.favorite[short] == pictures.favorite_of(favorite) if favorite else every
        is_fresh = self._times_shown(short) < FRESH_TIMES
        levels = tiers(is_own, is_wished, pictures.stars[short] > 0, is_fresh, np.isin(short, list(downs)))
        if wish.emotion:  # asked for, not felt: no place is open to others
            levels[3] = levels[0]
        return levels

    def _times_shown(self, some: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(self.model.views.shown[some] + self.model.ledger.seen[some])

    def _eligible(self, wish: Wish, leading: Sequence[int]) -> NDArray[np.bool_] | None:
        """Which pictures may be shown, (N,); what keeps all of them out is given up, but for `only`."""
        pictures = self.model.pictures
        served = pictures.served[: len(pictures)].copy()
        served[list(leading)] = False
        if wish.only is not None:
            only = np.zeros(len(served), np.bool_)
            only[pictures.known(wish.only)] = True
            served &= only
        without = np.zeros(len(served), np.bool_)
        without[pictures.known(wish.without)] = True
        upright = pictures.portrait[: len(pictures)]
        facing = served if wish.orientation is None else served & (upright == (wish.orientation == "v"))
        for may in (facing & ~without, facing, served & ~without, served):
            if may.any():
                return np.asarray(may)
            if leading:
                break  # nothing is given up where the slate is not empty
        return None

    def _is_served(self, picture: int) -> bool:
        return bool(self.model.pictures.served[picture])

    def _deep(self, liked: Sequence[int], settings: PolicySettings) -> Floats:
        weight = _or(settings.deep_weight, DEEP)
        found = self.deep(liked) if weight and liked and self.deep is not None else None
        if found is None:
            return _nothing(len(self.model.pictures))
        return grown(found, len(self.model.pictures))[: len(self.model.pictures)] * np.float32(weight)

    def _refreshed(self) -> tuple[Affinity, Worth]:
        self.model.make_room()
        count = len(self.model.pictures)
        said = (self.model.said_version << 32) | count
        if self._affinity is None or self._affinity[0] != said:
            self._affinity = said, Affinity(self.model)
        version = (self.model.version << 32) | count
        if self._worth is None or self._worth[0] != version:
            self._worth = version, worth(self.model)
        return self._affinity[1], self._worth[1]


def _nothing(count: int) -> Floats:
    """Zeros that take no room and no time."""
    return np.broadcast_to(np.float32(0), count)


def _or(value: float | None, usual: float) -> float:
    return usual if value is None else value


def _parts(wish: Wish) -> tuple[int, ...]:
    parts = parts_of(wish.context)
    return (*surely(wish.emotion), *parts[GROUPS["emotion"].stop :]) if wish.emotion else parts


def _short_list(
    model: Model, wish: Wish, bound: Floats, may: NDArray[np.bool_], chance: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pictures that are worth a draw, and how probable it was that each would be listed.

    The best of the narrowest circle, then wider ones; and some of each that places are kept for.
    """
    pictures, size = model.pictures, wish.size
    count = len(pictures)
    bound = np.where(may, bound, -np.inf).astype(np.float32)
    of_own = bound - _circles(model, wish)
    length, special = max(160, 6 * size), max(24, size)
    fresh = (model.views.shown[:count] + model.ledger.seen[:count]) < FRESH_TIMES
    lists = [
        (of_own, length),
        (np.where(pictures.stars[:count] > 0, of_own, -np.inf).astype(np.float32), special),
        (np.where(fresh, of_own, -np.inf).astype(np.float32), special),
    ]
    if wish.own_emotion and not wish.emotion:  # open places
        lists.append((bound - _circles(model, replace(wish, context=Context())), special))
    cuts = [(scores, drawn_best(scores, most, chance)) for scores, most in lists]
    short = np.unique(np.concatenate([cut.places for _, cut in cuts]))
    missed = np.ones(len(short))
    for scores, cut in cuts:
        missed *= 1 - cut.chances(scores[short])
    return short, 1 - missed


def _circles(model: Model, wish: Wish) -> Floats:
    """For each picture, (N,), how much farther out it is than those of the visitor's emotion and favorite."""
    pictures, count = model.pictures, len(model.pictures)
    far = np.zeros(count, np.float32)
    if wish.own_emotion:
        of_kind = np.arange(KINDS_OF_PICTURES) // (KINDS_OF_PICTURES // FACET_SIZES[0])
        costs = np.where(of_kind == EMOTIONS.index(wish.own_emotion), 0.0, 2 * WIDER).astype(np.float32)
        far = costs[pictures.kind[:count]]
    if wish.favorite:
        far = far + np.float32(WIDER) * (pictures.favorite[:count] != pictures.favorite_of(wish.favorite))
    return np.asarray(far, np.float32)
