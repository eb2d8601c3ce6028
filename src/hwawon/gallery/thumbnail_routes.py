"""HTTP of the thumbnails by their hash, and which addresses of the library are answered quickly."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery import thumbnails
from hwawon.gallery.file_routes import original, original_at_once
from hwawon.gallery.listing import PictureQuery, listed
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.quick import Asked, Quick, Ready, query_of


def router(objects: Objects, guard: Guard) -> APIRouter:
    """Thumbnails, for whoever has seen their address in a list."""
    routes = APIRouter(prefix="/api/thumbnails", tags=["pictures"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]

    @routes.get("/{digest}", response_class=FileBytes, responses=PARTS)
    def get_thumbnail(
        digest: Annotated[str, Path(pattern=f"^{thumbnails.HASH}$")], _: Viewer, request: Request
    ) -> Response:
        """A small WebP, by the SHA-256 of its bytes."""
        return thumbnails.answer(request.headers, objects, digest)

    return routes


def quick(database: Database, objects: Objects, settings: Settings) -> list[Quick]:
    """The list, the thumbnails and the originals."""
    folder = thumbnails.folder_of(objects)

    def list_pictures(asked: Asked) -> Response | None:
        query = query_of(PictureQuery, asked.query)
        return None if query is None else listed(database, asked.who, query, settings.base_path)

    def list_now(asked: Asked) -> Response | None:
        return list_pictures(asked) if database.is_at_hand else None

    def get_original(asked: Asked) -> Response:
        return original(database, objects, asked.who, asked.parts["id"], asked.headers)

    def original_now(asked: Asked) -> Ready | None:
        return original_at_once(database, objects, asked.who, asked.parts["id"], asked.headers)

    def get_thumbnail(asked: Asked) -> Response:
        return thumbnails.answer(asked.headers, objects, asked.parts["digest"])

    def thumbnail_at_once(asked: Asked) -> Ready | None:
        return thumbnails.at_once(asked.headers, folder, asked.parts["digest"])

    thumbnail = re.compile(rf"/api/thumbnails/(?P<digest>{thumbnails.HASH})")
    return [
        Quick(thumbnail, Role.VIEWER, get_thumbnail, thumbnail_at_once),
        Quick(re.compile("/api/pictures"), Role.VIEWER, list_pictures, list_now),
        Quick(re.compile("/api/pictures/(?P<id>[^/]+)/file"), Role.VIEWER, get_original, original_now),
    ]
