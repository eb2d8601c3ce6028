"""Which likes a way of choosing may know, and which it has to foretell."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TESTED_USERS = 0.1  # of the visitors, in the protocol that recommender services print their numbers by
KNOWN_LIKES = 0.9  # of a tested visitor's likes, the oldest


@dataclass(frozen=True)
class Like:
    """A like that stands: of whom, of what, when (seconds since 1970), and the number of its row."""

    visitor: str
    item: str
    moment_s: int
    id: int = 0


@dataclass(frozen=True)
class Trial:
    """A visitor's likes before, oldest first, and the later ones that should be foretold."""

    visitor: str
    known: tuple[str, ...]
    wanted: frozenset[str]


@dataclass(frozen=True)
class Split:
    """What may be learned from, and the trials."""

    learned: tuple[Like, ...]
    trials: tuple[Trial, ...]


def by_time(likes: Iterable[Like], learned_share: float = 0.8) -> Split:
    """Learn from the oldest share of all likes; foretell the later ones of every visitor who has some.

    A visitor who came earlier is known by the likes before the cut; one who comes later by none, until the first of
    the own later likes, which is then known instead of foretold (no trial without a like: that is the prior's work).
    """
    ordered = sorted(likes, key=lambda one: (one.moment_s, one.id))
    cut = int(len(ordered) * learned_share)
    while 0 < cut < len(ordered) and ordered[cut].moment_s == ordered[cut - 1].moment_s:
        cut -= 1  # what happened in the same second is all before, or all after
    before = _by_visitor(ordered[:cut])
    trials = []
    for visitor, later in _by_visitor(ordered[cut:]).items():
        known = tuple(one.item for one in before.get(visitor, ()))
        wanted = [one.item for one in later]
        if not known:
            known, wanted = tuple(wanted[:1]), wanted[1:]
        trials.append(Trial(visitor, known, frozenset(wanted) - frozenset(known)))
    return Split(tuple(ordered[:cut]), tuple(one for one in trials if one.wanted))


def by_visitors(likes: Iterable[Like], seed: int = 0) -> Split:
    """Learn from 90 % of the visitors; of the others the oldest 90 % of the likes are known, the newest foretold."""
    people = _by_visitor(sorted(likes, key=lambda one: (one.moment_s, one.id)))
    names = sorted(people)
    random.Random(f"tested visitors {seed}").shuffle(names)
    tested = names[: round(len(names) * TESTED_USERS)]
    learned = (one for name in names[len(tested) :] for one in people[name])
    return Split(tuple(learned), tuple(_trials(people[name] for name in tested)))


def after(likes: Iterable[Like], known: int) -> Split:
    """Nobody to learn from: of each visitor the first `known` likes are known, and all later ones foretold."""
    people = _by_visitor(sorted(likes, key=lambda one: (one.moment_s, one.id)))
    trials = []
    for visitor, liked in people.items():
        first = tuple(one.item for one in liked[:known])
        trials.append(Trial(visitor, first, frozenset(one.item for one in liked[known:]) - frozenset(first)))
    return Split((), tuple(one for one in trials if one.wanted))


def _trials(people: Iterable[list[Like]]) -> Iterator[Trial]:
    for liked in people:
        cut = min(len(liked) - 1, int(len(liked) * KNOWN_LIKES))
        if cut >= 1:
            first = tuple(one.item for one in liked[:cut])
            wanted = frozenset(one.item for one in liked[cut:]) - frozenset(first)
            if wanted:
                yield Trial(liked[0].visitor, first, wanted)


def _by_visitor(likes: Iterable[Like]) -> dict[str, list[Like]]:
    people: dict[str, list[Like]] = defaultdict(list)
    for one in likes:
        people[one.visitor].append(one)
    return dict(people)
