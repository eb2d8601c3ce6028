"""A page of the library as it is asked for over HTTP."""

from typing import Annotated, Any

from pydantic import Field
from starlette.responses import Response

from hwawon.accounts.identity import Identity
from hwawon.gallery.schema import NO_NUL
from hwawon.gallery.thumbnails import thumbnail_address
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.pictures import Narrowing, PictureLine, PictureRecord
from hwawon.validation import FrozenModel
from hwawon.web.answers import json_answer

WORDS = "Title and prompt have all of these words, whole or as beginnings."
AUXILIARY = ("mask", "lines", "reference", "strengths", "trial")  # tools of a retouch, not pictures to look at


class PictureQuery(FrozenModel):
    """Which pictures are wanted."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    cursor: str | None = None
    kind: str | None = None
    published: bool | None = None
    favourite: bool | None = None
    base: str | None = None
    q: Annotated[str, Field(max_length=200, pattern=NO_NUL, description=WORDS)] = ""


def listed(database: Database, who: Identity, asked: PictureQuery, base_path: str) -> Response:
    """Pictures, newest first. Masks, lines and other tools are shown only where their kind is asked for."""
    hidden = AUXILIARY if asked.kind is None else ()
    owner = None if who.sees_all else who.owner
    more = Narrowing(asked.favourite, asked.base, tuple(asked.q.split()))
    with database.read() as tx:
        page = pictures.page(tx, asked.limit, asked.cursor, asked.kind, asked.published, owner, hidden, more)
    items = [picture_json(one, base_path) for one in page.items]
    rest = {"next_cursor": page.next_cursor, "total": page.total, "total_is_exact": page.total_is_exact}
    return json_answer({"items": items, **rest})


def picture_json(picture: PictureLine | PictureRecord, base_path: str) -> dict[str, Any]:
    """A picture as the API shows it."""
    return {
        "id": picture.id,
        "kind": picture.kind,
        "title": picture.title,
        "width": picture.width,
        "height": picture.height,
        "media_type": picture.media_type,
        "bytes": picture.bytes,
        "published": picture.published,
        "favourite": picture.favourite,
        "base": picture.base,
        "created_at": picture.created_at,
        "url": f"{base_path}/api/pictures/{picture.id}/file",
        "thumbnail_url": thumbnail_address(base_path, picture.id, picture.thumbnail_key),
    }
