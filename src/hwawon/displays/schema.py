"""What the displays' routes take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from hwawon.displays.settings import Key, Programme, Words, ZoneSettings
from hwawon.displays.slots import MOST
from hwawon.validation import FrozenModel

MOST_PLAYS = 500
Places = Annotated[tuple[Key | None, ...], Field(max_length=MOST)]


class HungPictureOut(BaseModel):
    """A picture on a place. `url` is below the path prefix and for ever the same bytes."""

    item: str
    picture: str
    sha256: str
    url: str
    media_type: str
    bytes: int
    width: int
    height: int


class SegmentOut(BaseModel):
    """A part of what comes. `at` null: as soon as the screen can; `until` null: as far as is known."""

    at: float | None
    until: float | None
    version: int | None
    off: str


class ManifestOut(BaseModel):
    """What a zone's screens show now and next; moments are seconds since 1970."""

    zone: str
    version: int
    cause: str
    off: str
    slots: dict[str, HungPictureOut]
    timeline: list[SegmentOut]
    sets: dict[str, dict[str, HungPictureOut]]
    poll_s: float
    server_time: float


class ZoneOut(BaseModel):
    """A zone as operators see it. `slots`: what it shows now; `off`: why its screens are dark, empty: they are not."""

    name: str
    settings: ZoneSettings
    version: int
    cause: str
    off: str
    until: float | None
    slots: dict[str, HungPictureOut]
    programmes: int
    players: int


class ZonesOut(BaseModel):
    items: list[ZoneOut]


class PutPictures(FrozenModel):
    """Pictures for the places 1, 2, ...; null keeps what a place shows."""

    portrait: Places = ()
    landscape: Places = ()
    repeats: bool = False  # whether a picture may be on two screens that are seen together


class VersionOut(BaseModel):
    version: int


class InfoOut(BaseModel):
    """A visitor's words for the info screen; `korean` has the original's keys."""

    emotion: str
    season: str
    weather: str
    time: str
    gender: str
    generation: str
    age_low: int | None
    age_high: int | None
    favorite: str
    korean: dict[str, str]
    present: bool


class SeatIn(FrozenModel):
    """A screen that begins."""

    zone: Annotated[str, Field(max_length=40)]
    slot: Annotated[int, Field(ge=1, le=MOST)]
    orientation: Literal["h", "v"]
    name: Words = ""


class Heartbeat(FrozenModel):
    """What a screen says of itself. `clock_off_s`: its clock less the server's; `fetching`: files still to come."""

    view: Literal["picture", "info"] = "picture"
    version: Annotated[int, Field(ge=0, le=2**53)] = 0
    item: Annotated[str | None, Field(max_length=1024)] = None
    since: Annotated[float | None, Field(ge=0, le=1e11)] = None  # seconds since 1970, by the server's clock
    fetching: Annotated[int, Field(ge=0, le=1000)] = 0
    off: Words = ""
    offline: bool = False  # it plays from its own store
    clock_off_s: Annotated[float | None, Field(ge=-1e11, le=1e11)] = None
    problem: Annotated[str | None, Field(max_length=1000)] = None


class PlayerOut(BaseModel):
    """A screen. `silent_s`: since it was heard of; `current`: the version that its zone shows."""

    id: str
    name: str
    zone: str
    slot: int
    orientation: Literal["h", "v"]
    state: Literal["up_to_date", "fetching", "dark", "silent"]
    silent_s: float
    shows: dict[str, Any] | None
    current: int
    clock_off_s: float | None
    problem: str | None
    created_at: datetime
    seen_at: datetime


class PlayersOut(BaseModel):
    items: list[PlayerOut]


class PlayerIdOut(BaseModel):
    id: str
    server_time: float


class HeartbeatOut(BaseModel):
    server_time: float


class PlayIn(FrozenModel):
    """A picture that was on the screen. `started_at` by the server's clock."""

    event: Annotated[str, Field(min_length=8, max_length=64)]
    item: Key
    version: Annotated[int, Field(ge=0, le=2**53)]
    started_at: AwareDatetime
    seconds: Annotated[float, Field(gt=0, le=604_800)]


class PlaysIn(FrozenModel):
    plays: Annotated[tuple[PlayIn, ...], Field(min_length=1, max_length=MOST_PLAYS)]


class PlaysOut(BaseModel):
    """How many were new, and how many were known already."""

    accepted: int
    known: int


class PlayOut(BaseModel):
    event: str
    item: str
    version: int
    started_at: datetime
    seconds: float


class PlayedOut(BaseModel):
    items: list[PlayOut]


class PlayTotalOut(BaseModel):
    """Plays, and the seconds that they lasted; two screens at once count both."""

    times: int
    seconds: float


class ZonePlaysOut(PlayTotalOut):
    zone: str


class PicturePlaysOut(PlayTotalOut):
    """`picture` null: it is not before visitors now."""

    item: str
    picture: str | None


class PlayTotalsOut(BaseModel):
    """`shown`: how many pictures there were, of which `pictures` has those that were shown longest."""

    since: datetime
    total: PlayTotalOut
    zones: list[ZonePlaysOut]
    pictures: list[PicturePlaysOut]
    shown: int


class ProgrammeIn(FrozenModel):
    """A programme of a zone."""

    zone: Annotated[str, Field(max_length=40)]
    programme: Programme


class ProgrammeOut(BaseModel):
    id: str
    zone: str
    programme: Programme


class ProgrammesOut(BaseModel):
    items: list[ProgrammeOut]
