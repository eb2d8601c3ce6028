"""HTTP of the pictures: upload, list, narrow, mark, delete. Their files are in `file_routes.py`."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, UploadFile
from sqlalchemy import Connection, select
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery import keep
from hwawon.gallery.listing import PictureQuery, listed, picture_json
from hwawon.gallery.schema import PictureChange, PictureOut, PicturePage, PictureWithRecord
from hwawon.gallery.seen import owned, seen
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.pictures import PictureRecord
from hwawon.web.answers import json_answer
from hwawon.web.few import WHOLE_PICTURES

UploadKind = Literal["upload", "mask", "lines", "reference", "strengths"]


def router(
    database: Database,
    objects: Objects,
    guard: Guard,
    settings: Settings,
    also_forget: Callable[[Connection, str, bool], bool],
) -> APIRouter:
    """The routes of this room. A person sees the own pictures and the published ones, a curator all.

    `also_forget` forgets a picture of the garden in its own way, for a curator or somebody else; it answers whether the
    picture was of the garden.
    """
    routes = APIRouter(prefix="/api/pictures", tags=["pictures"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def found(id: str, who: Identity) -> PictureRecord:
        with database.read() as tx:
            return seen(tx, who, id)

    @routes.get("", response_model=PicturePage)
    def list_pictures(who: Viewer, asked: Annotated[PictureQuery, Query()]) -> Response:
        """Pictures, newest first. Masks, lines and other tools are shown only where their kind is asked for."""
        return listed(database, who, asked, settings.base_path)

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
        with database.read() as tx:
            picture = seen(tx, who, id)
            in_pool = tx.scalar(select(pool.c.picture).where(pool.c.picture == id)) is not None
        more = {"record": picture.record, "in_pool": in_pool}
        return json_answer(picture_json(picture, settings.base_path) | more)

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
            if not also_forget(tx, id, who.sees_all):
                pictures.remove(tx, id)
        return Response(status_code=204)

    return routes
