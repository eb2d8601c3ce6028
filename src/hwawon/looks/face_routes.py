"""HTTP of faces, in DetectFaces' shape.

A camera may ask several times a second, so the address has an early door as well, before the framework.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.looks.face_upload import face_file
from hwawon.looks.faces import ask_faces
from hwawon.looks.looker import Looker
from hwawon.looks.waiting import answered
from hwawon.vision.faces.wire import detect_faces_json
from hwawon.web.answers import json_answer
from hwawon.web.early import Early

BODY = {
    "requestBody": {
        "required": True,
        "content": {
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")},
            "image/webp": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "Image": {"type": "object", "properties": {"Bytes": {"type": "string"}}},
                        "Attributes": {"type": "array", "items": {"type": "string"}},
                    },
                }
            },
        },
    }
}


class FacesOut(BaseModel):
    """As DetectFaces answers; members of a face without a source are absent."""

    FaceDetails: list[dict[str, Any]]
    OrientationCorrection: str | None


def router(looker: Looker, guard: Guard, may_read: Callable[[], None]) -> APIRouter:
    """The route; `may_read` raises where faces must not be read at this place."""
    routes = APIRouter(prefix="/api/faces", tags=["faces"])
    Kiosk = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("", response_model=FacesOut, openapi_extra=BODY)
    async def detect_faces(request: Request, _: Kiosk) -> Response:
        """The faces of a picture; nothing of it is kept."""
        await run_in_threadpool(may_read)
        return await _answer(looker, request)

    return routes


def early(looker: Looker, guard: Guard, may_read: Callable[[], None], *, at_hand: bool) -> Early:
    """The same before the framework.

    Nothing is written and nothing of the house is told, so a caller who was let in within the last two seconds is let
    in again. Whether faces may be read is asked anew each time; `at_hand`: it is known sooner than a thread begins.
    """
    let_in = guard.needs(Role.KIOSK)

    async def detect_faces(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        who = guard.remembered(scope)
        if who is None or not who.role.allows(Role.KIOSK):
            await run_in_threadpool(let_in, request, None)
        if at_hand:
            may_read()
        else:
            await run_in_threadpool(may_read)
        await (await _answer(looker, request))(scope, receive, send)

    return {("POST", "/api/faces"): detect_faces}


async def _answer(looker: Looker, request: Request) -> Response:
    file = await face_file(request)
    faces = await answered(request, ask_faces(looker, file.data))
    return json_answer(detect_faces_json(faces, file.attributes))
