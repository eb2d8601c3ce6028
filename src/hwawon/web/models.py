"""The weights of this installation, and what is missing for which feature."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.web.answers import json_answer
from hwawon.weights.gaps import Feature, gaps
from hwawon.weights.listing import line
from hwawon.weights.shelf import Shelf


class WeightsOut(BaseModel):
    """One set of weights; `state` is installed or missing."""

    id: str
    kind: str
    family: str | None
    licence: str | None
    sha256: str
    short_hash: str
    bytes: int
    state: str


class GapOut(BaseModel):
    """A feature, the kind of weights that it needs, and the command that brings them."""

    feature: Feature
    family: str | None
    needs: str
    command: str


class ModelList(BaseModel):
    """What is there and what is missing."""

    items: list[WeightsOut]
    missing: list[GapOut]


def router(guard: Guard, settings: Settings) -> APIRouter:
    """The one route of the shelf; weights are added by command alone, since paths are the machine's own affair."""
    routes = APIRouter(prefix="/api", tags=["system"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]

    @routes.get("/models", response_model=ModelList)
    def list_models(_: Viewer) -> Response:
        """The weights on the shelf, and what is missing for which feature with the command that brings it."""
        standing = Shelf(settings.models_dir).standing()
        present = [one.weights for one in standing if one.state == "installed"]
        missing = [asdict(gap) for gap in gaps(present)]
        return json_answer({"items": [line(one) for one in standing], "missing": missing})

    return routes
