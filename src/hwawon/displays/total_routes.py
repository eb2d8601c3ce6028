"""HTTP of the proof of play: how often and how long pictures were shown, for curators."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.displays import totals
from hwawon.displays.schema import PlayTotalsOut
from hwawon.displays.totals import MOST_DAYS, Played
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.web.answers import json_answer

Days = Annotated[int, Query(ge=1, le=MOST_DAYS)]
Zone = Annotated[str | None, Query(max_length=40)]
Limit = Annotated[int, Query(ge=1, le=500)]


class CsvFile(Response):
    """How the description of the API names such an answer."""

    media_type = "text/csv"


def router(database: Database, guard: Guard) -> APIRouter:
    """Sums of what the screens told."""
    routes = APIRouter(prefix="/api", tags=["displays"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    def found(days: int, zone: str | None) -> list[Played]:
        with database.read() as tx:
            return totals.played(tx, totals.begin_of(days, utc_now()), zone)

    @routes.get("/plays", response_model=PlayTotalsOut)
    def get_totals(_: Curator, days: Days = 7, zone: Zone = None, limit: Limit = 50) -> Response:
        """How often and how long each zone's screens showed something, and each picture, longest shown first; today
        and the days before it, in UTC."""
        all_played = found(days, zone)
        pictures = totals.summed(all_played, lambda one: one.item)
        listed = dict(list(pictures.items())[:limit])
        with database.read() as tx:
            faces = totals.faces(tx, list(listed))
        told: dict[str, Any] = {
            "since": totals.begin_of(days, utc_now()),
            "total": vars(totals.sum_of(all_played)),
            "zones": [
                {"zone": name} | vars(one) for name, one in totals.summed(all_played, lambda one: one.zone).items()
            ],
            "pictures": [{"item": item, "picture": faces.get(item)} | vars(one) for item, one in listed.items()],
            "shown": len(pictures),
        }
        return json_answer(told)

    @routes.get("/plays.csv", response_class=CsvFile)
    def get_totals_file(_: Curator, days: Days = 7, zone: Zone = None) -> Response:
        """The same as a file, a line for each picture in each zone."""
        name = f"plays-{days}-days.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingResponse(
            totals.csv_of(found(days, zone)), headers=headers, media_type="text/csv; charset=utf-8"
        )

    return routes
