"""A garden of made-up pictures and four groups of visitors whose tastes are known to the last number.

A visitor likes a picture with a chance that depends on what everybody can see (season, time, the emotion), on a style
that no word tells of, and on how good the picture is. Groups are only hinted at by generation and gender, so that the
context helps a new visitor a little, and the likes of the visit tell the rest.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hwawon.pool.keys import EMOTIONS, SEASONS, SERVING, TIMES, WEATHERS, name_of
from hwawon.recommend.context import Context, parted

STYLES = 4
BASE, LOVED_TIME, LOVED_SEASON, LOVED_STYLE, OWN_EMOTION, QUALITY = -4.2, 1.6, 1.0, 1.8, 1.4, 0.6  # log-odds
SURE = 0.7  # of the mood, the share of its emotion
TYPICAL = 0.6  # of a group's visitors, those of its typical generation, and of its typical gender


@dataclass(frozen=True)
class Taste:
    """What a group loves, and whom it mostly consists of."""

    name: str
    season: str
    time: str
    style: int
    generation: str
    gender: str


TASTES = (
    Taste("spring mornings", "spring", "the-early-dawn", 0, "young-adult", "Female"),
    Taste("summer days", "summer", "day", 1, "child", "Male"),
    Taste("autumn evenings", "autumn", "sunset", 2, "elder", "Female"),
    Taste("winter nights", "winter", "the-middle-of-the-night", 3, "adult", "Male"),
)
_OTHERS = ("teenager", "middle-age", *(taste.generation for taste in TASTES))


@dataclass(frozen=True)
class MadeVisitor:
    """A visitor: the group is known to nobody but the world."""

    id: str
    group: int
    emotion: str
    context: Context
    likes: NDArray[np.bool_] = field(repr=False, compare=False)  # of every picture of the world, (P,)


@dataclass(frozen=True)
class World:
    """The pictures, (P,), and what each group feels for each: `chances` (groups, emotions, P), 0..1."""

    tails: tuple[str, ...]
    chances: NDArray[np.float64]
    seed: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The serving keys in the order of the columns."""
        return tuple(f"{SERVING}/{tail}" for tail in self.tails)

    def visitor(self, number: int) -> MadeVisitor:
        """The visitor of that number, always the same; groups take turns."""
        dice = random.Random(f"{self.seed} visitor {number}")
        group, emotion = number % len(TASTES), dice.choice(EMOTIONS)
        taste = TASTES[group]
        generation = taste.generation if dice.random() < TYPICAL else dice.choice(_OTHERS)
        gender = taste.gender if dice.random() < TYPICAL else dice.choice(("Female", "Male"))
        mood = parted({emotion: SURE, dice.choice(EMOTIONS): 1 - SURE} | {emotion: SURE})
        chances = self.chances[group, EMOTIONS.index(emotion)]
        likes = np.random.default_rng([self.seed, number]).random(len(chances)) < chances
        return MadeVisitor(f"made-{self.seed}-{number}", group, emotion, Context(mood, generation, gender), likes)


def make_world(pictures: int, seed: int = 1) -> World:
    """So many pictures, spread evenly over emotions, seasons and times."""
    dice = random.Random(f"{seed} pictures")
    tails = tuple(_tail(number) for number in range(pictures))
    styles = [dice.randrange(STYLES) for _ in tails]
    quality = [dice.gauss(0.0, QUALITY) for _ in tails]
    chances = np.empty((len(TASTES), len(EMOTIONS), pictures))
    for group, taste in enumerate(TASTES):
        for place, tail in enumerate(tails):
            liked = BASE + quality[place] + LOVED_STYLE * (styles[place] == taste.style) + _seen(taste, tail)
            for number, emotion in enumerate(EMOTIONS):
                odds = liked + OWN_EMOTION * tail.startswith(f"{emotion}/")
                chances[group, number, place] = 1 / (1 + np.exp(-odds))
    return World(tails, chances, seed)


def expected(world: World, who: MadeVisitor, places: Sequence[int]) -> float:
    """How many of these pictures the visitor's group would like on average."""
    return float(world.chances[who.group, EMOTIONS.index(who.emotion)][list(places)].sum())


def best(world: World, who: MadeVisitor, size: int) -> float:
    """The most that any `size` pictures could have."""
    chances = world.chances[who.group, EMOTIONS.index(who.emotion)]
    return float(np.partition(chances, -size)[-size:].sum())


def _tail(number: int) -> str:
    rest, emotion = divmod(number, len(EMOTIONS))
    rest, season = divmod(rest, len(SEASONS))
    rest, time = divmod(rest, len(TIMES))
    favorite = ",".join((SEASONS[season], WEATHERS[rest % len(WEATHERS)], TIMES[time]))
    return f"{EMOTIONS[emotion]}/{favorite}/made_{number:05d}{'hv'[rest % 2]}.jpeg"


def _seen(taste: Taste, tail: str) -> float:
    season, _, time = name_of(f"{SERVING}/{tail}").cell.favorite.split(",")
    return LOVED_SEASON * (season == taste.season) + LOVED_TIME * (time == taste.time)
