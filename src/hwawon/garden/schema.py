"""What the routes of visits take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from hwawon.garden.notice import Notice
from hwawon.garden.place import Language, Place
from hwawon.garden.visits import Visit
from hwawon.validation import FrozenModel

ItemKey = Annotated[str, Field(min_length=1, max_length=1024)]
ZONE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"


class PlaceOut(Place):
    """The settings of the place, and what follows from them."""

    reason: str  # why no faces are read: workplace, school, switched_off; empty where they are
    answered: bool  # whether an administrator has said where this is


class NoticeOut(BaseModel):
    """What visitors are told before the camera opens."""

    language: Language
    title: str
    lines: list[str]
    yes: str
    by_hand: str
    label: str
    reason: str


class VisitWanted(FrozenModel):
    """A visit to begin."""

    surface: Literal["kiosk", "garden", "emotion-garden", "emotion", "api"] = "kiosk"
    language: Language = "en"
    zone: Annotated[str, Field(pattern=ZONE)] | None = None
    returning: Annotated[str, Field(max_length=600)] | None = None  # a code of an earlier visit, or its address


class ConsentGiven(FrozenModel):
    """What the visitor agrees to."""

    camera: bool  # false: the mood is chosen by hand
    adult: bool = False  # an adult agreed, for a child
    remember: bool = False  # be known again by the face, where the place allows it


class MoodSaid(FrozenModel):
    """A mood by the visitor's own word."""

    emotion: Annotated[str, Field(max_length=20)]  # empty: not sure
    source: Literal["hand", "corrected", "confirmed"] = "hand"


class FavoriteSaid(FrozenModel):
    """Season, weather and time."""

    favorite: Annotated[str, Field(max_length=100)]  # empty: none


class Opinion(FrozenModel):
    """A like, a dislike, or one that is taken back."""

    item: ItemKey
    slate: Annotated[str, Field(max_length=32)] | None = None  # on which it was shown; else the last that had it
    kind: Literal["click", "dislike", "unlike"] = "click"
    event: Annotated[str, Field(min_length=1, max_length=64)] | None = None  # sent twice, kept once


class Chosen(FrozenModel):
    """The picture that is taken home."""

    item: ItemKey


class VisitOut(BaseModel):
    """A visit as its own kiosk sees it."""

    id: str
    visitor: str
    language: str
    consent: Literal["none", "camera", "hand"]
    adult: bool
    remember: bool
    mood: dict[str, int] | None
    mood_source: Literal["", "face", "hand", "corrected", "confirmed"]
    emotion: str
    guessed: str
    generation: str
    gender: str
    age_low: int | None
    age_high: int | None
    favorite: str
    step: str
    chosen: str | None
    zone: str | None
    policy: str
    started_at: datetime
    ended_at: datetime | None
    returned: bool | None = None  # at the beginning: whether the code was known
    face: dict[str, Any] | None = None  # after a face was read: what it looks like


class OpinionOut(BaseModel):
    """What the visitor thinks of the picture now, and how many visitors like it."""

    opinion: Literal[1, 0, -1]
    likes: int


class CodesOut(BaseModel):
    """QR codes as SVG; an empty one is switched off here."""

    share: str
    forget: str
    return_: Annotated[str, Field(serialization_alias="return")]


class FinalOut(BaseModel):
    """What the visitor takes home."""

    share: str
    qr: str
    return_code: str
    forget: str
    codes: CodesOut


class MoodGroupOut(BaseModel):
    """How often a guess was right in one group."""

    generation: str
    gender: str
    guessed: str
    times: int
    right: int
    error_rate: float


class GroupsOut(BaseModel):
    """Groups of at least the place's minimum."""

    minimum_group: int
    groups: list[MoodGroupOut]


_OWN = ("device", "surface", "consented_at", "synthetic", "seen_at", "mood")


def visit_json(visit: Visit, **more: Any) -> dict[str, Any]:
    """As `VisitOut`."""
    return {name: value for name, value in vars(visit).items() if name not in _OWN} | {"mood": visit.moods} | more


def notice_json(notice: Notice) -> dict[str, Any]:
    """As `NoticeOut`."""
    return vars(notice) | {"lines": list(notice.lines)}
