"""What the routes of the recommender take and answer."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hwawon.recommend.context import UNSURE, Context, context_of, parted, surely
from hwawon.recommend.wish import MOST_PICTURES, Wish
from hwawon.validation import FrozenModel

Item = Annotated[str, Field(min_length=1, max_length=1024, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
EXAMPLE: JsonValue = {"emotion": "calm", "season": "winter", "size": 3}
_WORDS = ("generation", "gender", "season", "weather", "time")


class HealthOut(BaseModel):
    """`ready`: everything was read; until then pictures are drawn without the model and the numbers are 0."""

    ready: bool
    pictures: int  # that visitors see
    with_vector: int  # of them, whose looks are known
    visitors: int  # who like something
    likes: int  # each visitor once for a picture
    dislikes: int
    shown: int  # times
    hit_rate: float | None  # likes for each time shown
    age_s: float  # since everything was read
    position: int  # the last interaction that is known
    last_interaction_s: int | None  # seconds since 1970
    memory_bytes: int


class ScoredOut(BaseModel):
    """A picture and a number: of how well it goes, how much it rises, or how many visitors like it."""

    item: str
    score: float


class ScoredPage(BaseModel):
    """Pictures, best first."""

    items: list[ScoredOut]


class PartsOut(BaseModel):
    """What a score is the sum of, as logarithms of odds."""

    worth: float  # how well liked it is, by age
    kind: float  # how well pictures of its emotion, season, weather and time go with the context
    own: float  # how well it goes with the context beyond its kind, by its own likes
    lift: float  # how often it is liked together with what the visitor likes
    deep: float  # of the trained model


class WhyOut(BaseModel):
    """The numbers behind the score of one picture."""

    item: str
    picture: str
    served: bool
    score: float
    parts: PartsOut
    spread: float  # the standard deviation of a draw, at full exploration
    likes: int
    dislikes: int
    shown: int
    recent_likes: float  # by age, a half after 30 days
    recent_shown: float
    fresh: bool
    stars: int
    liked_by: dict[str, float]  # attribute:word of those who like it


class SlateWish(FrozenModel):
    """Pictures for a moment. `mood`: shares by emotion, of any sum; `emotion` alone is a sure one."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    emotion: Word = ""
    mood: Annotated[dict[str, float], Field(max_length=8)] | None = None
    generation: Word = ""
    gender: Word = ""
    season: Word = ""
    weather: Word = ""
    time: Word = ""
    size: Annotated[int, Field(ge=1, le=MOST_PICTURES)] = 3
    visitor: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")] | None = None
    orientation: Literal["h", "v"] | None = None
    favorite: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    without: Annotated[frozenset[Item], Field(max_length=1000)] = frozenset()
    first: Annotated[tuple[Item, ...], Field(max_length=MOST_PICTURES)] = ()
    only: Annotated[tuple[Item, ...], Field(max_length=500)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    policy: Annotated[str, Field(max_length=40)] | None = None
    diversity: Annotated[float, Field(ge=0, le=1)] | None = None
    synthetic: bool = False

    def wish(self) -> Wish:
        """As the recommender takes it. Raises BadInput for an unknown word."""
        names = ("size", "visitor", "orientation", "favorite", "without", "first", "only", "seed", "policy")
        rest = {name: getattr(self, name) for name in (*names, "diversity", "synthetic")}
        return Wish(_context(self, self.mood), surface="api", **rest)


class WhyQuery(FrozenModel):
    """A picture and who looks at it."""

    item: Item
    emotion: Word = ""
    generation: Word = ""
    gender: Word = ""
    season: Word = ""
    weather: Word = ""
    time: Word = ""
    visitor: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""

    @property
    def context(self) -> Context:
        """What is known of who looks. Raises BadInput for an unknown word."""
        return _context(self, None)


def _context(told: SlateWish | WhyQuery, mood: dict[str, float] | None) -> Context:
    felt = parted(mood) if mood else surely(told.emotion) if told.emotion else UNSURE
    return context_of({"mood": felt} | {name: getattr(told, name) for name in _WORDS})
