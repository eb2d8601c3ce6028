"""Reads a prompt: which of the known words stand in it, whatever the language.

Words are taken longest first and each stretch of text is used once, so that a butterfly (나비) brings no rain
(비) and a sunflower no sun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from hwawon.engines.painter.vocabulary import TABLES, Kind

PARTICLES = "이|가|을|를|은|는|의|에|와|과|로|도|랑|으로|에서|들|들이|까지|처럼|철|날|꽃|길|빛"
HANGUL = re.compile(r"[가-힣]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class Colour:
    """A colour named in a prompt."""

    name: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True)
class Words:
    """What a prompt names, in the order in which it names it."""

    emotion: str | None = None
    season: str | None = None
    weather: str | None = None
    time: str | None = None
    flowers: tuple[str, ...] = ()
    trees: tuple[str, ...] = ()
    colours: tuple[Colour, ...] = ()
    animals: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    style: str | None = None
    shapes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Words()


@dataclass(frozen=True)
class Entry:
    """One line of the vocabulary."""

    kind: Kind
    name: str
    rgb: tuple[int, int, int] | None
    english: tuple[str, ...]
    korean: tuple[str, ...]
    japanese: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        return self.english + self.korean + self.japanese


@cache
def entries() -> tuple[Entry, ...]:
    """The whole vocabulary, in the order of its tables."""
    return tuple(_entry(kind, line) for kind, table in TABLES.items() for line in table.strip().splitlines())


def read_words(prompt: str, negative_prompt: str = "") -> Words:
    """What the prompt names and the negative prompt does not."""
    unwanted = set(_found(negative_prompt))
    found = [entry for entry in _found(prompt) if entry not in unwanted]

    def names(kind: Kind) -> tuple[str, ...]:
        return tuple(entry.name for entry in found if entry.kind is kind)

    def first(kind: Kind) -> str | None:
        return next(iter(names(kind)), None)

    return Words(
        emotion=first(Kind.EMOTION),
        season=first(Kind.SEASON),
        weather=first(Kind.WEATHER),
        time=first(Kind.TIME),
        flowers=names(Kind.FLOWER),
        trees=names(Kind.TREE),
        colours=tuple(Colour(entry.name, entry.rgb) for entry in found if entry.rgb is not None),
        animals=names(Kind.ANIMAL),
        features=names(Kind.FEATURE),
        style=first(Kind.STYLE),
        shapes=names(Kind.SHAPE),
        materials=names(Kind.MATERIAL),
        actions=names(Kind.ACTION),
    )


def _entry(kind: Kind, line: str) -> Entry:
    head, *columns = (part.strip() for part in line.split("|"))
    name, _, tint = head.partition(" #")
    english, korean, japanese = (tuple(word.strip() for word in column.split(",")) for column in columns)
    rgb = (int(tint[:2], 16), int(tint[2:4], 16), int(tint[4:], 16)) if tint else None
    return Entry(kind, name, rgb, english, korean, japanese)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Entry], ...]:
    spelled = [(word, entry) for entry in entries() for word in entry.spellings]
    spelled.sort(key=lambda pair: -len(pair[0]))
    return tuple((_pattern(word), entry) for word, entry in spelled)


def _pattern(word: str) -> re.Pattern[str]:
    if JAPANESE.search(word):
        return re.compile(re.escape(word))
    if HANGUL.search(word):
        if len(word) > 1:
            return re.compile(re.escape(word))
        return re.compile(rf"(?<![가-힣]){word}(?:{PARTICLES})?(?![가-힣])")
    loose = re.escape(word).replace(r"\ ", r"[\s_-]+")
    return re.compile(rf"(?<![a-z]){loose}(?:e?s)?(?![a-z])")


def _found(text: str) -> list[Entry]:
    """Entries in the order of their first place in the text, each once."""
    rest = text.lower()
    places: dict[Entry, int] = {}
    for pattern, entry in _patterns():
        for match in pattern.finditer(rest):
            places[entry] = min(match.start(), places.get(entry, match.start()))
        rest = pattern.sub(lambda match: "\0" * len(match.group()), rest)
    return sorted(places, key=places.__getitem__)
