"""What is painted for a visitor: the garden's own sentences with the visitor's mood, favorite and words.

Words are chosen from the garden's lists, not typed: what visitors write would stand in the picture's public metadata,
and nobody could look it through before it is painted.
"""

from typing import Annotated

from pydantic import Field, field_validator

from hwawon import seeds
from hwawon.bulk.request import OTHERS, joined
from hwawon.errors import BadInput
from hwawon.garden.visits import Visit
from hwawon.pool.keys import FAVORITES
from hwawon.prompts.templates import templates_of, told
from hwawon.prompts.words import ANIMALS, HOUSE_LISTS
from hwawon.validation import FrozenModel

WORDS = frozenset({*ANIMALS, *HOUSE_LISTS["flower"]})
MOST_WORDS = 3


class LiveWish(FrozenModel):
    """Flowers and animals that the visitor wants to see."""

    words: Annotated[tuple[str, ...], Field(max_length=MOST_WORDS)] = ()

    @field_validator("words")
    @classmethod
    def _of_the_garden(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            if word not in WORDS:
                raise ValueError(f"expected words out of {', '.join(sorted(WORDS))}")
        return value


def prompt_of(visit: Visit, wish: LiveWish) -> str:
    """The words for the engine; the same visit gets the same sentence.

    Raises:
        BadInput: the visit has no mood.
    """
    if not visit.emotion:
        raise BadInput("a picture is painted for a mood, and this visit has none")
    if visit.favorite not in FAVORITES:
        return joined(visit.emotion, *wish.words, OTHERS)
    season, weather, time = visit.favorite.split(",")
    sentences, draw = templates_of(visit.emotion), seeds.of_text(visit.id)
    animals = [word for word in wish.words if word in ANIMALS]
    animal = animals[0] if animals else ANIMALS[draw % len(ANIMALS)]
    words = {"emotion": visit.emotion, "animal": animal, "weather": weather, "season": season, "time": time}
    flowers = [word for word in wish.words if word != animal]
    return joined(told(sentences[draw % len(sentences)], words), *flowers)
