"""HTTP of the looks. What is asked is checked here; pixels are the helper process's."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import BadInput
from hwawon.gallery.seen import seen
from hwawon.imaging.geometry import Bounds, Extent, checked_box
from hwawon.looks.available import available
from hwawon.looks.looker import Kind, Looker
from hwawon.looks.request import BoxLook, LinesLook, Look, PeopleLook, SelectLook, TagsLook
from hwawon.looks.schema import BoxOut, LooksOut, PeopleOut, PngBytes, StrokesOut, TagsOut
from hwawon.looks.shown import JournalOf, Shown
from hwawon.looks.waiting import answered
from hwawon.storage.database import Database
from hwawon.validation import filled
from hwawon.web.answers import json_answer


def router(database: Database, looker: Looker, guard: Guard, settings: Settings, journal_of: JournalOf) -> APIRouter:
    """The routes of this room; `journal_of` finds the caller's journals."""
    routes = APIRouter(prefix="/api/looks", tags=["looks"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def shown(who: Identity, look: Look) -> Shown:
        with database.read() as tx:
            picture = seen(tx, who, look.picture)
            journal = journal_of(tx, who, look.journal) if look.journal else None
        if journal is not None and journal.picture != picture.id:
            raise BadInput(f"the journal {journal.id} is over the picture {journal.picture}, not {picture.id}")
        extent = Extent(picture.width, picture.height)
        if look.box is not None:
            checked_box(Bounds(*look.box), extent)
        return Shown(picture.key, extent, journal)

    async def looked(kind: Kind, look: Look, who: Identity, request: Request) -> Any:
        what = await run_in_threadpool(shown, who, look)
        return await answered(request, looker.ask(kind, what, look))

    @routes.get("", response_model=LooksOut)
    def list_looks(_: Retoucher) -> Response:
        """Which looks can be answered here, and what the others need."""
        return json_answer(available(settings))

    @routes.post("/lines", response_class=PngBytes)
    async def find_lines(look: LinesLook, who: Retoucher, request: Request) -> Response:
        """Lines, white on black, covering the box at the size that was looked at."""
        return PngBytes(await looked("lines", look, who, request))

    @routes.post("/strokes", response_model=StrokesOut)
    async def find_strokes(look: LinesLook, who: Retoucher, request: Request) -> Response:
        """The same lines, traced as strokes that can be edited."""
        return json_answer(await looked("strokes", look, who, request))

    @routes.post("/people", response_model=PeopleOut)
    async def find_people(look: PeopleLook, who: Retoucher, request: Request) -> Response:
        """Persons and their parts."""
        return json_answer(await looked("people", look, who, request))

    @routes.post("/box", response_model=BoxOut)
    async def find_box(look: BoxLook, who: Retoucher, request: Request) -> Response:
        """A box around a face, a body or a person; 404 where nobody is seen."""
        return json_answer(await looked("box", look, who, request))

    @routes.post("/tags", response_model=TagsOut)
    async def find_tags(look: TagsLook, who: Retoucher, request: Request) -> Response:
        """The words it was made from, where the file says so; else what a tagger sees."""
        return json_answer(await looked("tags", filled(look, engine=settings.engine), who, request))

    @routes.post("/select", response_class=PngBytes)
    async def select(look: SelectLook, who: Retoucher, request: Request) -> Response:
        """A mask of the box's size, from places that belong to it or do not, and a rectangle around it."""
        return PngBytes(await looked("select", look, who, request))

    return routes
