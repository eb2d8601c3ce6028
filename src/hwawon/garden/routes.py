"""HTTP of visits. A visit belongs to the device that began it; another one's is 404."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotFound
from hwawon.garden import checks, links
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.place import Place
from hwawon.garden.qr import svg_of
from hwawon.garden.schema import (
    Chosen,
    ConsentGiven,
    FavoriteSaid,
    FinalOut,
    GroupsOut,
    MoodSaid,
    Opinion,
    OpinionOut,
    VisitOut,
    VisitWanted,
    visit_json,
)
from hwawon.garden.visits import Visit
from hwawon.web.answers import json_answer

SVG = "image/svg+xml"


class SvgBytes(Response):
    """A drawing."""

    media_type = SVG


def router(desk: VisitorDesk, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of visits; the least role is kiosk."""
    routes = APIRouter(tags=["visits"])
    routes.include_router(_steps(desk, guard))
    routes.include_router(_opinions(desk, guard))
    routes.include_router(_taking_home(desk, guard, settings))
    routes.include_router(_checks(desk, guard))
    return routes


def _steps(desk: VisitorDesk, guard: Guard) -> APIRouter:
    routes = APIRouter(prefix="/api/visits")
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("", status_code=201, response_model=VisitOut)
    def begin_visit(wanted: VisitWanted, who: Device) -> Response:
        """A new visit: a random name and nothing else, until consent."""
        visit, returned = desk.begin(who.owner, wanted)
        return json_answer(visit_json(visit, returned=returned), 201)

    @routes.get("/{id}", response_model=VisitOut)
    def get_visit(id: str, who: Device) -> Response:
        """The visit as it is now."""
        return json_answer(visit_json(desk.visit(who.owner, id)))

    @routes.post("/{id}/consent", response_model=VisitOut)
    def give_consent(id: str, given: ConsentGiven, who: Device) -> Response:
        """The visitor agrees to the camera, or to the visit without one; before this no face is read."""
        return json_answer(visit_json(desk.consent(who.owner, id, given)))

    @routes.put("/{id}/mood", response_model=VisitOut)
    def say_mood(id: str, said: MoodSaid, who: Device) -> Response:
        """A mood by the visitor's own word: chosen by hand, or the guess corrected or confirmed."""
        return json_answer(visit_json(desk.mood(who.owner, id, said)))

    @routes.put("/{id}/favorite", response_model=VisitOut)
    def say_favorite(id: str, said: FavoriteSaid, who: Device) -> Response:
        """Season, weather and time of the pictures."""
        return json_answer(visit_json(desk.favorite(who.owner, id, said.favorite)))

    @routes.post("/{id}/end", response_model=VisitOut)
    def end_visit(id: str, who: Device) -> Response:
        """The end; what was seen of the face in memory is gone. Ending twice is fine."""
        return json_answer(visit_json(desk.end(who.owner, id)))

    @routes.post("/{id}/forget", status_code=204)
    def forget_visitor(id: str, who: Device) -> None:
        """Erase the visitor of this visit with all former visits, likes and what was learned from them."""
        desk.forget(who.owner, id)

    return routes


def _opinions(desk: VisitorDesk, guard: Guard) -> APIRouter:
    routes = APIRouter(prefix="/api/visits")
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/{id}/likes", response_model=OpinionOut)
    def say_opinion(id: str, said: Opinion, who: Device) -> Response:
        """A like (`click`), a `dislike`, or either taken back (`unlike`), with what was on the screen."""
        opinion, likes = desk.like(who.owner, id, said)
        return json_answer({"opinion": opinion, "likes": likes})

    return routes


def _taking_home(desk: VisitorDesk, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api/visits")
    Device = Annotated[Identity, Depends(guard.needs(Role.KIOSK))]

    @routes.post("/{id}/final", response_model=FinalOut)
    def take_home(id: str, chosen: Chosen, who: Device, request: Request) -> Response:
        """The picture that is taken home: addresses to share it, to come back, and to be forgotten, with their QRs."""
        visit, place, code = desk.take(who.owner, id, chosen.item)
        return json_answer(_final_json(request, visit, place, code))

    def _final_json(request: Request, visit: Visit, place: Place, code: str) -> dict[str, Any]:
        home = links.home_of(request, place, settings.base_path)
        share = links.share_link(home, visit.chosen or "") if place.share else ""
        back = links.code_link(home, "return", code, visit.language) if place.returning != "none" else ""
        erase = links.code_link(home, "forget", code, visit.language)
        named = {"share": share, "return": back, "forget": erase}
        drawn = {name: svg_of(address).decode() if address else "" for name, address in named.items()}
        qr = f"api/visits/{visit.id}/qr.svg"
        return {"share": share, "qr": qr, "return_code": back, "forget": erase, "codes": drawn}

    @routes.get("/{id}/qr.svg", response_class=SvgBytes)
    def get_qr(
        id: str,
        who: Device,
        request: Request,
        what: Annotated[Literal["share", "return", "forget"], Query(alias="for")] = "share",
        code: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """The QR of an address to take home; `return` and `forget` need the code, which is kept nowhere here."""
        visit, place = desk.visit(who.owner, id), desk.place()
        home = links.home_of(request, place, settings.base_path)
        if what == "share" and place.share and visit.chosen:
            return SvgBytes(svg_of(links.share_link(home, visit.chosen)))
        if what != "share" and desk.belongs(code, visit):
            return SvgBytes(svg_of(links.code_link(home, what, code, visit.language)))
        raise NotFound(f"this visit has nothing to {what} yet, or the code is not its own")

    return routes


def _checks(desk: VisitorDesk, guard: Guard) -> APIRouter:
    routes = APIRouter()

    @routes.get("/api/mood-checks", response_model=GroupsOut, dependencies=[Depends(guard.needs(Role.CURATOR))])
    def list_mood_checks() -> Response:
        """How often visitors found the guess of their mood right, by group; small groups are left out."""
        minimum = desk.place().minimum_group
        with desk.database.read() as tx:
            found = checks.groups(tx, minimum)
        groups = [vars(one) | {"error_rate": round(one.error_rate, 4)} for one in found]
        return json_answer({"minimum_group": minimum, "groups": groups})

    return routes
