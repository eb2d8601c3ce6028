"""Thumbnails by the hash of their bytes: an address that is known only from a list in which the picture was seen.

So no row has to be looked up for it, and the same bytes are kept by a browser for ever, under one address.
"""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

from hwawon.gallery.keep import THUMBNAIL_TYPE
from hwawon.storage.objects import Objects
from hwawon.web.answers import FOREVER, file_answer, is_known
from hwawon.web.quick import bytes_at_hand

MOST_BYTES = 512 * 1024
HASH = r"[0-9a-f]{64}"
SUFFIX = ".webp"
_KEY_LENGTH = len("ab/cd/") + 64 + len(SUFFIX)


def thumbnail_address(base_path: str, picture_id: str, key: str | None) -> str:
    """Where the thumbnail of a picture is had; of one without, through the picture itself."""
    if key is not None and len(key) == _KEY_LENGTH and key.endswith(SUFFIX):
        return f"{base_path}/api/thumbnails/{key[6:-5]}"
    return f"{base_path}/api/pictures/{picture_id}/thumbnail"


def answer(headers: Headers, objects: Objects, digest: str) -> Response:
    """The thumbnail of this hash.

    Raises:
        NotFound: there is none.
    """
    return file_answer(headers, objects, _key(digest), THUMBNAIL_TYPE)


def at_once(headers: Headers, objects: Objects, digest: str) -> Response | None:
    """As `answer`, where nothing has to be waited for: the caller holds it already, or it is in memory here."""
    etag = f'"{digest}"'
    fixed = {"ETag": etag, "Cache-Control": FOREVER, "Accept-Ranges": "bytes"}
    path: Path | None = objects.local_path(_key(digest))
    if path is None or "range" in headers:
        return None
    data = bytes_at_hand(path, MOST_BYTES)
    if data is None:
        return None
    if is_known(headers, etag):
        return Response(status_code=304, headers=fixed)
    return Response(data, headers=fixed, media_type=THUMBNAIL_TYPE)


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{SUFFIX}"
