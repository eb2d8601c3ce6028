"""HTTP of the generate room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.generate.request import KIND, GenerateRequest
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.validation import filled
from hwawon.web.jobs import Accepted, accepted


def router(database: Database, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["generate"])

    @routes.post("/generate", status_code=202, response_model=Accepted)
    def submit_generate(
        request: GenerateRequest,
        who: Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))],
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """Ask for pictures from words; answers at once with the id of the job."""
        asked = filled(request, engine=settings.engine)
        check_paintable(asked, settings)
        with database.write() as tx:
            job = queue.submit(
                tx,
                KIND,
                {"request": asked.model_dump(mode="json")},
                owner=who.owner,
                priority=Priority.NORMAL,
                idempotency_key=idempotency_key,
                engine=asked.engine,
                pace=f"{asked.engine} {asked.extent} x{asked.count}",
            )
        return accepted(job)

    return routes


def check_paintable(request: GenerateRequest, settings: Settings) -> None:
    """Refuse before a job is made what the engine would refuse.

    Raises:
        UnknownEngine, UnsupportedTask, BadInput: see `Engine.paint`.
    """
    from hwawon.engines.checks import check_request
    from hwawon.engines.registry import capabilities_of
    from hwawon.generate.run import paint_request

    check_request(paint_request(request.with_seed(0)), capabilities_of(request.engine, settings))
