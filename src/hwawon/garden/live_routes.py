"""HTTP of the picture that is painted for a visitor."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.garden.live import LiveDesk
from hwawon.garden.live_prompt import LiveWish
from hwawon.web.answers import json_answer


class LiveOut(BaseModel):
    """How far the picture for a visitor is.

    `reason`, where it is off: switched_off, no_consent, no_mood, no_engine, unknown (how long it takes), slow, enough
    (for this visit), failed, not_measured, unsafe, retracted.
    """

    state: Literal["off", "painting", "ready"]
    reason: str
    picture: str | None  # the key of the picture that is ready; it leads the visit's slate
    eta_at: datetime | None


def router(desk: LiveDesk, guard: Guard) -> APIRouter:
    """For kiosks, and their own visits."""
    routes = APIRouter(prefix="/api/visits", tags=["visits"])
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/{id}/live", response_model=LiveOut)
    def paint_live(id: str, who: Device, wish: LiveWish | None = None) -> Response:
        """Paint a picture for this visit, or tell how far it is. Asked again and again, it is painted once."""
        live = desk.paint(who.owner, id, wish or LiveWish())
        told = {"state": live.state, "reason": live.reason, "picture": live.item}
        return json_answer(told | {"eta_at": live.eta_at.isoformat() if live.eta_at else None})

    return routes
