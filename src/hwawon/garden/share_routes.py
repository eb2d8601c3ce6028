"""HTTP of the share page, for whoever has a picture's address: the page, its preview and the file to take home."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from hwawon.config import Settings
from hwawon.errors import NotFound
from hwawon.gallery.names import attachment
from hwawon.gallery.schema import FileBytes
from hwawon.garden.links import home_of
from hwawon.garden.place import Place, load
from hwawon.garden.share import SharedPicture, shared_picture
from hwawon.garden.share_page import PREVIEW_SIZE, Shown, missing_page, share_page
from hwawon.garden.share_words import chosen_language
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import is_known
from hwawon.web.few import Few

FRESH = "public, no-cache"  # a picture may be retracted at any moment
FOR_ALL = {"Cross-Origin-Resource-Policy": "cross-origin"}  # chats show previews inside their own pages
_MAKING = Few(at_once=2)

Key = Annotated[str | None, Query(description="emotions/...jpeg, the key of a published picture.")]


class HtmlPage(Response):
    """Only for the description: a page."""

    media_type = "text/html"


def router(database: Database, objects: Objects, settings: Settings) -> APIRouter:
    """Open to all, and only for what is published."""
    routes = APIRouter(tags=["share"])

    def found(key: str | None) -> tuple[SharedPicture, Place]:
        if not key:
            raise NotFound("there is no picture without a key")
        with database.read() as tx:
            shared, place = shared_picture(tx, key), load(tx)
        objects.head(shared.key)
        return shared, place

    @routes.head("/image", include_in_schema=False)
    @routes.get("/image", response_class=HtmlPage)
    def show_picture(request: Request, content: Key = None, language: str | None = None) -> HTMLResponse:
        """The page of a published picture; anything else is 404 with a page that says so."""
        told = chosen_language(language, request.headers.get("accept-language", ""))
        headers = {"Cache-Control": FRESH, "Vary": "Accept-Language", "Content-Language": told}
        try:
            shared, place = found(content)
        except NotFound:
            return HTMLResponse(missing_page(told, content), 404, headers)
        label = {str(name): words for name, words in place.label.items()}.get(told, "")
        page = share_page(Shown(shared, told, home_of(request, place, settings.base_path), label))
        return HTMLResponse(page, headers=headers)

    @routes.head("/image/preview.jpeg", include_in_schema=False)
    @routes.get("/image/preview.jpeg", response_class=FileBytes)
    def show_preview(request: Request, content: Key = None) -> Response:
        """The picture as previews of links show it: 1200 x 630, at most 300 kB, marked as made by AI."""
        shared, _ = found(content)
        from hwawon.garden.share_files import preview

        with _MAKING.turn():
            data, tag = preview(objects, shared.key, PREVIEW_SIZE, max_pixels=settings.max_pixels)
        return _jpeg(request, data, tag)

    @routes.head("/image/download", include_in_schema=False)
    @routes.get("/image/download", response_class=FileBytes)
    def take_home(request: Request, content: Key = None) -> Response:
        """The picture to keep: in its full size, with a visible mark, and how it was made in its metadata."""
        shared, _ = found(content)
        from hwawon.garden.share_files import download

        made, asked = shared.attribution, {"request": dict(shared.request)} if shared.request else {}
        with _MAKING.turn():
            limit = settings.max_pixels
            data, tag = download(objects, shared.key, asked, made.model or made.program or None, max_pixels=limit)
        answer = _jpeg(request, data, tag)
        name = f"hwawon-{shared.name.cell.emotion}-{shared.id[-8:]}.jpg"
        answer.headers["Content-Disposition"] = attachment(name)
        return answer

    return routes


def _jpeg(request: Request, data: bytes, tag: str) -> Response:
    etag = f'"{tag}"'
    fixed = {"ETag": etag, "Cache-Control": FRESH} | FOR_ALL
    if is_known(request.headers, etag):
        return Response(status_code=304, headers=fixed)
    body = b"" if request.method == "HEAD" else data
    answer = Response(body, headers=fixed, media_type="image/jpeg")
    answer.headers["Content-Length"] = str(len(data))
    return answer
