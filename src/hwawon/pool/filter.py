"""Which pictures of the pool are wanted: the fields of `GET /api/pool`, as one frozen value."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import and_, text

from hwawon.storage.garden_tables import (
    POOL_ALIKE,
    POOL_DISPUTED,
    POOL_SERVED,
    POOL_STARRED,
    POOL_UNSERVED,
    pool,
)
from hwawon.storage.words import parts_of
from hwawon.validation import FrozenModel

MOST_VALUES = 64  # of a field that may be given several times: all favorites of the choosers
DAY_MS = 86_400_000

Emotion = Literal["happy", "surprised", "calm", "angry", "fear", "confused", "disgusted", "sad"]
State = Literal["unreviewed", "kept", "rejected", "retouch"]
Condition = Any  # SQL that is true or false
Share = Annotated[float | None, Field(ge=0, le=1)]
NO_NUL = r"^[^\x00]*$"  # which PostgreSQL cannot hold
PictureId = Annotated[str | None, Field(max_length=64, pattern=NO_NUL)]


def _several(value: Any) -> Any:
    """Each value once; one alone, as JSON may give it, as a list of one."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(dict.fromkeys(value))
    return (value,) if isinstance(value, str) else value


def _sought(value: str) -> str:
    """What was typed, where it has words; signs alone seek nothing."""
    return value if parts_of(value) else ""


Words = Annotated[str, Field(max_length=200, pattern=NO_NUL), AfterValidator(_sought)]
Several = Field(max_length=MOST_VALUES)


class PoolFilter(FrozenModel):
    """Every field narrows; a field that may be given several times takes any of its values."""

    emotion: Annotated[tuple[Emotion, ...], BeforeValidator(_several)] = ()
    favorite: Annotated[
        tuple[Annotated[str, Field(max_length=100, pattern=NO_NUL)], ...], Several, BeforeValidator(_several)
    ] = ()
    orientation: Literal["h", "v"] | None = None
    state: Annotated[tuple[State, ...], BeforeValidator(_several)] = ()
    stars_min: Annotated[int | None, Field(ge=1, le=5)] = None
    model: Annotated[
        tuple[Annotated[str, Field(max_length=200, pattern=NO_NUL)], ...], Several, BeforeValidator(_several)
    ] = ()
    bulk: PictureId = None
    parent: PictureId = None
    since: Annotated[date | None, Field(alias="from")] = None  # days in UTC, both included
    until: Annotated[date | None, Field(alias="to")] = None
    unsafe_min: Share = None
    unsafe_max: Share = None
    sharpness_min: Share = None
    sharpness_max: Share = None
    blankness_max: Share = None
    cluster: PictureId = None
    duplicates: bool | None = None  # true: only those with near-duplicates
    disputed: bool | None = None
    published: bool | None = None
    q: Words = ""  # words of the title or the prompt, or their beginnings

    @property
    def asked(self) -> frozenset[str]:
        """The names of the fields that narrow."""
        return frozenset(name for name in PoolFilter.model_fields if getattr(self, name) not in (None, (), ""))


_AT_LEAST = {"unsafe_min": "unsafe", "sharpness_min": "sharpness"}
_AT_MOST = {"unsafe_max": "unsafe", "sharpness_max": "sharpness", "blankness_max": "blankness"}
_ONE_OF = ("emotion", "favorite", "state", "model")
_EQUAL = ("orientation", "bulk", "parent", "cluster")


def conditions(wanted: PoolFilter) -> dict[str, Condition]:
    """What each field that narrows asks of a row, but for `q`, which is sought by `words`."""
    return {name: _condition(wanted, name) for name in sorted(wanted.asked - {"q"})}


def _condition(wanted: PoolFilter, name: str) -> Condition:
    value = getattr(wanted, name)
    if name in _ONE_OF:
        return pool.c[name].in_(value)
    if name in _EQUAL:
        return pool.c[name] == value
    if name in _AT_LEAST:
        return pool.c[_AT_LEAST[name]] >= value
    if name in _AT_MOST:
        return pool.c[_AT_MOST[name]] <= value
    if name == "stars_min":
        return and_(pool.c.stars >= value, _said(POOL_STARRED))
    if name == "since":
        return pool.c.picture >= first_id_of(value)
    if name == "until":
        return pool.c.picture < _first_id(_midnight_ms(value) + DAY_MS)
    return _yes_or_no(name, value=value)


def _yes_or_no(name: str, *, value: bool) -> Condition:
    if name == "published":
        return _said(POOL_SERVED if value else POOL_UNSERVED)
    if name == "disputed":
        return _said(POOL_DISPUTED) if value else pool.c.disputed.is_(False)
    return _said(POOL_ALIKE) if value else pool.c.alike.is_(False)


def _said(words: str) -> Condition:
    """The words of a partial index, to the letter."""
    return text(words)


def first_id_of(day: date) -> str:
    """The least id that a row made on that day can have: ids begin with the milliseconds since 1970."""
    return _first_id(_midnight_ms(day))


def _midnight_ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _first_id(moment_ms: int) -> str:
    return f"{max(0, moment_ms):012x}" + "0" * 20
