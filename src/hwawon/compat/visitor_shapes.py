"""What the original's paths for visitors take and give."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictStr

from hwawon.compat.shapes import Key
from hwawon.pool.keys import EMOTIONS
from hwawon.validation import FrozenModel
from hwawon.vision.faces.face import Face, Flag

MOST_IMPRESSIONS = 200
MOST_SEEDED = 1000
UserId = Annotated[StrictStr, Field(min_length=1, max_length=200)]
Word = Annotated[StrictStr, Field(max_length=1024)]


class GardenWish(FrozenModel):
    """For whom, and for which search key."""

    id: Annotated[StrictStr | None, Field(max_length=200)] = None
    emotion: Word = ""
    generation: Word | None = None
    gender: Word | None = None


class LikeWish(FrozenModel):
    """A picture that a visitor likes, and all that were on the screen."""

    id: UserId
    itemId: Key
    impression: Annotated[tuple[Key, ...], Field(max_length=MOST_IMPRESSIONS)] = ()


class DisplayWish(FrozenModel):
    """Pictures for the places 1, 2, ... of a zone; what is left out, or empty, keeps its picture."""

    zone: Annotated[StrictStr, Field(min_length=1, max_length=40)]
    portrait: Annotated[tuple[StrictStr | None, ...], Field(max_length=1000)] = ()
    landscape: Annotated[tuple[StrictStr | None, ...], Field(max_length=1000)] = ()


class GalleryWish(FrozenModel):
    """As the successor's page asks."""

    userId: Annotated[StrictStr | None, Field(max_length=200)] = None
    emotion: Word = ""
    gender: Word | None = None


class NewUser(FrozenModel):
    """A visitor by name."""

    userId: UserId
    gender: Word = ""
    emotion: Word = ""


class EmotionOut(BaseModel):
    """What /emotion tells of a face: the 14 keys of the original."""

    id: str
    bucket: str  # empty: the picture is kept nowhere
    key: str
    ageRange: dict[str, int]
    smile: bool
    eyeglasses: bool
    sunglasses: bool
    gender: str
    beard: bool
    mustache: bool
    eyesOpen: bool
    mouthOpen: bool
    emotions: str
    generation: str


class TopLikesOut(BaseModel):
    """The most liked pictures, as the original's table has them."""

    Items: list[dict[str, Any]]
    Count: int
    ScannedCount: int


def likeliest(face: Face) -> str:
    """The emotion that a face looks like most: the original always names one."""
    return max(EMOTIONS, key=lambda name: face.emotions.get(name, 0.0))


def likelier_gender(face: Face) -> str:
    """Male or Female: the original knows no third answer."""
    return "Male" if face.gender_share >= 0.5 else "Female"


def emotion_answer(visitor: str, face: Face) -> dict[str, Any]:
    """The 14 keys; what has no source is false."""
    return {
        "id": visitor,
        "bucket": "",
        "key": "",
        "ageRange": {"Low": face.age_low, "High": face.age_high},
        "smile": _is(face.smile),
        "eyeglasses": _is(face.eyeglasses),
        "sunglasses": _is(face.sunglasses),
        "gender": likelier_gender(face),
        "beard": _is(face.beard),
        "mustache": _is(face.mustache),
        "eyesOpen": _is(face.eyes_open),
        "mouthOpen": _is(face.mouth_open),
        "emotions": likeliest(face).upper(),
        "generation": face.generation,
    }


def _is(flag: Flag | None) -> bool:
    return flag is not None and flag.value
