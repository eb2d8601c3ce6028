"""HTTP of the promotions: begin, look, go on, undo."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.jobs.queue import JobQueue
from hwawon.promote import store
from hwawon.promote.job import PromotionDesk
from hwawon.promote.schema import Outcome, PromotedPage, PromotionOut, PromotionPage, PromotionWish
from hwawon.promote.store import Promotion
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import json_answer

NAMED = 100  # pictures of a selection, in a list
Key = Annotated[str | None, Header(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=500)]
Place = Annotated[int | None, Query(ge=0, le=2**31 - 1, description="As the page before said.")]


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard) -> APIRouter:
    """The routes of the promotions, which are the curators'."""
    routes = APIRouter(prefix="/api/promotions", tags=["serving"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    desk = PromotionDesk(database, objects, queue)

    @routes.post("", status_code=202, response_model=PromotionOut)
    def begin_promotion(who: Curator, wish: PromotionWish, idempotency_key: Key = None) -> Response:
        """Put pictures before visitors, take them away, or remove them: up to 64 at once, more by a job."""
        return json_answer(desk.begin(wish, who.owner, idempotency_key).public(), 202)

    @routes.get("", response_model=PromotionPage)
    def list_promotions(_: Curator, limit: Limit = 50, cursor: str | None = None) -> Response:
        """Promotions, newest first."""
        with database.read() as tx:
            page = store.page(tx, limit, cursor)
        return json_answer({"items": [_brief(one) for one in page.items], "next_cursor": page.next_cursor})

    @routes.get("/{id}", response_model=PromotionOut)
    def get_promotion(id: str, _: Curator) -> Response:
        """One promotion and how far it is."""
        with database.read() as tx:
            return json_answer(store.get(tx, id).public())

    @routes.get("/{id}/pictures", response_model=PromotedPage)
    def list_promoted(
        id: str, _: Curator, limit: Limit = 50, cursor: Place = None, outcome: Outcome | None = None
    ) -> Response:
        """What became of each picture, and why."""
        with database.read() as tx:
            store.get(tx, id)
            found = store.pictures(tx, id, limit + 1, -1 if cursor is None else cursor, outcome)
        more = str(found[limit - 1]["position"]) if len(found) > limit else None
        return json_answer({"items": found[:limit], "next_cursor": more})

    @routes.post("/{id}/continue", status_code=202, response_model=PromotionOut)
    def continue_promotion(id: str, _: Curator) -> Response:
        """Go on with a promotion that was cancelled or failed, where it stopped."""
        return json_answer(desk.carry_on(id).public(), 202)

    @routes.post("/{id}/undo", status_code=202, response_model=PromotionOut)
    def undo_promotion(id: str, who: Curator) -> Response:
        """Restore exactly what was before it, by a new promotion."""
        return json_answer(desk.undo(id, who.owner).public(), 202)

    return routes


def _brief(one: Promotion) -> dict[str, Any]:
    """As it is shown in a list: of thousands of ids that were asked for the first."""
    told = one.public()
    asked = told["selection"]
    named = {"pictures": asked["pictures"][:NAMED]} if "pictures" in asked else {}
    return told | {"selection": {**asked, **named}}
