"""HTTP of the generate room."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.engines.wishes import EngineWishes
from hwawon.gallery.seen import seen
from hwawon.generate.request import KIND, GeneratePlan, GenerateRequest
from hwawon.generate.schema import GeneratePlanOut, SizeList
from hwawon.generate.words import settled
from hwawon.imaging.geometry import Extent
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.validation import filled
from hwawon.web.answers import json_answer
from hwawon.web.jobs import Accepted, accepted


def router(database: Database, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["generate"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def check_open(engine: str, who: Identity) -> None:
        from hwawon.engines import registry

        registry.check_open(engine, settings, to_admin=who.role.allows(Role.ADMIN))

    def image_extent(request: GenerateRequest, who: Identity) -> Extent | None:
        """The size of the picture to begin from; refuses pictures that are not there or are somebody else's."""
        with database.read() as tx:
            rows = {id: seen(tx, who, id) for id in request.named}
        return Extent(rows[request.image].width, rows[request.image].height) if request.image else None

    @routes.post("/generate", status_code=202, response_model=Accepted)
    def submit_generate(
        request: GenerateRequest,
        who: Retoucher,
        idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """Ask for pictures from words, or from another picture; answers at once with the id of the job."""
        from hwawon.generate import plan

        wish, typed = settled(database, filled(request, engine=settings.engine), idempotency_key)
        image = image_extent(wish, who)
        check_open(wish.engine, who)
        asked, checkpoint, _ = plan.checked(database, wish, image, settings)
        with database.write() as tx:
            job = queue.submit(
                tx,
                KIND,
                {"request": asked.model_dump(mode="json")} | ({} if typed is None else {"prompt_template": typed}),
                owner=who.owner,
                priority=Priority.NORMAL,
                idempotency_key=idempotency_key,
                engine=asked.engine,
                pace=plan.effort(asked, checkpoint).words,
            )
        return accepted(job)

    @routes.post("/generate/plan", response_model=GeneratePlanOut)
    def plan_generate(request: GeneratePlan, who: Retoucher) -> Response:
        """What generating would do: passes, memory and time. Nothing is painted."""
        from hwawon.generate.plan import plan_answer

        asked, _ = settled(database, filled(request, engine=settings.engine))
        check_open(asked.engine, who)
        return json_answer(plan_answer(database, asked, image_extent(asked, who), settings))

    @routes.get("/sizes", response_model=SizeList)
    def list_sizes(
        _: Retoucher,
        engine: str | None = None,
        checkpoint: str | None = None,
        steps: Annotated[int | None, Query(ge=1, le=150)] = None,
        count: Annotated[int, Query(ge=1, le=16)] = 1,
    ) -> Response:
        """The usual sizes: whether the checkpoint paints them, whether they fit, and how long each takes."""
        from hwawon.generate.plan import sizes_answer

        wishes = EngineWishes(engine=engine or settings.engine, checkpoint=checkpoint, steps=steps)
        return json_answer({"items": sizes_answer(database, wishes, count, settings)})

    return routes
