"""HTTP of what a kiosk shows while nobody is there."""

from random import Random
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.garden.attract import some_served
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer


class AttractOut(BaseModel):
    """Addresses of published pictures, which everybody may see."""

    pictures: list[str]


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    """The least role is kiosk."""
    routes = APIRouter(tags=["visits"])

    @routes.get("/api/attract", response_model=AttractOut, dependencies=[Depends(guard.needs(Role.KIOSK))])
    def list_attract(limit: Annotated[int, Query(ge=1, le=60)] = 12) -> Response:
        """Some published pictures in random order, for the time between visitors; none of it is logged."""
        with database.read() as tx:
            keys = some_served(tx, limit, Random())
        return json_answer({"pictures": [f"{settings.base_path}/{quote(key, safe='/,')}" for key in keys]})

    return routes
