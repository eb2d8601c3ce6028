"""Every garden of some emotions, animals, seasons, weathers and times: a sentence for each, templates in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from hwawon.errors import BadInput
from hwawon.prompts.expand import LONGEST_PROMPT
from hwawon.prompts.templates import templates_of, told
from hwawon.prompts.words import written
from hwawon.validation import FrozenModel

MOST_ROWS = 4096
MOST_WORDS = 100  # of one kind
MOST_CHARACTERS = 8_000_000  # of all prompts: about what the body of a run may hold
LONGEST_WORD_BYTES = 32  # three and two commas make a favorite, which has at most 100


def _plain(word: str) -> str:
    if any(sign in word for sign in "/\\,[]") or word.startswith(".") or not word.isprintable():
        raise ValueError("a word of a favorite has no comma, slash or bracket and does not begin with a dot")
    if len(word.encode(errors="replace")) > LONGEST_WORD_BYTES:
        raise ValueError(f"a word of a favorite has at most {LONGEST_WORD_BYTES} bytes")
    return word


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Word = Annotated[Phrase, AfterValidator(_plain)]
Words = Annotated[tuple[Word, ...], Field(min_length=1, max_length=MOST_WORDS), AfterValidator(_once)]
Emotion = Literal["happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class ProductRequest(FrozenModel):
    """Words to combine. `templates` None: the house's own for each emotion. `limit`: how many rows are told."""

    emotions: Annotated[tuple[Emotion, ...], Field(min_length=1, max_length=8), AfterValidator(_once)] = ("happy",)
    animals: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=MOST_WORDS), AfterValidator(_once)] = ("dog",)
    seasons: Words = ("spring",)
    weathers: Words = ("sunny",)
    times: Words = ("day",)
    templates: Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = MOST_ROWS


@dataclass(frozen=True, slots=True)
class Row:
    """One garden; `favorite` is season,weather,time as its pictures' names have it."""

    emotion: str
    animal: str
    season: str
    weather: str
    time: str
    favorite: str
    prompt: str


def total(request: ProductRequest) -> int:
    """How many rows there are, whatever the limit."""
    kinds = (request.emotions, request.animals, request.weathers, request.seasons, request.times)
    count = 1
    for words in kinds:
        count *= len(words)
    return count


def rows(request: ProductRequest) -> Iterator[Row]:
    """The first `limit` rows: by emotion, animal, weather, season, time; the templates in turn within an emotion.

    Raises (while they are taken):
        BadInput: a prompt is longer than a request may have, or all of them are longer than a run may have.
    """
    left = MOST_CHARACTERS
    for row in islice(_all_rows(request), request.limit):
        left -= len(row.prompt)
        if len(row.prompt) > LONGEST_PROMPT:
            raise BadInput(f"a prompt has {len(row.prompt)} characters, at most {LONGEST_PROMPT} are allowed")
        if left < 0:
            raise BadInput(f"the prompts have more than {MOST_CHARACTERS} characters in all; ask for fewer by `limit`")
        yield row


def _all_rows(request: ProductRequest) -> Iterator[Row]:
    for emotion in request.emotions:
        templates = request.templates or templates_of(emotion)
        gardens = product(request.animals, request.weathers, request.seasons, request.times)
        for place, (animal, weather, season, time) in enumerate(gardens):
            words = {"emotion": emotion, "animal": animal, "weather": weather, "season": season, "time": time}
            favorite = ",".join(written(word) for word in (season, weather, time))
            yield Row(**words, favorite=favorite, prompt=told(templates[place % len(templates)], words))
