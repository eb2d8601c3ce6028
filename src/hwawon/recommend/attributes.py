"""The attributes that likes are counted by, as columns, and the words of a picture, as rows of the tables over them.

A context becomes 29 whole numbers: eight parts of the mood, which sum up to 1000, and 1000 for each word that is known.
A mood that is not sure says nothing: its eight parts are 0.
"""

from collections.abc import Sequence
from functools import lru_cache

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, SEASONS, TIMES, WEATHERS, name_of
from hwawon.recommend.context import GENDERS, GENERATIONS, UNSURE, WHOLE, Context

WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("emotion", EMOTIONS),
    ("generation", GENERATIONS),
    ("gender", GENDERS),
    ("season", SEASONS),
    ("weather", WEATHERS),
    ("time", TIMES),
)
COLUMNS: tuple[tuple[str, str], ...] = tuple((name, word) for name, words in WORDS for word in words)
PLACE = {column: place for place, column in enumerate(COLUMNS)}


def _groups() -> dict[str, slice]:
    starts, start = {}, 0
    for name, words in WORDS:
        starts[name], start = slice(start, start + len(words)), start + len(words)
    return starts


GROUPS = _groups()

# A picture's own words: of each facet one, the last of each is "unknown".
FACETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("emotion", EMOTIONS),
    ("season", SEASONS),
    ("weather", WEATHERS),
    ("time", TIMES),
)
FACET_SIZES = tuple(len(words) + 1 for _, words in FACETS)  # 9, 5, 5, 5
KINDS_OF_PICTURES = 9 * 5 * 5 * 5
_FACET_OF_WORD = {word: (place, at) for place, (_, words) in enumerate(FACETS[1:], 1) for at, word in enumerate(words)}


@lru_cache(maxsize=4096)
def parts_of(context: Context) -> tuple[int, ...]:
    """The context as 29 whole numbers, in the order of `COLUMNS`."""
    parts = [0] * len(COLUMNS)
    if context.mood != UNSURE:
        parts[GROUPS["emotion"]] = context.mood
    for name, _ in WORDS[1:]:
        if word := getattr(context, name):
            parts[PLACE[name, word]] = WHOLE
    return tuple(parts)


@lru_cache(maxsize=4096)
def facets_of(emotion: str, favorite: str) -> tuple[int, int, int, int]:
    """Which emotion, season, weather and time a picture is of; the number behind the last word is "unknown"."""
    found = [size - 1 for size in FACET_SIZES]
    if emotion in EMOTIONS:
        found[0] = EMOTIONS.index(emotion)
    for word in favorite.split(","):
        if word in _FACET_OF_WORD:
            facet, at = _FACET_OF_WORD[word]
            found[facet] = at
    return found[0], found[1], found[2], found[3]


def kind_of(facets: Sequence[int]) -> int:
    """One number for the four facets together, below `KINDS_OF_PICTURES`."""
    emotion, season, weather, time = facets
    return ((emotion * 5 + season) * 5 + weather) * 5 + time


def words_of_key(key: str) -> tuple[str, str, bool]:
    """Emotion, favorite and whether it is a portrait, from a serving key; of a key that is no picture's, nothing."""
    try:
        name = name_of(key)
    except BadInput:
        return "", "", False
    return name.cell.emotion, name.cell.favorite, name.orientation == "v"
