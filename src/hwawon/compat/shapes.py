"""What the original's paths take and give."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictStr

from hwawon.validation import FrozenModel

MOST_KEYS = 5000
Key = Annotated[StrictStr, Field(min_length=1, max_length=1024)]
_BREAKS_AN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in ' "#%<>?\\^`{|}'}


class Search(FrozenModel):
    """Which pictures: an emotion, or `emotion/favorite`."""

    emotion: Annotated[StrictStr, Field(max_length=1024)]


class Keys(FrozenModel):
    """Pictures by their keys; a single text is no list."""

    objName: Annotated[list[Key], Field(max_length=MOST_KEYS)]


class OneKey(FrozenModel):
    """One picture by its key."""

    objName: Key


class TextToImage(FrozenModel):
    """Words, and a size in pixels."""

    text: Annotated[StrictStr, Field(min_length=1, max_length=20_000)]
    width: Annotated[int, Field(ge=64, le=4096)] = 768
    height: Annotated[int, Field(ge=64, le=4096)] = 512


class Pair(FrozenModel):
    """One landscape and one portrait, `{fname}_{index}h.jpeg` and `...v.jpeg`."""

    index: Annotated[int, Field(ge=0, le=10**9)]
    prompt: Any  # JSON within the JSON: emotion, emotionText, favorite, others; an object is taken as well
    fname: Key


class Envelope(BaseModel):
    """What /text2image answers: `body` is JSON, a list of one address; `time` in whole seconds."""

    statusCode: int
    body: str
    time: int


class Picture(BaseModel):
    """A picture: its address, which ends in its key, and its search key."""

    url: str
    emotion: str


class TwoLists(BaseModel):
    """Pictures by orientation."""

    landscape: list[Picture]
    portrait: list[Picture]


@dataclass(frozen=True)
class Shown:
    """A picture that is listed."""

    key: str
    search_key: str
    is_portrait: bool


def two_lists(pictures: Iterable[Shown], base: str) -> dict[str, list[dict[str, str]]]:
    """The answer of the lists. `base`: the address that the request came to, with a slash at its end."""
    lists: dict[str, list[dict[str, str]]] = {"landscape": [], "portrait": []}
    for one in pictures:
        side = lists["portrait" if one.is_portrait else "landscape"]
        side.append({"url": address(base, one.key), "emotion": one.search_key})
    return lists


def address(base: str, key: str) -> str:
    """The address of a key: the key itself behind it, but for the few signs that no address can hold."""
    return f"{base}{key.translate(_BREAKS_AN_ADDRESS)}"
