"""What generating will do: passes, memory and time, before anything is painted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from hwawon.config import Settings
from hwawon.engines.base import Capabilities, Checkpoint
from hwawon.engines.checks import check_wishes, chosen_checkpoint
from hwawon.engines.controls import check_controls
from hwawon.engines.honours import notices_of
from hwawon.engines.known import capabilities_of
from hwawon.engines.wishes import EngineWishes
from hwawon.forecast.forecast import forecast
from hwawon.forecast.work import effort_of
from hwawon.generate.request import KIND, GenerateRequest
from hwawon.generate.run import paint_request
from hwawon.imaging.geometry import Extent
from hwawon.imaging.sizes import fit
from hwawon.jobs.effort import Effort
from hwawon.storage.database import Database
from hwawon.validation import filled

SIZES = (
    Extent(640, 480),
    Extent(768, 512),
    Extent(800, 600),
    Extent(960, 640),
    Extent(1024, 576),
    Extent(1024, 600),
    Extent(1024, 768),
    Extent(1280, 800),
)  # those that the original offered


def sized(request: GenerateRequest, image: Extent | None, capabilities: Capabilities) -> GenerateRequest:
    """The request at a size near its image's own that the checkpoint paints, where it names none.

    Raises:
        BadInput: the engine has no such checkpoint.
    """
    if image is None:
        return request
    near = fit(image, image, chosen_checkpoint(request.checkpoint, capabilities).sizes).work
    return filled(request, width=near.width, height=near.height)


def checked(
    database: Database, request: GenerateRequest, image: Extent | None, settings: Settings
) -> tuple[GenerateRequest, Checkpoint, Capabilities]:
    """Refuse before a job is made what the engine would refuse; what it is asked, and what it paints with.

    Args:
        image: the size of the picture to begin from.

    Raises:
        UnknownEngine, EngineUnavailable, UnsupportedTask, BadInput: see `Engine.paint`.
    """
    capabilities = capabilities_of(request.engine, settings, database)
    asked = sized(request, image, capabilities)
    checkpoint = check_wishes(paint_request(asked.with_seed(0)), capabilities)
    check_controls(asked.controls, checkpoint, capabilities)
    return asked, checkpoint, capabilities


def effort(request: GenerateRequest, checkpoint: Checkpoint) -> Effort:
    """What decides how long it takes."""
    kinds = [one.kind for one in request.controls]
    size, strength = request.extent, request.share
    return effort_of(request, size, checkpoint, count=request.count, strength=strength, controls=kinds)


def plan_answer(
    database: Database, request: GenerateRequest, image: Extent | None, settings: Settings
) -> dict[str, Any]:
    """The plan as the API shows it.

    Raises:
        UnknownEngine, EngineUnavailable, UnsupportedTask, BadInput: as `checked`.
    """
    request, checkpoint, capabilities = checked(database, request, image, settings)
    with database.read() as tx:
        told = forecast(tx, KIND, effort(request, checkpoint), capabilities, settings)
    return {
        "engine": request.engine,
        "checkpoint": checkpoint.id,
        "width": request.width,
        "height": request.height,
        "count": request.count,
        "steps": request.steps or checkpoint.default_steps,
        **told.to_json(),
        "notices": [*notices_of(request, checkpoint, capabilities), *told.notices],
    }


def sizes_answer(database: Database, wishes: EngineWishes, count: int, settings: Settings) -> list[dict[str, Any]]:
    """Each of the usual sizes: whether it is allowed, whether it fits, how long it takes.

    Raises:
        UnknownEngine, EngineUnavailable, BadInput: no such engine or checkpoint.
    """
    capabilities = capabilities_of(wishes.engine, settings, database)
    checkpoint = chosen_checkpoint(wishes.checkpoint, capabilities)

    def row(tx: Connection, extent: Extent) -> dict[str, Any]:
        size = {"width": extent.width, "height": extent.height}
        if not checkpoint.sizes.allows(extent):
            return {**size, "allowed": False, "fit": "unknown", "eta_s": None}
        told = forecast(tx, KIND, effort_of(wishes, extent, checkpoint, count=count), capabilities, settings)
        return {**size, "allowed": True, "fit": told.fit, "eta_s": told.eta_s}

    with database.read() as tx:
        return [row(tx, extent) for extent in SIZES]
