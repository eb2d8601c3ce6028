"""Where this installation stands, and what it may do there."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from sqlalchemy import Connection, select

from hwawon.errors import BadInput, EmotionReadingOff
from hwawon.storage.database import Database
from hwawon.storage.many import insert_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import place as places
from hwawon.validation import FrozenModel

_ROW = 1
_ADDRESS = re.compile(r"https?://[^\s@?#/]+(/[^\s@?#]*)?", re.IGNORECASE)

Language = Literal["en", "ko", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ko", "ja")
Days = Annotated[int, Field(ge=1, le=3650)]
Words = Annotated[str, Field(max_length=200)]


class Kind(StrEnum):
    """What the place is for."""

    EXHIBITION = "exhibition"
    SHOP = "shop"
    MUSEUM = "museum"
    HOME = "home"
    WORKPLACE = "workplace"
    SCHOOL = "school"
    OTHER = "other"


# EU AI Act, Article 5(1)(f), in force since 2 February 2025: inferring emotions at work or in education.
FORBIDDEN = frozenset({Kind.WORKPLACE, Kind.SCHOOL})
LEGAL_REASON = (
    "emotions must not be read from faces at a workplace or in a school "
    "(EU AI Act, Article 5(1)(f)); visitors choose their mood by hand"
)


class Retention(FrozenModel):
    """Days after which something is deleted by itself."""

    visits_days: Days = 90
    slates_days: Days = 90
    interactions_days: Days = 365
    codes_days: Days = 365
    prints_days: Days = 30  # of faces, where visitors asked for it

    @model_validator(mode="after")
    def _forgettable(self) -> "Retention":
        longest = max(self.visits_days, self.slates_days, self.interactions_days, self.prints_days)
        if self.codes_days < longest:
            raise ValueError(f"codes_days: expected at least {longest}, so that what is kept can still be erased")
        return self


class Place(FrozenModel):
    """The settings of the place; the defaults hold until an administrator has answered."""

    kind: Kind = Kind.OTHER
    name: Words = ""
    contact: Words = ""  # who answers for it: on the sign and in the notice
    emotion_reading: bool = True
    age_and_gender: bool = False
    child_age: Annotated[int, Field(ge=0, le=21)] = 14  # years; younger faces need an adult's tap. 0: nobody does
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)] = LANGUAGES
    share: bool = True  # whether a picture can be taken home by QR
    returning: Literal["none", "code", "face"] = "code"  # how visitors are known again; face: by code too
    idle_s: Annotated[int, Field(ge=10, le=3600)] = 60  # after which a kiosk begins anew
    retention: Retention = Retention()
    minimum_group: Annotated[int, Field(ge=1, le=1000)] = 5  # smaller groups are not counted in public
    live: bool = False  # whether a picture is made for each visitor
    address: Annotated[str, Field(max_length=300)] = ""  # before the paths of shared links; empty: as the kiosk calls
    label: Mapping[Language, Words] = Field(default_factory=dict)  # instead of the usual words for "made by AI"

    @field_validator("languages")
    @classmethod
    def _different(cls, value: tuple[Language, ...]) -> tuple[Language, ...]:
        if len(set(value)) != len(value):
            raise ValueError("expected each language once")
        return value

    @field_validator("address")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("expected an address such as https://garden.example, without a query")
        return value.rstrip("/")

    @field_validator("name", "contact")
    @classmethod
    def _printable(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("expected printable characters")
        return value

    @property
    def reads_emotions(self) -> bool:
        """Whether faces may be read here."""
        return not self.off_because

    @property
    def off_because(self) -> str:
        """Why faces are not read here: `workplace`, `school`, `switched_off`; empty where they are."""
        if self.kind in FORBIDDEN:
            return str(self.kind)
        return "" if self.emotion_reading else "switched_off"


_STORED = select(places.c.settings, places.c.updated_at).where(places.c.id == _ROW)


def load(tx: Connection) -> Place:
    """The settings, the defaults where nobody has answered yet."""
    return loaded(tx)[0]


def loaded(tx: Connection) -> tuple[Place, datetime | None]:
    """The settings and when they were last written; None: never."""
    row = tx.execute(_STORED).one_or_none()
    return (Place(), None) if row is None else (Place.model_validate(row.settings), row.updated_at)


def save(tx: Connection, wanted: Place) -> Place:
    """Write those settings that `wanted` names; the others stay. The settings now.

    Raises:
        BadInput: emotions were to be read at a workplace or in a school; the message has the legal reason.
    """
    before = load(tx)
    named = {name: getattr(wanted, name) for name in wanted.model_fields_set}
    now = before.model_copy(update=named)
    if now.kind in FORBIDDEN:
        if "emotion_reading" in named and wanted.emotion_reading:
            raise BadInput(f"emotion_reading: {LEGAL_REASON}")
        now = now.model_copy(update={"emotion_reading": False})
    row = {"settings": now.model_dump(mode="json"), "updated_at": utc_now()}
    put = insert_of(tx.dialect.name, places).values(id=_ROW, **row)
    tx.execute(put.on_conflict_do_update(index_elements=[places.c.id], set_=row))
    return now


def check_reading(database: Database) -> None:
    """Refuse where faces are not read.

    Raises:
        EmotionReadingOff: with the reason.
    """
    with database.read() as tx:
        refuse_reading(load(tx))


def refuse_reading(place: Place) -> None:
    """Raises EmotionReadingOff where the place does not read faces."""
    if place.kind in FORBIDDEN:
        raise EmotionReadingOff(LEGAL_REASON)
    if not place.reads_emotions:
        raise EmotionReadingOff("faces are not read here: it is switched off for this place")
