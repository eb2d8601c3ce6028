"""The screens' pictures: under their hashes, for ever the same, and under the fixed addresses of the original."""

import hashlib
import re
from collections import OrderedDict
from threading import Lock

from fastapi import APIRouter, Request
from starlette.responses import Response

from hwawon.displays import manifests
from hwawon.displays.frames import published
from hwawon.displays.slots import Frame
from hwawon.displays.stage import Stage
from hwawon.errors import NotFound
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import is_known

FOR_EVER = "public, max-age=31536000, immutable"
FRESH = "public, no-cache"
MOST_KNOWN = 4096
_FIXED = re.compile(r"img([1-9])([hv])\.jpeg")
_HASHED = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{1,8}")


def router(database: Database, objects: Objects, stage: Stage) -> APIRouter:
    """Open to all: what hangs in an exhibition is public."""
    routes = APIRouter(tags=["displays"])
    files = _Files(database, objects, stage)

    @routes.head("/display/files/{name}", include_in_schema=False)
    @routes.get("/display/files/{name}", response_class=FileBytes, responses=PARTS)
    def get_display_file(name: str, request: Request) -> Response:
        """A picture of a manifest by the hash of its bytes; gone when it is retracted."""
        found = _HASHED.fullmatch(name)
        frame = files.named(found[1]) if found else None
        if frame is None:
            raise NotFound(f"no screen shows a picture {name[:80]!r}")
        return files.answer(frame, request, FOR_EVER)

    @routes.head("/display/{zone}/{name}", include_in_schema=False)
    @routes.get("/display/{zone}/{name}", response_class=FileBytes, responses=PARTS)
    def get_place(zone: str, name: str, request: Request) -> Response:
        """The picture on a place now: `img3h.jpeg` is the third landscape; 404 while it has none."""
        found = _FIXED.fullmatch(name)
        present = stage.view(zone).present if found else None
        frame = present.slots.get(f"{found[1]}{found[2]}") if present and found else None
        if frame is None:
            raise NotFound(f"{zone[:60]} has no picture {name[:60]!r}")
        return files.answer(frame, request, FRESH)

    return routes


class _Files:
    """Finds a picture by its hash, and gives its bytes only where they still have it. Safe to share between threads."""

    def __init__(self, database: Database, objects: Objects, stage: Stage) -> None:
        self._database = database
        self._objects = objects
        self._stage = stage
        self._turn = Lock()
        self._known: OrderedDict[str, Frame] = OrderedDict()

    def named(self, sha256: str) -> Frame | None:
        """The published picture of that hash that a zone shows, or will; None where none does."""
        with self._turn:
            known = self._known.get(sha256)
        with self._database.read() as tx:
            if known is None:
                for one in manifests.everywhere(tx):
                    known = next((frame for frame in one.slots.values() if frame.sha256 == sha256), known)
            if known is None or not published(tx, [known.item]):
                return None
        with self._turn:
            self._known[sha256] = known
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return known

    def answer(self, frame: Frame, request: Request, cache_control: str) -> Response:
        """The bytes.

        Raises:
            NotFound: the file is gone or is another; the zones take another picture in its place.
        """
        fixed = {"ETag": f'"{frame.sha256}"', "Cache-Control": cache_control}
        if is_known(request.headers, fixed["ETag"]):
            return Response(status_code=304, headers=fixed)
        try:
            data = self._objects.get(frame.item)
        except NotFound:
            data = b""
        if hashlib.sha256(data).hexdigest() != frame.sha256:
            self._stage.spoil(frame.item)
            raise NotFound(f"the file of {frame.item[:200]!r} is not what it was")
        if request.method == "HEAD":
            return Response(headers=fixed | {"Content-Length": str(len(data))}, media_type=frame.media_type)
        return Response(data, headers=fixed, media_type=frame.media_type)
