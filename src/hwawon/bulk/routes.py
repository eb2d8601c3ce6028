"""HTTP of the runs: plan, ask, look, order."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.bulk import store
from hwawon.bulk.counts import pictures_per_second, tallies
from hwawon.bulk.request import BulkRequest
from hwawon.bulk.schema import BulkAccepted, BulkOut, BulkPage, BulkPlanOut, bulk_json
from hwawon.bulk.store import BulkRow
from hwawon.config import Settings
from hwawon.gallery.seen import seen
from hwawon.jobs.queue import JobQueue
from hwawon.looks.reader import Reader
from hwawon.storage.database import Database
from hwawon.validation import filled
from hwawon.web.answers import json_answer

Key = Annotated[str | None, Header(max_length=200)]


def router(database: Database, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room. Runs are the garden's: every curator sees and orders all."""
    routes = APIRouter(prefix="/api/bulks", tags=["bulk"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    reader = Reader(settings)

    def checked(request: BulkRequest, who: Identity) -> BulkRequest:
        """The request with its engine; refuses engines that are not the caller's to use, and pictures not there."""
        from hwawon.engines import registry

        asked = filled(request, engine=settings.engine)
        registry.check_open(asked.engine, settings, to_admin=who.role.allows(Role.ADMIN))
        with database.read() as tx:
            for control in asked.controls:
                seen(tx, who, control.picture)
        return asked

    def told(rows: list[BulkRow], *, in_list: bool = False) -> list[dict[str, Any]]:
        with database.read() as tx:
            counts = tallies(tx, rows)
            return [bulk_json(row, counts[row.id], pictures_per_second(tx, row.id), in_list=in_list) for row in rows]

    def answer(id: str) -> Response:
        with database.read() as tx:
            row = store.get(tx, id)
        return json_answer(told([row])[0])

    @routes.post("", status_code=202, response_model=BulkAccepted)
    def ask_for_bulk(request: BulkRequest, who: Curator, idempotency_key: Key = None) -> Response:
        """Ask for pictures of many cells; answers at once, the pictures come as jobs."""
        from hwawon.bulk.submit import prepared, start

        new, _, _ = prepared(database, checked(request, who), settings, who.owner, idempotency_key)
        with database.write() as tx:
            row = start(tx, queue, new)
        return json_answer({"id": row.id, "total": row.total}, 202)

    @routes.post("/plan", response_model=BulkPlanOut)
    def plan_bulk(request: BulkRequest, who: Curator) -> Response:
        """What a run would make: how many pictures, in which words, for how long. Nothing is made."""
        from hwawon.bulk.preview import plan_answer

        return json_answer(plan_answer(database, checked(request, who), settings, reader))

    @routes.get("", response_model=BulkPage)
    def list_bulks(_: Curator, limit: Annotated[int, Query(ge=1, le=100)] = 20, cursor: str | None = None) -> Response:
        """Runs, newest first."""
        with database.read() as tx:
            page = store.page(tx, limit, cursor)
        return json_answer({"items": told(list(page.items), in_list=True), "next_cursor": page.next_cursor})

    @routes.get("/{id}", response_model=BulkOut)
    def get_bulk(id: str, _: Curator) -> Response:
        """One run and how far it is."""
        return answer(id)

    @routes.delete("/{id}", status_code=204)
    def remove_bulk(id: str, _: Curator) -> None:
        """Forget a run that is over; its pictures stay."""
        from hwawon.bulk import orders

        orders.remove(database, id)

    @routes.post("/{id}/pause", response_model=BulkOut)
    def pause_bulk(id: str, _: Curator) -> Response:
        """Hold what waits, and what is still to become a job; what is being painted is finished."""
        from hwawon.bulk import orders

        orders.pause(database, queue, id)
        return answer(id)

    @routes.post("/{id}/resume", response_model=BulkOut)
    def resume_bulk(id: str, _: Curator) -> Response:
        """Go on after a pause."""
        from hwawon.bulk import orders

        orders.resume(database, queue, id)
        return answer(id)

    @routes.post("/{id}/cancel", response_model=BulkOut)
    def cancel_bulk(id: str, _: Curator) -> Response:
        """End what waits, and what is being painted at its next step; pictures that are made stay."""
        from hwawon.bulk import orders

        orders.cancel(database, queue, id)
        return answer(id)

    @routes.post("/{id}/restart", response_model=BulkOut)
    def restart_bulk(id: str, _: Curator) -> Response:
        """Put back what failed and what was cancelled."""
        from hwawon.bulk import orders

        orders.restart(database, queue, id)
        return answer(id)

    return routes
