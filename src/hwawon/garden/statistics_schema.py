"""What the dashboard asks and gets."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from hwawon.validation import FrozenModel


class StatisticsWish(FrozenModel):
    """Which visits: from the first day to the last, both included, in UTC; of one zone, or of all."""

    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None
    zone: Annotated[str | None, Field(max_length=40)] = None
    synthetic: bool = False  # the made-up visits instead of the others
    utc_offset_min: Annotated[int, Field(ge=-14 * 60, le=14 * 60)] = 0  # how far the hours are ahead of UTC
    published: bool = False  # for others than the operators: no counts below the place's smallest group

    @model_validator(mode="after")
    def _in_order(self) -> "StatisticsWish":
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"from: expected a day up to {self.last}, got {self.first}")
        return self


class AgesOut(BaseModel):
    """How estimated ages are spread, in years."""

    count: int
    least: float
    lower: float
    median: float
    upper: float
    most: float
    average: float


class AllAgesOut(BaseModel):
    """The average of all, and the spread by emotion."""

    average: float | None
    by_emotion: dict[str, AgesOut]


class GuessesOut(BaseModel):
    """How often a guess was right, by the visitors' own word; an empty word: not known."""

    generation: str
    gender: str
    confirmed: int
    corrected: int


class StatisticsOut(BaseModel):
    """Numbers of visits."""

    total: int
    synthetic: int  # made-up visits of that time, which are counted apart
    gardens: int  # visits that were shown pictures
    taken_home: int
    likes: int  # opinions as they were given; who likes a picture now is told by the top liked
    dislikes: int
    unlikes: int
    zones: list[str]
    counts: dict[str, dict[str, int]]  # by kind of words, then by word
    pairs: dict[str, dict[str, dict[str, int]]]  # `emotion/season` and so on; `emotion/hour`: 0 to 23
    ages: AllAgesOut
    guesses: list[GuessesOut]
    hidden_groups: int  # too small to be told


class LikedPictureOut(BaseModel):
    """A picture and how many visitors like it now."""

    item: str
    likes: int
    picture: str
    url: str
    thumbnail_url: str
    width: int
    height: int
    emotion: str
    favorite: str


class TopLikedOut(BaseModel):
    """Most liked first."""

    items: list[LikedPictureOut]
