"""Routes of the switch: look, start, stop."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.power.driver import open_driver
from hwawon.power.keeper import Keeper
from hwawon.power.ledger import Standing
from hwawon.power.state import PowerState
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer


class PowerOut(BaseModel):
    """How the machine that paints stands."""

    has_switch: bool  # false: this machine paints, and is on
    state: PowerState
    engine_ready: bool  # the second level: a worker or a server is there
    since: str | None
    idle_stop_s: float | None  # until it is stopped for idleness
    may_stop: bool
    address: str | None  # for administrators
    reason: str | None  # of the last failure, for administrators


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    """The routes; the driver is made at once, so that a wrong setting ends the start."""
    routes = APIRouter(prefix="/api/power", tags=["power"])
    keeper = Keeper(database, open_driver(settings), settings)
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    Admin = Annotated[Identity, Depends(guard.needs(Role.ADMIN))]

    @routes.get("", response_model=PowerOut)
    def get_power(who: Retoucher) -> Response:
        """How the machine that paints stands; address and reason for administrators only."""
        if settings.power == "none":
            return json_answer(_no_switch())
        return json_answer(_shown(keeper, keeper.standing(), who))

    @routes.post("/start", status_code=202, response_model=PowerOut)
    def start_power(who: Retoucher) -> Response:
        """Start the machine; 409 with the reason where it cannot be started now."""
        return json_answer(_shown(keeper, keeper.order("start"), who), 202)

    @routes.post("/stop", status_code=202, response_model=PowerOut)
    def stop_power(who: Admin) -> Response:
        """Stop the machine; 409 with the reason where it cannot be stopped now."""
        return json_answer(_shown(keeper, keeper.order("stop"), who), 202)

    return routes


def _shown(keeper: Keeper, standing: Standing, who: Identity) -> dict[str, Any]:
    is_admin = who.role.allows(Role.ADMIN)
    return {
        "has_switch": True,
        "state": standing.state,
        "engine_ready": standing.engine_ready,
        "since": standing.since.isoformat(),
        "idle_stop_s": keeper.idle_s(standing),
        "may_stop": is_admin,
        "address": standing.address if is_admin else None,
        "reason": (standing.reason or None) if is_admin else None,
    }


def _no_switch() -> dict[str, Any]:
    nothing = dict.fromkeys(("since", "idle_stop_s", "address", "reason"))
    return {"has_switch": False, "state": PowerState.RUNNING, "engine_ready": True, "may_stop": False, **nothing}
