"""Routes about the installation itself: health, engines, events."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hwawon import __version__
from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.engines.kinds import Honour
from hwawon.errors import EngineUnavailable
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.events import Event
from hwawon.web.answers import json_answer
from hwawon.web.events import stream

BATCH = 200


class EngineOut(BaseModel):
    """What an engine can do."""

    engine: str
    description: str  # says plainly when it is not Stable Diffusion
    is_stable_diffusion: bool
    tasks: list[str]
    control_kinds: list[str]
    samplers: list[str]
    checkpoints: list[dict[str, Any]]  # the first is the default
    schedules: list[str]
    schedules_of: dict[str, list[str]]  # samplers that can follow only these
    vaes: list[str]
    loras: list[str]
    lora_families: dict[str, str | None]  # of each of `loras`; null: fits every checkpoint, or is not known
    vae_families: dict[str, str | None]
    knows_weights: bool  # those are read in the files: what does not fit, or is not in the lists, is refused
    honours: list[Honour]  # the wishes that it heeds
    batches: bool  # paints jobs of other words and the same settings in one go
    control_models: list[dict[str, Any]]  # id, kind and family of each; null where its name does not tell


class EngineOff(BaseModel):
    """An engine that cannot work now, and what it needs."""

    engine: str
    reason: str


class EngineList(BaseModel):
    """The engines of this installation, the default first, and those that cannot work now."""

    items: list[EngineOut]
    unavailable: list[EngineOff]


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["system"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]

    @routes.get("/health")
    def health() -> dict[str, Any]:
        """Ready: the database answers. Needs no login."""
        with database.read() as tx:
            events.latest_id(tx)
        return {"ok": True, "version": __version__}

    @routes.get("/engines", response_model=EngineList)
    def list_engines(_: Viewer) -> Response:
        """What each engine can do; the first is the default."""
        from hwawon.engines.known import capabilities_of
        from hwawon.engines.registry import offered_engines

        items, unavailable = [], []
        for name in dict.fromkeys((settings.engine, *offered_engines())):
            try:
                items.append(asdict(capabilities_of(name, settings, database)))
            except EngineUnavailable as error:
                unavailable.append({"engine": name, "reason": str(error)})
        return json_answer({"items": items, "unavailable": unavailable})

    @routes.get("/events", response_class=EventSourceResponse)
    async def follow_events(
        who: Viewer, after: int | None = None, last_event_id: Annotated[int | None, Header()] = None
    ) -> AsyncIterator[ServerSentEvent]:
        """Changes as they happen, as server-sent events; resumed by `Last-Event-ID` or `after`."""

        def read(last_id: int) -> tuple[list[Event], int]:
            with database.read() as tx:
                found = events.after(tx, last_id, BATCH)
            seen = [event for event in found if who.may_see(event.owner)]
            return seen, found[-1].id if found else last_id

        def latest() -> int:
            with database.read() as tx:
                return events.latest_id(tx)

        start = last_event_id if last_event_id is not None else after
        async for event in stream(read, await run_in_threadpool(latest) if start is None else start):
            yield event

    return routes
