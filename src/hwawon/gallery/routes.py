"""HTTP of the pictures: upload, list, narrow, mark, delete. Their files are in `file_routes.py`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, UploadFile
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery import keep
from hwawon.gallery.schema import PictureChange, PictureOut, PicturePage, PictureWithRecord, Words
from hwawon.gallery.seen import owned, seen
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import Narrowing, PictureRecord
from hwawon.web.answers import json_answer
from hwawon.web.few import WHOLE_PICTURES

AUXILIARY = ("mask", "lines", "reference", "strengths", "trial")  # tools of a retouch, not pictures to look at
UploadKind = Literal["upload", "mask", "lines", "reference", "strengths"]
Limit = Annotated[int, Query(ge=1, le=500)]


def router(database: Database, objects: Objects, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room. A person sees the own pictures and the published ones, a curator all."""
    routes = APIRouter(prefix="/api/pictures", tags=["pictures"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def found(id: str, who: Identity) -> PictureRecord:
        with database.read() as tx:
            return seen(tx, who, id)

    @routes.get("", response_model=PicturePage)
    def list_pictures(
        who: Viewer,
        limit: Limit = 50,
        cursor: str | None = None,
        kind: str | None = None,
        published: bool | None = None,
        favourite: bool | None = None,
        base: str | None = None,
        q: Words = "",
    ) -> Response:
        """Pictures, newest first. Masks, lines and other tools are shown only where their kind is asked for."""
        hidden = AUXILIARY if kind is None else ()
        owner = None if who.sees_all else who.owner
        more = Narrowing(favourite, base, tuple(q.split()))
        with database.read() as tx:
            page = pictures.page(tx, limit, cursor, kind, published, owner, hidden, more)
        items = [picture_json(one, settings.base_path) for one in page.items]
        return json_answer({"items": items, "next_cursor": page.next_cursor, "total": page.total})

    @routes.post("", status_code=201, response_model=PictureOut)
    def upload_picture(who: Retoucher, file: UploadFile, kind: UploadKind = "upload") -> Response:
        """Keep a picture as it is, byte for byte; refused unless it is whole."""
        with WHOLE_PICTURES.turn():
            kept = keep.keep_upload(objects, file.file.read(), settings.max_pixels)
        with database.write() as tx:
            row = keep.add_row(tx, kept, kind=kind, owner=who.owner, title=file.filename or "", record={})
        return json_answer(picture_json(row, settings.base_path), 201)

    @routes.get("/{id}", response_model=PictureWithRecord)
    def get_picture(id: str, who: Viewer) -> Response:
        """One picture with its record: everything that makes it again."""
        picture = found(id, who)
        return json_answer(picture_json(picture, settings.base_path) | {"record": picture.record})

    @routes.patch("/{id}", response_model=PictureOut)
    def change_picture(id: str, change: PictureChange, who: Retoucher) -> Response:
        """Mark a picture as a favourite or no longer, or give it another title."""
        with database.write() as tx:
            owned(tx, who, id, or_of_house=change.title is None)
            changed = pictures.change(tx, id, **change.model_dump(exclude_none=True))
        return json_answer(picture_json(changed, settings.base_path))

    @routes.delete("/{id}", status_code=204)
    def delete_picture(id: str, who: Retoucher) -> Response:
        """Delete a picture; refused while a journal is built on it."""
        with database.write() as tx:
            owned(tx, who, id)
            pictures.remove(tx, id)
        return Response(status_code=204)

    return routes


def picture_json(picture: PictureRecord, base_path: str) -> dict[str, Any]:
    """A picture as the API shows it."""
    address = f"{base_path}/api/pictures/{picture.id}"
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
        "url": f"{address}/file",
        "thumbnail_url": f"{address}/thumbnail",
    }
