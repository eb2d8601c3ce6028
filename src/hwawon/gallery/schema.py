"""What the API says of a picture. The models document the answers; rows are sent without being built anew."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from hwawon.validation import FrozenModel

EXAMPLE: JsonValue = {
    "id": "0198f3a2c1d47a5e8b1f2c3d4e5f6a7b",
    "kind": "generated",
    "title": "happy / spring,sunny,day",
    "width": 768,
    "height": 512,
    "media_type": "image/png",
    "bytes": 812345,
    "published": True,
    "favourite": False,
    "base": None,
    "created_at": "2026-11-22T21:00:00+00:00",
    "url": "/api/pictures/0198f3a2c1d47a5e8b1f2c3d4e5f6a7b/file",
    "thumbnail_url": "/api/thumbnails/5d0fb3a2c1d47a5e8b1f2c3d4e5f6a7b5d0fb3a2c1d47a5e8b1f2c3d4e5f6a7b",
}


NO_NUL = r"^[^\x00]*$"  # PostgreSQL has no form for it


class FileBytes(Response):
    """A file's bytes."""

    media_type = "image/*"


PARTS: dict[int | str, dict[str, Any]] = {
    206: {"description": "The asked range."},
    304: {"description": "The caller has it already (`If-None-Match`)."},
    416: {"description": "The range lies beyond the end."},
}


class PictureOut(BaseModel):
    """A picture."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    kind: str  # upload, generated, retouched, mask, lines, reference, strengths, trial
    title: str
    width: int
    height: int
    media_type: str
    bytes: int
    published: bool
    favourite: bool
    base: str | None  # the picture it was made from
    created_at: datetime
    url: str
    thumbnail_url: str


class PictureChange(FrozenModel):
    """What people say of a picture; what is left out stays."""

    favourite: bool | None = None
    title: Annotated[str | None, Field(max_length=300, pattern=NO_NUL)] = None


class PictureWithRecord(PictureOut):
    """A picture with everything that makes it again."""

    record: dict[str, Any]
    in_pool: bool  # of the garden: what is made of it may go to its pool


class PicturePage(BaseModel):
    """Some pictures, newest first."""

    items: list[PictureOut]
    next_cursor: str | None  # None: this is the end
    total: int
    total_is_exact: bool  # false: at least so many, which only words bring about
