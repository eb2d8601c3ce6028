"""HTTP of the codes by which operators set up devices."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.roles import Role
from hwawon.garden.qr import svg_of
from hwawon.validation import FrozenModel

LONGEST_TEXT = 1000  # characters of an address; a code of more is too fine for a camera


class CodeWanted(FrozenModel):
    """What a camera is to read."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class SvgDrawing(Response):
    """A drawing."""

    media_type = "image/svg+xml"


def router(guard: Guard) -> APIRouter:
    """The text is a body and not a part of the address: a device's key in it stands in no log."""
    routes = APIRouter(tags=["place"], dependencies=[Depends(guard.needs(Role.CURATOR))])

    @routes.post("/api/qr", response_class=SvgDrawing)
    def draw_code(wanted: CodeWanted) -> Response:
        """The text as a QR code; nothing of it is kept."""
        return SvgDrawing(svg_of(wanted.text), headers={"Cache-Control": "no-store"})

    return routes
