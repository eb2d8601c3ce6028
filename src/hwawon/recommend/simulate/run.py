"""Visitors of the world before the real recommender, and what came of it."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hwawon.recommend.evaluate.intervals import Estimate, mean_of
from hwawon.recommend.evaluate.ranking import gini, marks
from hwawon.recommend.opinions import record
from hwawon.recommend.policies import DEFAULT, settings_of
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate.world import TASTES, MadeVisitor, World, best, expected
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.many import insert_many

SCREEN = 5  # pictures that a visitor sees at once
PLACES = 10  # of the lists that are judged
OWN_SHARE = 0.8  # of what a visitor sees is of their emotion
DAY_S = 86_400
_AT_ONCE = 200


@dataclass
class Findings:
    """What was measured, visitor by visitor; `groups` (visitors,) numbers of the world's tastes."""

    known: int  # likes that the recommender knew of each judged visitor
    groups: list[int] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)  # NDCG@10
    shown: list[float] = field(default_factory=list)  # of the slate, with its draws and places
    popular: list[float] = field(default_factory=list)
    popular_in_mood: list[float] = field(default_factory=list)  # among the pictures of the visitor's emotion alone

    def lead(self) -> float:
        """By how much ours is ahead of popularity, as a share of it."""
        return sum(self.ours) / max(sum(self.popular), 1e-12) - 1

    def of_group(self, group: int) -> Estimate:
        """Ours, for the visitors of one taste."""
        return mean_of([value for value, one in zip(self.ours, self.groups, strict=True) if one == group])


@dataclass
class Course:
    """While visitors came: the regret 0..1 of each slate, (slates,), and how often each picture was shown."""

    regret: list[float] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    shown: Counter[str] = field(default_factory=Counter)
    liked: Counter[str] = field(default_factory=Counter)

    def regret_of(self, group: int, part: slice = slice(None)) -> Estimate:
        """The mean regret of one taste's slates."""
        rows = zip(self.regret[part], self.groups[part], strict=True)
        return mean_of([value for value, one in rows if one == group])

    def coverage(self, pictures: int) -> float:
        """The share of the pictures that somebody was shown."""
        return len(self.shown) / pictures

    def unevenness(self, pictures: int) -> float:
        """How unevenly they were shown, 0..1."""
        return gini(np.array([*self.shown.values(), *[0] * (pictures - len(self.shown))], np.int64))


