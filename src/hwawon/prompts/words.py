"""The words that a garden is told in: those of the names of its pictures, and animals that live there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hwawon.pool.keys import EMOTIONS, FAVORITES, SEASONS, TIMES, WEATHERS

ANIMALS = ("dog", "cat", "rabbit", "fox", "deer", "horse", "bird", "butterfly", "hedgehog", "turtle")


def spoken(word: str) -> str:
    """As it stands in a sentence: `the-early-dawn` is the early dawn."""
    return word.replace("-", " ").replace("_", " ").strip()


def written(word: str) -> str:
    """As it stands in a favorite, which is part of a file's name: the early dawn is `the-early-dawn`."""
    return "-".join(word.split())


WORDS: Mapping[str, Sequence[str]] = {
    "emotions": EMOTIONS,
    "seasons": SEASONS,
    "weathers": WEATHERS,
    "times": TIMES,
    "favorites": FAVORITES,
    "animals": ANIMALS,
}

HOUSE_LISTS: Mapping[str, tuple[str, ...]] = {  # wildcards that are there before anybody wrote one
    "animal": ANIMALS,
    "emotion": EMOTIONS,
    "season": SEASONS,
    "weather": WEATHERS,
    "time": tuple(spoken(time) for time in TIMES),
    "flower": (
        "roses",
        "tulips",
        "peonies",
        "lavender",
        "sunflowers",
        "hydrangeas",
        "lilies",
        "poppies",
        "camellias",
        "cherry blossoms",
        "lotus flowers",
        "cosmos flowers",
    ),
}
