"""HTTP of a code that a visitor shows to the kiosk's camera. The frame is read into memory, looked at, and let go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.errors import NoCode, NotFound
from hwawon.garden.codes import shown_code
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.face_routes import BODY, MOST_BYTES
from hwawon.looks.codes import ask_code
from hwawon.looks.face_upload import face_bytes
from hwawon.looks.waiting import answered
from hwawon.web.answers import json_answer


class CodeOut(BaseModel):
    """What `POST /api/visits` takes as `returning`; whether it is known is told there."""

    code: str


def router(desk: VisitorDesk, guard: Guard) -> APIRouter:
    """The route of codes that are shown. No face is looked for, so that showing a code asks for no other consent."""
    routes = APIRouter(tags=["visits"])
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/api/return-code", response_model=CodeOut, openapi_extra=BODY)
    async def read_code(_: Device, request: Request) -> Response:
        """The code to come back that is seen in a frame, and nothing else of it; the frame is kept nowhere."""
        place = await run_in_threadpool(desk.place)
        if place.returning == "none":
            raise NotFound("visitors are not known again at this place")
        told = await answered(request, ask_code(desk.looker, await face_bytes(request, MOST_BYTES)))
        code = shown_code(told)
        if code is None:
            raise NoCode("no code to come back is seen in the picture")
        return json_answer({"code": code})

    return routes
