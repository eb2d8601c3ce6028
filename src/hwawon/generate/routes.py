"""HTTP of the generate room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.generate.request import KIND, GenerateRequest
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.web.jobs import Accepted, accepted


def router(database: Database, queue: JobQueue, guard: Guard) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["generate"])

    @routes.post("/generate", status_code=202, response_model=Accepted)
    def submit_generate(
        request: GenerateRequest,
        who: Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))],
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """Ask for pictures from words; answers at once with the id of the job."""
        with database.write() as tx:
            job = queue.submit(
                tx,
                KIND,
                {"request": request.model_dump(mode="json")},
                owner=who.owner,
                priority=Priority.NORMAL,
                idempotency_key=idempotency_key,
                pace=f"{request.engine} {request.extent} x{request.count}",
            )
        return accepted(job)

    return routes
