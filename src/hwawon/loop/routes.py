"""HTTP of the loop: the cells, and what to make next."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.loop.cells import WANTED, standings
from hwawon.loop.proposal import LARGEST_SIZE, USUAL_SIZE, propose, run_of
from hwawon.loop.schema import CellsOut, ProposalOut, cell_json, totals_json, wish_json
from hwawon.loop.shown import Tallies, Tally
from hwawon.pool.keys import Orientation
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer

Size = Annotated[int, Query(ge=8, le=LARGEST_SIZE)]


def router(database: Database, guard: Guard) -> APIRouter:
    """The routes of this room, for curators."""
    routes = APIRouter(prefix="/api/loop", tags=["loop"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    tallies = Tallies(database)

    @routes.get("/cells", response_model=CellsOut)
    def list_cells(_: Curator, orientation: Orientation | None = None) -> Response:
        """What there is in each cell and what visitors say of it: shown, liked, thin, tired, and why."""
        with tallies.reading() as (tx, tally):
            cells = standings(tx, tally, orientation)
            counts = {"interactions": tally.rows, "synthetic": tally.synthetic, "from_synthetic": tally.synthetic > 0}
        items = [cell_json(one) for one in cells]
        return json_answer({"items": items, "totals": totals_json(cells), "wanted": WANTED, **counts})

    @routes.get("/proposal", response_model=ProposalOut)
    def get_proposal(_: Curator, size: Size = USUAL_SIZE) -> Response:
        """At most `size` pictures to make next, as the body of a bulk run."""
        with tallies.reading() as (tx, tally):
            wishes, notices = propose(standings(tx, tally), size), _notices(tally)
        pictures = sum(wish.pictures for wish in wishes)
        request = run_of(wishes, f"Closed loop: {pictures} pictures")
        cells = [wish_json(wish) for wish in wishes]
        return json_answer({"cells": cells, "pictures": pictures, "request": request, "notices": notices})

    return routes


def _notices(tally: Tally) -> list[str]:
    if not tally.rows:
        return ["nobody has liked anything yet: only cells with few pictures are found"]
    if tally.synthetic:
        return [f"{tally.synthetic} of {tally.rows} likes are from made-up visitors"]
    return []
