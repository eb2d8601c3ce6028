"""HTTP of the zones: what operators set, and what the screens are told."""

import math
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.displays import players, programmes, show, zones
from hwawon.displays.news import News
from hwawon.displays.schema import (
    InfoOut,
    ManifestOut,
    ProgrammeIn,
    ProgrammeOut,
    ProgrammesOut,
    PutPictures,
    VersionOut,
    ZoneOut,
    ZonesOut,
)
from hwawon.displays.settings import ZoneSettings
from hwawon.displays.stage import Stage
from hwawon.displays.wire import info_json, manifest_json, seconds, slots_out, tag_of
from hwawon.errors import NotAllowed
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import is_known, json_answer

MOST_WAIT_S = 60.0
FRESH = "private, no-cache"
CLOCK = "X-Server-Time"  # seconds since 1970, also with 304


def router(database: Database, objects: Objects, guard: Guard, stage: Stage) -> APIRouter:
    """Zones and programmes are the curators'; manifests are for screens; the info is for screens and kiosks."""
    routes = APIRouter(tags=["displays"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Display = Annotated[Identity, Depends(guard.needs(Role.DISPLAY))]
    news = News(database)

    def device(connection: HTTPConnection) -> Identity:
        who = guard.identify(connection)
        if not (who.role.allows(Role.DISPLAY) or who.role.allows(Role.KIOSK)):
            raise NotAllowed(f"this needs the role display or kiosk, and you are {who.role}")
        return who

    Device = Annotated[Identity, Depends(device)]

    @routes.get("/api/zones", response_model=ZonesOut)
    def list_zones(_: Curator) -> Response:
        """All zones with what they show now."""
        with database.read() as tx:
            known = zones.names(tx)
        return json_answer({"items": [_zone_json(database, stage, name) for name in known]})

    @routes.get("/api/zones/{zone}", response_model=ZoneOut)
    def get_zone(zone: str, _: Curator) -> Response:
        """One zone."""
        return json_answer(_zone_json(database, stage, zone))

    @routes.put("/api/zones/{zone}", response_model=ZoneOut)
    def put_zone(zone: str, wanted: ZoneSettings, _: Curator) -> Response:
        """Makes a zone, or changes its settings."""
        with database.write() as tx:
            zones.put(tx, zone, wanted)
        return json_answer(_zone_json(database, stage, zone))

    @routes.delete("/api/zones/{zone}", status_code=204)
    def delete_zone(zone: str, _: Curator) -> None:
        """Forgets a zone that was made."""
        with database.write() as tx:
            zones.remove(tx, zone)

    @routes.get("/api/zones/{zone}/manifest", response_model=ManifestOut)
    async def get_manifest(
        zone: str,
        _: Display,
        request: Request,
        wait: Annotated[float, Query(ge=0, le=MOST_WAIT_S)] = 0,
    ) -> Response:
        """What the screens show now and next. With `wait` and a known ETag it is answered when it changes, or after
        so many seconds."""
        end = time.monotonic() + wait
        known = await news.latest()
        while True:
            told = manifest_json(await run_in_threadpool(stage.view, zone))
            tag = tag_of(told)
            left_s = end - time.monotonic()
            if not is_known(request.headers, tag) or left_s <= 0 or await request.is_disconnected():
                return _manifest_answer(request, told, tag)
            known = await news.wait(known, min(end, time.monotonic() + _until_change_s(told)))

    @routes.post("/api/zones/{zone}/manifest", response_model=VersionOut)
    def put_pictures(zone: str, wanted: PutPictures, _: Curator) -> Response:
        """Puts pictures on the places 1, 2, ...; all or nothing."""
        with database.write() as tx:
            version = show.update(
                tx, objects, zone, wanted.portrait, wanted.landscape, "curator", repeats=wanted.repeats
            )
        return json_answer({"version": version})

    @routes.delete("/api/zones/{zone}/manifest", response_model=VersionOut)
    def clear_pictures(zone: str, _: Curator) -> Response:
        """Takes them away: the zone shows its own pictures again."""
        with database.write() as tx:
            version = show.clear(tx, zone)
        return json_answer({"version": version})

    @routes.get("/api/zones/{zone}/info", response_model=InfoOut)
    def get_info(zone: str, _: Device) -> Response:
        """The visitor's words for the info screen."""
        return json_answer(info_json(stage.view(zone)))

    @routes.get("/public/{zone}.json", response_model=dict[str, str])
    def get_public_info(zone: str) -> Response:
        """The same as the original's JSON, in Korean, for everybody."""
        return json_answer(info_json(stage.view(zone))["korean"], headers={"Cache-Control": "no-cache"})

    @routes.get("/api/programmes", response_model=ProgrammesOut)
    def list_programmes(_: Curator, zone: str | None = None) -> Response:
        """All programmes, or those of one zone, oldest first."""
        with database.read() as tx:
            found = programmes.listed(tx, zone)
        items = [{"id": id, "zone": name, "programme": one.model_dump(mode="json")} for id, name, one in found]
        return json_answer({"items": items})

    @routes.post("/api/programmes", status_code=201, response_model=ProgrammeOut)
    def add_programme(wanted: ProgrammeIn, _: Curator) -> Response:
        """A schedule, hours without light, or an interrupt."""
        with database.write() as tx:
            id = programmes.add(tx, wanted.zone, wanted.programme)
            kept = programmes.of_zone(tx, wanted.zone)[id]
        return json_answer({"id": id, "zone": wanted.zone, "programme": kept.model_dump(mode="json")}, 201)

    @routes.delete("/api/programmes/{id}", status_code=204)
    def delete_programme(id: str, _: Curator) -> None:
        """Ends a programme at once."""
        with database.write() as tx:
            programmes.remove(tx, id)

    return routes


def _manifest_answer(request: Request, told: dict[str, Any], tag: str) -> Response:
    now = time.time()
    fixed = {"ETag": tag, "Cache-Control": FRESH, CLOCK: f"{now:.3f}"}
    if is_known(request.headers, tag):
        return Response(status_code=304, headers=fixed)
    return json_answer(told | {"server_time": round(now, 3)}, headers=fixed)


def _until_change_s(told: dict[str, Any]) -> float:
    """Until the next segment begins."""
    coming = [part["at"] - time.time() for part in told["timeline"][1:2] if part["at"] is not None]
    return max(0.1, min(coming, default=math.inf))


def _zone_json(database: Database, stage: Stage, name: str) -> dict[str, Any]:
    view = stage.view(name)
    with database.read() as tx:
        planned = len(programmes.of_zone(tx, name))
        screens = sum(one.zone == name for one in players.listed(tx))
    present, first = view.present, view.segments[0]
    return {
        "name": name,
        "settings": view.zone.settings.model_dump(mode="json"),
        "version": present.version if present else 0,
        "cause": present.cause if present else "",
        "off": first.off,
        "until": seconds(first.end) if first.end else None,
        "slots": slots_out(present.slots if present else {}),
        "programmes": planned,
        "players": screens,
    }
