"""HTTP of the place: its settings, and what its visitors are told."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.garden import place as places
from hwawon.garden.notice import is_sent, notice_of
from hwawon.garden.place import Language, Place
from hwawon.garden.schema import NoticeOut, PlaceOut, notice_json
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    """Devices read the settings; an administrator writes them."""
    routes = APIRouter(tags=["place"])

    @routes.get("/api/place", response_model=PlaceOut, dependencies=[Depends(guard.needs(Role.KIOSK))])
    def get_place() -> Response:
        """Where this is, and what may be done here."""
        with database.read() as tx:
            place, written_at = places.loaded(tx)
        return json_answer(_json(place, answered=written_at is not None))

    @routes.put("/api/place", response_model=PlaceOut, dependencies=[Depends(guard.needs(Role.ADMIN))])
    def set_place(wanted: Place) -> Response:
        """Change the settings that are named; a workplace or a school cannot read emotions."""
        with database.write() as tx:
            return json_answer(_json(places.save(tx, wanted), answered=True))

    @routes.get("/api/notice", response_model=NoticeOut, dependencies=[Depends(guard.needs(Role.KIOSK))])
    def get_notice(language: Annotated[Language, Query()] = "en") -> Response:
        """What visitors are told before the camera opens, as it is true of this place."""
        with database.read() as tx:
            return json_answer(notice_json(notice_of(places.load(tx), language, sent=is_sent(settings))))

    return routes


def _json(place: Place, *, answered: bool) -> dict[str, Any]:
    told = {"emotion_reading": place.reads_emotions, "reason": place.off_because, "answered": answered}
    return place.model_dump(mode="json") | told