class Exhibition:
    """A world, a database with its pictures, and the recommender that serves its visitors."""

    def __init__(self, world: World, database: Database, recommender: Recommender, policy: str | None = None) -> None:
        self.world = world
        self.course = Course()
        self._database = database
        self._recommender = recommender
        self._policy = policy
        with database.read() as tx:
            self._settings = settings_of(tx, policy or DEFAULT)
        self._place = {key: place for place, key in enumerate(world.keys)}

    def remember(self, visitors: Sequence[MadeVisitor], screens: int) -> int:
        """Visitors of earlier days, who saw screens that were filled at random; how many likes they left."""
        liked: list[str] = []
        for start in range(0, len(visitors), _AT_ONCE):
            rows = [row for who in visitors[start : start + _AT_ONCE] for row in self._history(who, screens)]
            with self._database.write() as tx:
                insert_many(tx, interaction, rows)
            liked += [str(row["item"]) for row in rows]
        self.course.liked.update(liked)
        return len(liked)

    def receive(self, who: MadeVisitor, slates: int) -> None:
        """One visitor looks at so many slates and likes what they like."""
        seen: set[str] = set()
        for number in range(slates):
            made = self._recommender.slate(self._wish(who, SCREEN, number, frozenset(seen)))
            keys = [one.item for one in made.shown]
            seen |= set(keys)
            self._note(who, keys)
            liked = [key for key in keys if who.likes[self._place[key]]]
            with self._database.write() as tx:
                for key in liked:
                    record(
                        tx, visitor=who.id, item=key, kind="click", impression=keys, slate=made.id, context=who.context
                    )
            self.course.liked.update(liked)

    def judge(self, visitors: Sequence[MadeVisitor], known: int) -> Findings:
        """New visitors, of whom `known` likes are told: what is the list of ten worth that each would see?

        Likes are told one after the other, as from slates; nothing else is learned in between.
        """
        found, order = Findings(known), self._by_popularity()
        for who in visitors:
            told = self._tell(who, known)
            wish = self._wish(who, PLACES, known, frozenset(told))
            ranked = [key for key, _ in self._recommender.ranked(wish, self._settings)]
            made = self._recommender.slate(wish)
            wanted = who.likes.copy()
            wanted[[self._place[key] for key in told]] = False
            if not wanted.any():
                continue
            found.groups.append(who.group)
            found.ours.append(self._worth(ranked, wanted))
            found.shown.append(self._worth([one.item for one in made.shown], wanted))
            ahead = [key for key in order if key not in told]
            found.popular.append(self._worth(ahead[:PLACES], wanted))
            in_mood = [key for key in ahead if key.split("/")[1] == who.emotion]
            found.popular_in_mood.append(self._worth(in_mood[:PLACES], wanted))
        return found

    def _history(self, who: MadeVisitor, screens: int) -> Iterator[dict[str, Any]]:
        """Likes of random screens, four pictures in five of the visitor's emotion."""
        dice = np.random.default_rng([self.world.seed, crc32(who.id.encode())])
        own = np.array([key.split("/")[1] == who.emotion for key in self.world.keys])
        chances = np.where(own, OWN_SHARE / own.sum(), (1 - OWN_SHARE) / (~own).sum())
        seen = dice.choice(len(own), (screens, SCREEN), replace=False, p=chances)
        moment_s = int(time.time()) - int(dice.integers(DAY_S, 30 * DAY_S))
        for screen in seen:
            keys = [self.world.keys[place] for place in screen]
            for place in screen[who.likes[screen]]:
                yield {
                    "visitor": who.id,
                    "item": self.world.keys[place],
                    "timestamp": moment_s,
                    "event_type": "click",
                    "impression": "|".join(keys),
                    "context": who.context.as_json(),
                }

    def _tell(self, who: MadeVisitor, known: int) -> list[str]:
        """Likes of a visitor, drawn from all that they like, four in five of their emotion, as slates show them."""
        dice = np.random.default_rng([known, crc32(who.id.encode())])
        liked = [self.world.keys[place] for place in dice.permutation(np.flatnonzero(who.likes))]
        own = [key for key in liked if key.split("/")[1] == who.emotion]
        first = own[: round(known * OWN_SHARE)]
        told = (first + [key for key in liked if key not in own] + own[len(first) :])[:known]
        with self._database.write() as tx:
            for key in told:
                record(tx, visitor=who.id, item=key, kind="click", context=who.context, synthetic=False)
        return told

    def _wish(self, who: MadeVisitor, size: int, number: int, without: frozenset[str]) -> Wish:
        return Wish(
            context=who.context,
            size=size,
            visitor=who.id,
            surface="api",
            without=without,
            seed=crc32(f"{who.id} {number}".encode()),
            policy=self._policy,
        )

    def _note(self, who: MadeVisitor, keys: list[str]) -> None:
        places = [self._place[key] for key in keys]
        self.course.regret.append(1 - expected(self.world, who, places) / best(self.world, who, len(places)))
        self.course.groups.append(who.group)
        self.course.shown.update(keys)

    def _by_popularity(self) -> list[str]:
        counts = self.course.liked
        return sorted(self.world.keys, key=lambda key: (-counts[key], key))

    def _worth(self, keys: Sequence[str], wanted: NDArray[np.bool_]) -> float:
        hits = np.array([wanted[self._place[key]] for key in keys], np.bool_)
        return marks(hits, int(wanted.sum()), PLACES).ndcg


def fairness_gap(course: Course) -> float:
    """The largest difference of the mean regret between two tastes."""
    values = [course.regret_of(group).value for group in range(len(TASTES))]
    return max(values) - min(values)
