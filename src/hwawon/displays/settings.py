"""What a zone is told to show, and when: its settings, and the programmes laid over them."""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, field_validator, model_validator

from hwawon.displays.slots import MOST
from hwawon.pool.keys import EMOTIONS, FAVORITES, name_of
from hwawon.validation import FrozenModel

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)

Day = Annotated[int, Field(ge=0, le=6)]
Words = Annotated[str, Field(max_length=200)]
Key = Annotated[str, Field(min_length=1, max_length=1024)]


class Hours(FrozenModel):
    """A part of the day on some days of the week. Where `to` is not after `start`, it ends on the next day."""

    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=7)] = EVERY_DAY  # 0 is Monday
    start: time
    to: time

    @field_validator("start", "to")
    @classmethod
    def _plain(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("expected a time of the day without a time zone: the zone's own holds")
        return value


class Source(FrozenModel):
    """Where pictures come from: chosen by the recommender for a mood and a favorite, or a list."""

    kind: Literal["recommended", "fixed"] = "recommended"
    emotion: str = ""  # empty: any
    favorite: str = ""  # empty: the season and the time of the day that it is
    rotate_s: Annotated[int, Field(ge=0, le=86_400)] = 300  # after which others are chosen; 0: never
    portrait: Annotated[tuple[Key, ...], Field(max_length=MOST)] = ()
    landscape: Annotated[tuple[Key, ...], Field(max_length=MOST)] = ()

    @field_validator("emotion")
    @classmethod
    def _emotion(cls, value: str) -> str:
        if value and value not in EMOTIONS:
            raise ValueError(f"expected one of {', '.join(EMOTIONS)}, or nothing")
        return value

    @field_validator("favorite")
    @classmethod
    def _favorite(cls, value: str) -> str:
        if value and value not in FAVORITES:
            raise ValueError("expected season,weather,time of the garden's words, or nothing")
        return value

    @field_validator("portrait", "landscape")
    @classmethod
    def _keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for key in value:
            name_of(key)
        return value

    @model_validator(mode="after")
    def _filled(self) -> "Source":
        if self.kind == "fixed" and not (self.portrait or self.landscape):
            raise ValueError("a fixed source needs pictures: portrait, landscape or both")
        return self


class ZoneSettings(FrozenModel):
    """How a zone behaves while nobody asks anything of it."""

    title: Words = ""
    timezone: Annotated[str, Field(max_length=60)] = ""  # such as Asia/Seoul; empty: the server's
    neighbours: Annotated[
        tuple[str, ...], Field(max_length=20)
    ] = ()  # zones whose screens are seen together with these
    opening: Annotated[
        tuple[Hours, ...], Field(max_length=20)
    ] = ()  # outside these hours the screens are dark; none: always
    source: Source = Source()
    lead_s: Annotated[float, Field(ge=0, le=60)] = 1.0  # between telling the screens and changing all of them

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            if value:
                ZoneInfo(value)
        except (ValueError, OSError, KeyError):
            raise ValueError("expected the name of a time zone such as Asia/Seoul") from None
        return value

    @field_validator("neighbours")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not NAME.fullmatch(name):
                raise ValueError(f"{name[:60]!r} is no name of a zone")
        return value


class Schedule(FrozenModel):
    """Pictures for some hours of some days."""

    kind: Literal["schedule"] = "schedule"
    title: Words = ""
    hours: Hours
    source: Source


class Off(FrozenModel):
    """Hours in which the screens are dark on purpose."""

    kind: Literal["off"] = "off"
    title: Words = ""
    hours: Hours


class Interrupt(FrozenModel):
    """Pictures before everything else until a moment; of several the highest priority, then the latest begun."""

    kind: Literal["interrupt"] = "interrupt"
    title: Words = ""
    starts_at: AwareDatetime | None = None  # None: now
    ends_at: AwareDatetime
    priority: Annotated[int, Field(ge=0, le=100)] = 50
    source: Source

    @model_validator(mode="after")
    def _ordered(self) -> "Interrupt":
        if self.starts_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("ends_at: expected a moment after starts_at")
        return self


Programme = Annotated[Schedule | Off | Interrupt, Field(discriminator="kind")]
