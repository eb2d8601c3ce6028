"""HTTP of the pictures' files: the file itself, its thumbnail, what a browser can show, and downloads."""

from typing import Annotated, Literal
from urllib.parse import quote as quoted

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import Headers
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery import keep
from hwawon.gallery.names import attachment, saved_name
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.gallery.seen import seen_line
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, hash_of
from hwawon.storage.pictures import PictureLine, PictureRecord
from hwawon.web.answers import FOREVER, file_answer, is_known, lasting
from hwawon.web.few import WHOLE_PICTURES
from hwawon.web.quick import Ready, bytes_at_hand

PictureFormat = Literal["png", "jpeg", "webp", "tiff"]
MOST_AT_ONCE_BYTES = 4 * 1024 * 1024
_ODD = frozenset((b"range", b"if-none-match"))
Quality = Annotated[int | None, Query(ge=1, le=100)]
MaxSide = Annotated[int | None, Query(ge=16, le=65535)]


def router(database: Database, objects: Objects, guard: Guard, settings: Settings) -> APIRouter:
    """Files of pictures, for whoever may see the picture."""
    routes = APIRouter(prefix="/api/pictures", tags=["pictures"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]

    def found(id: str, who: Identity) -> PictureLine:
        return seen_in(database, who, id)

    @routes.get("/{id}/file", response_class=FileBytes, responses=PARTS)
    def get_file(id: str, who: Viewer, request: Request) -> Response:
        """The file itself; ranges and ETag are honoured."""
        return original(database, objects, who, id, request.headers)

    @routes.get("/{id}/thumbnail", response_class=FileBytes, responses=PARTS)
    def get_thumbnail(id: str, who: Viewer, request: Request) -> Response:
        """A small WebP."""
        picture = found(id, who)
        return file_answer(request.headers, objects, picture.thumbnail_key or picture.key, keep.THUMBNAIL_TYPE)

    @routes.get("/{id}/view", response_class=FileBytes, responses=PARTS)
    def get_view(id: str, who: Viewer, request: Request, max_side: MaxSide = None) -> Response:
        """What every browser shows alike: upright, 8 bits, sRGB; the file itself where it is such."""
        picture = found(id, who)
        tag = f'"{objects.head(picture.key).etag}-view-{max_side or 0}"'
        fixed = {"ETag": tag, "Cache-Control": lasting(picture.key)}
        if is_known(request.headers, tag):
            return Response(status_code=304, headers=fixed)
        from hwawon.gallery.view import view

        with WHOLE_PICTURES.turn():
            made = view(objects.get(picture.key), max_side, settings.max_pixels)
        if made is None:
            return file_answer(request.headers, objects, picture.key, picture.media_type)
        return Response(made.data, headers=fixed, media_type=made.media_type)

    @routes.get("/{id}/download", response_class=FileBytes)
    def download_picture(
        id: str,
        who: Viewer,
        request: Request,
        format: PictureFormat | None = None,
        quality: Quality = None,
        metadata: bool = True,
    ) -> Response:
        """A file to save, under the picture's name; the file as it came where nothing else is asked for."""
        picture = found(id, who)
        own = format_name(picture.media_type)
        wanted = format.upper() if format else own
        if wanted == own and metadata and quality is None:
            answer = file_answer(request.headers, objects, picture.key, picture.media_type)
            answer.headers["Content-Disposition"] = attachment(file_name(picture))
            return answer
        from hwawon.gallery.download import converted

        limit = settings.max_pixels
        with WHOLE_PICTURES.turn():
            made = converted(objects.get(picture.key), wanted, quality=quality, metadata=metadata, max_pixels=limit)
        return saved(made.data, made.media_type, saved_name(picture.title, picture.kind, made.suffix), made.notices)

    return routes


def original(database: Database, objects: Objects, who: Identity, id: str, headers: Headers) -> Response:
    """The file of a picture.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    picture = seen_in(database, who, id)
    answer = file_answer(headers, objects, picture.key, picture.media_type)
    answer.headers["Content-Disposition"] = _shown_as(picture)
    return answer


def original_at_once(database: Database, objects: Objects, who: Identity, id: str, headers: Headers) -> Ready | None:
    """As `original`, where nothing has to be waited for: row and file are in memory here."""
    if not database.is_at_hand or not _ODD.isdisjoint(name for name, _ in headers.raw):
        return None
    picture = seen_in(database, who, id)
    digest, path = hash_of(picture.key), objects.local_path(picture.key)
    data = bytes_at_hand(path, MOST_AT_ONCE_BYTES) if path and digest else None
    if data is None:
        return None
    told = {
        "Content-Type": picture.media_type,
        "Content-Length": str(len(data)),
        "ETag": f'"{digest}"',
        "Cache-Control": FOREVER,
        "Accept-Ranges": "bytes",
        "Content-Disposition": _shown_as(picture),
    }
    return Ready(200, [(name.lower().encode(), value.encode("latin-1")) for name, value in told.items()], data)


def _shown_as(picture: PictureLine) -> str:
    return f"inline; filename*=UTF-8''{quoted(file_name(picture))}"


def seen_in(database: Database, who: Identity, id: str) -> PictureLine:
    """What the lists say of a picture that this caller may see.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with database.read() as tx:
        return seen_line(tx, who, id)


def saved(data: bytes, media_type: str, name: str, notices: tuple[str, ...] = ()) -> Response:
    """A file that the browser saves; `X-Notices` says what it cannot hold, in ASCII, parted by semicolons."""
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "private, no-cache"}
    if notices:
        headers["X-Notices"] = "; ".join(notices).encode("ascii", "replace").decode()
    return Response(data, headers=headers, media_type=media_type)


def file_name(picture: PictureLine | PictureRecord) -> str:
    """What the picture's own file is called: its title, with the suffix of what it is."""
    suffix = f".{format_name(picture.media_type).lower()}".replace("jpeg", "jpg").replace("tiff", "tif")
    return saved_name(picture.title, picture.kind, suffix)


def format_name(media_type: str) -> str:
    """PNG, JPEG, WEBP, TIFF or AVIF."""
    return media_type.rpartition("/")[2].upper()
