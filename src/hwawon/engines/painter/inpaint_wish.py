"""What a prompt asks for inside a mask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hwawon.engines.painter.words import Words, read_words

RGBTone = tuple[int, int, int]


class Action(StrEnum):
    REMOVE = "remove"  # fill from the surroundings
    SMOOTH = "smooth"  # skin, spots
    BLUR = "blur"
    BRIGHTEN = "brighten"
    DARKEN = "darken"
    SHARPEN = "sharpen"
    RECOLOUR = "recolour"  # a colour and nothing else is named
    PAINT = "paint"  # things or a material are named
    REPAINT = "repaint"  # words that the painter does not know


@dataclass(frozen=True)
class Wish:
    """What is to be seen where the mask is."""

    action: Action
    things: tuple[str, ...] = ()  # names of `content.THINGS`
    material: str | None = None  # a name of `content_materials.MATERIALS`
    colours: tuple[RGBTone, ...] = ()


FEATURE_THINGS = frozenset({"star", "moon", "mushroom", "balloon", "rock"})
FEATURE_MATERIALS = {"pond": "water", "sea": "water", "stream": "water", "hill": "grass"}
WEATHER_MATERIALS = {"snowy": "snow"}


def read_wish(prompt: str, negative_prompt: str) -> Wish:
    """The wish of a prompt; what the negative prompt names is not wished."""
    words = read_words(prompt, negative_prompt)
    colours = tuple(colour.rgb for colour in words.colours)
    if not prompt.strip():
        return Wish(Action.REMOVE)
    for action in words.actions:
        return Wish(Action(action), colours=colours)
    things = _things(words)
    material = _material(words)
    if things or material:
        return Wish(Action.PAINT, things, material, colours)
    return Wish(Action.RECOLOUR, colours=colours) if colours else Wish(Action.REPAINT)


def _things(words: Words) -> tuple[str, ...]:
    features = tuple(name for name in words.features if name in FEATURE_THINGS)
    trees = ("tree",) if words.trees else ()
    clouds = ("cloud",) if words.weather == "cloudy" else ()
    generic = tuple(name for name in words.shapes if not (name == "flower" and words.flowers))
    return words.flowers + words.animals + generic + features + trees + clouds


def _material(words: Words) -> str | None:
    if words.materials:
        return words.materials[0]
    for feature in words.features:
        if feature in FEATURE_MATERIALS:
            return FEATURE_MATERIALS[feature]
    return WEATHER_MATERIALS.get(words.weather or "")
