"""HTTP of the pictures: upload, list, fetch with ranges, thumbnails."""

from pathlib import PurePath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery import keep
from hwawon.gallery.schema import PARTS, FileBytes, PictureOut, PicturePage, PictureWithRecord
from hwawon.gallery.seen import seen
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import PictureRecord
from hwawon.web.answers import file_answer, json_answer

AUXILIARY = ("mask", "lines")  # tools of a retouch, not pictures to look at
UploadKind = Literal["upload", "mask", "lines", "reference"]
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
    ) -> Response:
        """Pictures, newest first. Masks and lines are shown only where their kind is asked for."""
        hidden = AUXILIARY if kind is None else ()
        owner = None if who.sees_all else who.owner
        with database.read() as tx:
            page = pictures.page(tx, limit, cursor, kind=kind, published=published, visible_to=owner, without=hidden)
        items = [picture_json(one, settings.base_path) for one in page.items]
        return json_answer({"items": items, "next_cursor": page.next_cursor, "total": page.total})

    @routes.post("", status_code=201, response_model=PictureOut)
    def upload_picture(who: Retoucher, file: UploadFile, kind: UploadKind = "upload") -> Response:
        """Keep a picture as it is, byte for byte; refused unless it is whole."""
        kept = keep.keep_upload(objects, file.file.read(), settings.max_pixels)
        with database.write() as tx:
            row = keep.add_row(tx, kept, kind=kind, owner=who.owner, title=file.filename or "", record={})
        return json_answer(picture_json(row, settings.base_path), 201)

    @routes.get("/{id}", response_model=PictureWithRecord)
    def get_picture(id: str, who: Viewer) -> Response:
        """One picture with its record: everything that makes it again."""
        picture = found(id, who)
        return json_answer(picture_json(picture, settings.base_path) | {"record": picture.record})

    @routes.get("/{id}/file", response_class=FileBytes, responses=PARTS)
    def get_file(id: str, who: Viewer, request: Request) -> Response:
        """The file itself; ranges and ETag are honoured."""
        picture = found(id, who)
        answer = file_answer(request.headers, objects, picture.key, picture.media_type)
        answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file_name(picture))}"
        return answer

    @routes.get("/{id}/thumbnail", response_class=FileBytes, responses=PARTS)
    def get_thumbnail(id: str, who: Viewer, request: Request) -> Response:
        """A small WebP."""
        picture = found(id, who)
        return file_answer(request.headers, objects, picture.thumbnail_key or picture.key, keep.THUMBNAIL_TYPE)

    return routes


def file_name(picture: PictureRecord) -> str:
    """What a download is called: its title, with the suffix of what it is."""
    stem = "".join(sign if sign.isalnum() or sign in "-_" else " " for sign in PurePath(picture.title).stem)
    name = "-".join(stem.split())[:80] or picture.kind
    return f"{name}.{picture.media_type.rpartition('/')[2].replace('jpeg', 'jpg')}"


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
        "base": picture.base,
        "created_at": picture.created_at,
        "url": f"{address}/file",
        "thumbnail_url": f"{address}/thumbnail",
    }
