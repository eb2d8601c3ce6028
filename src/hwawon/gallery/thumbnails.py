"""Thumbnails by the hash of their bytes: an address that is known only from a list in which the picture was seen.

So no row has to be looked up for it, and the same bytes are kept by a browser for ever, under one address.
"""

from starlette.datastructures import Headers
from starlette.responses import Response

from hwawon.gallery.keep import THUMBNAIL_TYPE
from hwawon.storage.objects import Objects
from hwawon.web.answers import FOREVER, file_answer, is_known
from hwawon.web.quick import Ready, bytes_at_hand

MOST_BYTES = 512 * 1024
HASH = r"[0-9a-f]{64}"
SUFFIX = ".webp"
_FIXED = (
    (b"content-type", THUMBNAIL_TYPE.encode()),
    (b"cache-control", FOREVER.encode()),
    (b"accept-ranges", b"bytes"),
)
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


def folder_of(objects: Objects) -> str | None:
    """The folder of the objects, None for a bucket; asked once, since a path costs as much as its file."""
    path = objects.local_path("thumbnail")
    return None if path is None else str(path.parent)


def at_once(headers: Headers, folder: str | None, digest: str) -> Ready | None:
    """As `answer`, where nothing has to be waited for: the file is in memory here."""
    given = dict(headers.raw)
    if folder is None or b"range" in given:
        return None
    data = bytes_at_hand(f"{folder}/{_key(digest)}", MOST_BYTES)
    if data is None:
        return None
    etag = f'"{digest}"'
    fixed = (*_FIXED, (b"etag", etag.encode()))
    if b"if-none-match" in given and is_known(headers, etag):
        return Ready(304, fixed)
    return Ready(200, (*fixed, (b"content-length", str(len(data)).encode())), data)


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{SUFFIX}"
