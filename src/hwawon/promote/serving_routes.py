"""HTTP of what visitors see: its list for curators, and the files under the names that the original gives them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import select
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotFound
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.pool import clusters
from hwawon.pool.keys import POOL, SERVING, name_of
from hwawon.pool.schema import PoolPictureOut, PoolQuery, pool_json
from hwawon.promote import listing, seen
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.tables import picture
from hwawon.web.answers import file_answer, is_known, json_answer

FRESH = "public, no-cache"  # a name may get other bytes: whoever has a copy asks whether it still holds
FRESH_FOR_ONE = "private, no-cache"


class ServingQuery(PoolQuery):
    """A filter of the pool, and where in the list of what is served to begin."""

    position: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None  # from 0 on; instead of a cursor


class ServingPageOut(BaseModel):
    """Some served pictures."""

    items: list[PoolPictureOut]
    next_cursor: str | None
    total: int
    position: int  # of the first of them in the whole list


class RefusedFile(BaseModel):
    """A file from outside that is not taken in, and why."""

    key: str
    reason: str


class OutsideOut(BaseModel):
    """What came from outside."""

    last_look_at: datetime | None
    refused: list[RefusedFile]  # the first 200
    refused_total: int
    arriving: int


def router(database: Database, objects: Objects, guard: Guard, settings: Settings, originals_guard: Guard) -> APIRouter:
    """The list is the curators'; the files of published pictures are everybody's, those of the pool the curators'."""
    routes = APIRouter(tags=["serving"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Reader = Annotated[Identity, Depends(originals_guard.needs(Role.CURATOR))]

    @routes.get("/api/serving", response_model=ServingPageOut)
    def list_serving(_: Curator, asked: Annotated[ServingQuery, Query()]) -> Response:
        """What visitors see, with the exact total; from a cursor or from a position on."""
        oldest = asked.order == "oldest"
        with database.read() as tx:
            page = listing.page(tx, asked, asked.limit, asked.cursor, asked.position, oldest=oldest)
            sizes = clusters.sizes(tx, {one.cluster for one in page.items if one.cluster and one.alike})
        items = [pool_json(one, settings.base_path, sizes) for one in page.items]
        rest = {"next_cursor": page.next_cursor, "total": page.total, "position": page.position}
        return json_answer({"items": items} | rest)

    @routes.get("/api/outside", response_model=OutsideOut)
    def get_outside(_: Curator) -> Response:
        """What was put into imgPool/ and emotions/ from outside and is refused, and how much is being taken in."""
        with database.read() as tx:
            return json_answer(seen.report(tx))

    def media_type(key: str, *where: Any) -> str:
        joined = pool.join(picture, picture.c.id == pool.c.picture)
        with database.read() as tx:
            found = tx.scalar(select(picture.c.media_type).select_from(joined).where(*where))
        if found is None:
            raise NotFound(f"there is no picture {key!r}")
        return str(found)

    @routes.head("/emotions/{key:path}", include_in_schema=False)
    @routes.get("/emotions/{key:path}", response_class=FileBytes, responses=PARTS)
    def get_served_file(key: str, request: Request) -> Response:
        """A published picture's file, for everybody; gone as soon as it is retracted."""
        name = name_of(f"{SERVING}/{key}")
        kind = media_type(name.serving_key, pool.c.tail == name.tail, pool.c.published_at.is_not(None))
        return _file(request, objects, name.serving_key, kind, FRESH)

    @routes.head("/imgPool/{key:path}", include_in_schema=False)
    @routes.get("/imgPool/{key:path}", response_class=FileBytes, responses=PARTS)
    def get_pool_file(key: str, request: Request, _: Reader) -> Response:
        """The file of a picture in the pool."""
        name = name_of(f"{POOL}/{key}")
        kind = media_type(name.pool_key, pool.c.tail == name.tail, pool.c.pool_key.is_not(None))
        return _file(request, objects, name.pool_key, kind, FRESH_FOR_ONE)

    return routes


def _file(request: Request, objects: Objects, key: str, media_type: str, cache_control: str) -> Response:
    if request.method != "HEAD":
        return file_answer(request.headers, objects, key, media_type, cache_control=cache_control)
    info = objects.head(key)
    etag = f'"{info.etag}"'
    fixed = {"ETag": etag, "Cache-Control": cache_control, "Accept-Ranges": "bytes"}
    if is_known(request.headers, etag):
        return Response(status_code=304, headers=fixed)
    return Response(headers=fixed | {"Content-Length": str(info.size)}, media_type=media_type)
