"""Sentences for each emotion, in which the words of a garden take their places.

`[EMOTION] [ANIMAL] [WEATHER] [SEASON] [TIME]` are the places. The weights stand in the order of the original's, with
weather first and harsh feelings louder; they are smaller than its 2.0 to 3.5, since an engine multiplies by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hwawon.prompts.words import spoken

PLACES = ("emotion", "animal", "weather", "season", "time")

_PLACE = re.compile(rf"\[({'|'.join(PLACES).upper()})\]")
_MOOD = "(very strong [EMOTION] nature:1.3)"
_HARSH_MOOD = "(very strong [EMOTION] nature:1.45)"
_SKY = "(the whole scene in [WEATHER] weather:1.35), ([SEASON] season:1.3)"
_FINE = "masterpiece, highly detailed, sharp focus"
_LAST = "cinematic lighting, wide angle, ([TIME]:1.2)"
_LAST_DRAMATIC = "cinematic lighting, dramatic angle, ([TIME]:1.2)"


@dataclass(frozen=True)
class Template:
    """`id` is the emotion and its place among the emotion's own, from 1."""

    id: str
    emotion: str
    text: str


def _told(*parts: str, mood: str = _MOOD, last: str = _LAST) -> str:
    return ", ".join((*parts, mood, _FINE, _SKY, last))


_TEXTS: Mapping[str, tuple[str, ...]] = {
    "happy": (
        _told("photograph of a botanic garden full of flowers", "([ANIMAL] seen from behind:1.2)", "delicate petals"),
        _told("storybook illustration of a botanic garden", "(a playful [ANIMAL]:1.2) among flowers", "soft lines"),
        _told("bright watercolour of a flower path", "(back view of a [ANIMAL]:1.2)", "light colours", "fine paper"),
        _told(
            "sunlit greenhouse with hanging flowers", "(a [ANIMAL] looking at the blossoms:1.2)", last=_LAST_DRAMATIC
        ),
    ),
    "surprised": (
        _told("surreal botanic garden", "(a [ANIMAL] among giant flowers:1.2)", "fireworks above", "dreamlike"),
        _told("hyperreal fantasy of flowers that burst open", "(an astonished [ANIMAL]:1.2)", last=_LAST_DRAMATIC),
        _told(
            "decorative panel in the style of Alphonse Mucha", "(a [ANIMAL] in a wreath of flowers:1.2)", "fireworks"
        ),
        _told("long shadows of Giorgio de Chirico in a garden", "(a lone [ANIMAL]:1.2)", "flowers float in the air"),
    ),
    "calm": (
        _told("photograph of a quiet botanic garden", "(a resting [ANIMAL] seen from behind:1.2)", "flowers by a pond"),
        _told("gentle illustration of a flower garden", "(a [ANIMAL] under a tree:1.2)", "delicate, muted colours"),
        _told(
            "ink and wash painting of a garden", "(a small [ANIMAL] by the water:1.2)", "pale flowers, much empty space"
        ),
    ),
    "angry": (
        _told(
            "botanic garden in red, yellow and orange",
            "(a [ANIMAL] before a tornado:1.2)",
            "thunder over torn flowers",
            mood=_HARSH_MOOD,
            last=_LAST_DRAMATIC,
        ),
        _told(
            "garden painted in the style of Edvard Munch",
            "(a [ANIMAL] beneath a burning sky:1.2)",
            "flowers like flames",
            mood=_HARSH_MOOD,
            last=_LAST_DRAMATIC,
        ),
        _told(
            "thick strokes of red and orange paint",
            "(a [ANIMAL] in the storm:1.2)",
            "lightning strikes a flower bed",
            mood=_HARSH_MOOD,
        ),
    ),
    "fear": (
        _told(
            "photograph of an overgrown botanic garden", "(a [ANIMAL] seen from behind:1.2)", "flowers in deep shade"
        ),
        _told("illustration of a garden maze", "(a trembling [ANIMAL]:1.2)", "thin branches, delicate flowers, mist"),
        _told(
            "narrow path between tall flowers", "(a [ANIMAL] that looks back:1.2)", "cold light", last=_LAST_DRAMATIC
        ),
    ),
    "confused": (
        _told("modernist collage of a botanic garden", "(a [ANIMAL] seen from many sides:1.2)", "spirals of flowers"),
        _told("pop art garden in loud colours", "(a puzzled [ANIMAL]:1.2)", "flowers turn into spirals"),
        _told(
            "floating garden in the style of Marc Chagall", "(a [ANIMAL] upside down:1.2)", "flowers above the roofs"
        ),
        _told(
            "melting flowers in the style of Salvador Dalí", "(a [ANIMAL] on a spiral stair:1.2)", last=_LAST_DRAMATIC
        ),
    ),
    "disgusted": (
        _told(
            "rotting botanic garden in yellow and green",
            "(a [ANIMAL] among crawling bugs:1.2)",
            "psychedelic flowers",
            mood=_HARSH_MOOD,
        ),
        _told(
            "sharp figures in the style of Ernst Ludwig Kirchner",
            "(a dizzy [ANIMAL]:1.2)",
            "sickly flowers, insects",
            mood=_HARSH_MOOD,
            last=_LAST_DRAMATIC,
        ),
        _told(
            "whirling shapes in the style of Wassily Kandinsky",
            "(a [ANIMAL] in a spinning garden:1.2)",
            "beetles on acid green flowers",
            mood=_HARSH_MOOD,
        ),
    ),
    "sad": (
        _told("botanic garden in dark light", "(a lonely [ANIMAL]:1.2)", "withered flowers", "vintage blue and grey"),
        _told("dim garden in the style of Rembrandt", "(a [ANIMAL] in the last light:1.2)", "drooping flowers"),
        _told("blue garden in the style of Vincent van Gogh", "(a [ANIMAL] on an empty bench:1.2)", "fallen petals"),
    ),
}
TEMPLATES = tuple(
    Template(f"{emotion}-{place}", emotion, text)
    for emotion, texts in _TEXTS.items()
    for place, text in enumerate(texts, 1)
)


def templates_of(emotion: str) -> tuple[str, ...]:
    """The sentences of one of the eight emotions."""
    return _TEXTS[emotion]


def told(template: str, words: Mapping[str, str]) -> str:
    """The template with each place taken by its word; other brackets stay."""
    return _PLACE.sub(lambda match: spoken(words[match.group(1).lower()]), template)
