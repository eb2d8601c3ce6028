"""HTTP of the screens: they register, report and tell what they played; operators see how they are."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.displays import players, plays
from hwawon.displays.players import Player, Seat
from hwawon.displays.plays import Play
from hwawon.displays.schema import (
    Heartbeat,
    HeartbeatOut,
    PlayedOut,
    PlayerIdOut,
    PlayersOut,
    PlaysIn,
    PlaysOut,
    SeatIn,
)
from hwawon.displays.stage import Stage
from hwawon.displays.wire import seconds
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.web.answers import json_answer


def router(database: Database, guard: Guard, stage: Stage) -> APIRouter:
    """A screen speaks for itself only; curators see all."""
    routes = APIRouter(prefix="/api/players", tags=["displays"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Display = Annotated[Identity, Depends(guard.needs(Role.DISPLAY))]

    @routes.post("", status_code=201, response_model=PlayerIdOut)
    def register(seat: SeatIn, who: Display) -> Response:
        """A screen begins; the same screen at the same place gets the same id again."""
        with database.write() as tx:
            id = players.register(tx, Seat(**seat.model_dump()), who.owner)
        return json_answer({"id": id, "server_time": seconds(utc_now())}, 201)

    @routes.get("", response_model=PlayersOut)
    def list_players(_: Curator) -> Response:
        """All screens: whether they are up to date, fetching, dark on purpose, or silent and for how long."""
        with database.read() as tx:
            found = players.listed(tx)
        versions = {zone: _version(stage, zone) for zone in {one.zone for one in found}}
        return json_answer({"items": [_player_json(one, versions[one.zone]) for one in found]})

    @routes.put("/{id}", response_model=HeartbeatOut)
    def report(id: str, told: Heartbeat, who: Display) -> Response:
        """A heartbeat."""
        shows = told.model_dump(include={"view", "version", "item", "since", "fetching", "off", "offline"})
        with database.write() as tx:
            players.get(tx, id, who.owner)
            players.report(tx, id, shows, told.clock_off_s, told.problem)
        return json_answer({"server_time": seconds(utc_now())})

    @routes.delete("/{id}", status_code=204)
    def remove(id: str, _: Curator) -> None:
        """Forgets a screen that is no longer there."""
        with database.write() as tx:
            players.remove(tx, id)

    @routes.post("/{id}/plays", response_model=PlaysOut)
    def tell_plays(id: str, told: PlaysIn, who: Display) -> Response:
        """What was on the screen; told twice, it counts once."""
        new = [Play(**one.model_dump()) for one in told.plays]
        with database.write() as tx:
            accepted = plays.record(tx, players.get(tx, id, who.owner), new)
        return json_answer({"accepted": accepted, "known": len(new) - accepted})

    @routes.get("/{id}/plays", response_model=PlayedOut)
    def list_plays(id: str, _: Curator, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
        """The last pictures of a screen, newest first."""
        with database.read() as tx:
            players.get(tx, id)
            found = plays.of_player(tx, id, limit)
        return json_answer({"items": [vars(one) for one in found]})

    return routes


def _version(stage: Stage, zone: str) -> int:
    present = stage.view(zone).present
    return present.version if present else 0


def _player_json(one: Player, version: int) -> dict[str, Any]:
    now = utc_now()
    told = {name: value for name, value in vars(one).items() if name != "device"}
    silent_s = round((now - one.seen_at).total_seconds(), 1)
    return told | {"state": one.state(version, now), "silent_s": silent_s, "current": version}
