"""People made up: what they are, what they like, and which picture of a screen they choose. Chance is seeded."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, SEASONS, TIMES, WEATHERS, Cell, cell_of

GENERATIONS = ("10s", "20s", "30s", "40s", "50s", "60s")
GENDERS = ("Female", "Male")
SHOWN_AT_ONCE = 8  # pictures on the original's screen
OWN_EMOTION_SHARE = 0.7  # of the pictures that a visitor is shown
_PULL = {"emotion": 1.2, "season": 1.6, "weather": 0.9, "time": 0.7, "now": 0.6}  # on the odds, as logarithms
_MONTHS = {12: 3, 1: 3, 2: 3, 3: 0, 4: 0, 5: 0, 6: 1, 7: 1, 8: 1, 9: 2, 10: 2, 11: 2}  # month -> index of the season


@dataclass(frozen=True)
class Made:
    """A visitor whom nobody met. Those of one emotion share a taste; each has a whim of the own beside it."""

    id: str
    generation: str
    gender: str
    emotion: str
    season: str
    weather: str
    time: str


@dataclass(frozen=True)
class Offer:
    """A picture that can be shown."""

    key: str
    cell: Cell
    charm: float  # what everybody likes in it

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.cell.favorite.split(","))


def make_visitor(chance: random.Random, id: str) -> Made:
    """A visitor, who shares the taste of the own emotion three times in four."""
    place = chance.randrange(len(EMOTIONS))
    whim = chance.random() < 0.25
    other = chance.randrange(len(EMOTIONS)) if whim else place
    tastes = (SEASONS[other % 4], WEATHERS[(other + other // 4) % 4], TIMES[(3 * other) % 4])
    generation, gender = chance.choice(GENERATIONS), chance.choice(GENDERS)
    return Made(id, generation, gender, EMOTIONS[place].upper(), *tastes)


def make_offer(chance: random.Random, key: str, search_key: str) -> Offer | None:
    """A picture with a charm of its own; None where its emotion is none of the eight."""
    charm = chance.gauss(0, 0.5)
    try:
        return Offer(key, cell_of(search_key.lower()), charm)
    except BadInput:
        return None


def draw_screen(chance: random.Random, own: Sequence[Offer], all_offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """What a visitor is shown: mostly pictures of the own emotion, none twice."""
    wanted = [
        chance.choice(own if own and chance.random() < OWN_EMOTION_SHARE else all_offers) for _ in range(SHOWN_AT_ONCE)
    ]
    return tuple({offer.key: offer for offer in wanted}.values())


def choose(chance: random.Random, visitor: Made, screen: Sequence[Offer], moment_s: int) -> Offer:
    """The picture that a visitor likes, by odds that follow the taste and the season of the moment."""
    odds = [math.exp(pull(visitor, offer, moment_s)) for offer in screen]
    return chance.choices(screen, odds)[0]


def pull(visitor: Made, offer: Offer, moment_s: int) -> float:
    """How much a picture draws a visitor; 0 is a picture that says nothing to anybody."""
    words, season = offer.words, SEASONS[_MONTHS[datetime.fromtimestamp(moment_s, UTC).month]]
    felt = {
        "emotion": offer.cell.emotion == visitor.emotion.lower(),
        "season": visitor.season in words,
        "weather": visitor.weather in words,
        "time": visitor.time in words,
        "now": season in words,
    }
    return offer.charm + sum(_PULL[name] for name, holds in felt.items() if holds)
