"""HTTP of a visit's slates, which are asked for after each like; so they have a quick door as well."""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.schema import ItemKey
from hwawon.recommend.schema import SlateOut, slate_json
from hwawon.recommend.wish import MOST_PICTURES
from hwawon.validation import FrozenModel
from hwawon.web.answers import json_answer
from hwawon.web.quick import Asked, Quick, query_of


class SlateQuery(FrozenModel):
    """Which pictures a visit wants: `chosen` leads, `more` leaves out what this visit has seen."""

    size: Annotated[int, Field(ge=1, le=MOST_PICTURES)] = 3
    orientation: Literal["h", "v", ""] = ""
    chosen: ItemKey | None = None
    more: bool = False


def router(desk: VisitorDesk, guard: Guard, settings: Settings) -> APIRouter:
    """The slate of a visit; the least role is kiosk."""
    routes = APIRouter(prefix="/api/visits", tags=["visits"])
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.get("/{id}/slate", response_model=SlateOut)
    def get_slate(id: str, who: Device, asked: Annotated[SlateQuery, Query()]) -> Response:
        """Pictures that fit the visitor: `chosen` leads, `more` leaves out what this visit has seen."""
        return _answer(desk, settings, who.owner, id, asked)

    return routes


def quick(desk: VisitorDesk, settings: Settings) -> list[Quick]:
    """The same before the framework."""

    def get_slate(asked: Asked) -> Response | None:
        query = query_of(SlateQuery, asked.query)
        if query is None or query.chosen is not None:  # which is a step of the visit, and more than reading
            return None
        return _answer(desk, settings, asked.who.owner, asked.parts["id"], query)

    return [Quick(re.compile("/api/visits/(?P<id>[^/]+)/slate"), Role.KIOSK, get_slate)]


def _answer(desk: VisitorDesk, settings: Settings, device: str, id: str, asked: SlateQuery) -> Response:
    visit, slate = desk.slate(
        device, id, size=asked.size, orientation=asked.orientation or None, chosen=asked.chosen, more=asked.more
    )
    with desk.database.read() as tx:
        return json_answer(slate_json(tx, slate, settings.base_path, visit.visitor))
