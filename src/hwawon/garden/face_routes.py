"""HTTP of the camera's pictures. They are read from the request into memory, looked at, and let go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.reading import face_json
from hwawon.garden.schema import VisitOut, visit_json
from hwawon.looks.face_upload import MEBIBYTE, face_bytes
from hwawon.looks.faces import ask_faces
from hwawon.looks.waiting import answered
from hwawon.web.answers import json_answer

MOST_BYTES = 8 * MEBIBYTE
_PICTURE = {"schema": {"type": "string", "format": "binary"}}
BODY = {"requestBody": {"required": True, "content": {f"image/{kind}": _PICTURE for kind in ("jpeg", "png", "webp")}}}


def router(desk: VisitorDesk, guard: Guard) -> APIRouter:
    """The route of a visit's camera."""
    routes = APIRouter(tags=["visits"])
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/api/visits/{id}/face", response_model=VisitOut, openapi_extra=BODY)
    async def read_face(id: str, who: Device, request: Request) -> Response:
        """What the face looks like, averaged over the last seconds; the picture is kept nowhere. Needs consent."""
        with_vector = await run_in_threadpool(desk.may_look, who.owner, id)
        faces = await answered(
            request, ask_faces(desk.looker, await face_bytes(request, MOST_BYTES), with_vector=with_vector)
        )
        seen = await run_in_threadpool(desk.saw, who.owner, id, faces)
        return json_answer(visit_json(seen.visit, face=face_json(seen.face, seen.place)))

    return routes
