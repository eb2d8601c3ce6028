"""What the API asks and says of words for a garden."""

from typing import Annotated

from pydantic import BaseModel, Field

from hwawon.engines.wishes import Seed
from hwawon.prompts.expand import LONGEST_PROMPT
from hwawon.validation import FrozenModel


class WordsOut(BaseModel):
    """The words in the order of the choosers; a favorite is season,weather,time."""

    emotions: list[str]
    seasons: list[str]
    weathers: list[str]
    times: list[str]
    favorites: list[str]
    animals: list[str]


class TemplateOut(BaseModel):
    id: str
    emotion: str
    text: str  # with the places [EMOTION] [ANIMAL] [WEATHER] [SEASON] [TIME]


class TemplateList(BaseModel):
    items: list[TemplateOut]


class RowOut(BaseModel):
    """One garden of a product."""

    emotion: str
    animal: str
    season: str
    weather: str
    time: str
    favorite: str
    prompt: str


class ProductOut(BaseModel):
    """`total` counts all rows, `rows` has the first of them."""

    total: int
    rows: list[RowOut]


class WildcardWords(FrozenModel):
    words: Annotated[tuple[Annotated[str, Field(max_length=10_000)], ...], Field(max_length=10_000)]


class WildcardOut(BaseModel):
    name: str
    words: list[str]
    built_in: bool  # the house's own, not written by anybody


class WildcardList(BaseModel):
    items: list[WildcardOut]


class ExpandRequest(FrozenModel):
    """The first prompt is that of `seed`, the next that of the next seed, and so on."""

    prompt: Annotated[str, Field(max_length=LONGEST_PROMPT)]
    seed: Seed = 0
    count: Annotated[int, Field(ge=1, le=100)] = 1


class Expanded(BaseModel):
    prompts: list[str]
