"""HTTP of the retouch: plan it, ask for it. Whatever is wrong is answered here, before a job is made."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Header
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery.seen import seen
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.retouch import journal_store
from hwawon.retouch.journal_answers import check_journal
from hwawon.retouch.schema import PlanOut
from hwawon.retouch.submission import KIND, PlanSubmission, RetouchSubmission
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import filled
from hwawon.web.answers import json_answer
from hwawon.web.jobs import Accepted, accepted

if TYPE_CHECKING:  # pixels come with it
    from hwawon.retouch.plan import Planned

Key = Annotated[str | None, Header(max_length=200)]


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["retouch"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def check_seen(who: Identity, submission: PlanSubmission | RetouchSubmission) -> None:
        """Refuse pictures and journals that are not there or are somebody else's."""
        with database.read() as tx:
            for id in submission.named:
                seen(tx, who, id)
            if submission.journal:
                check_journal(journal_store.get(tx, submission.journal), submission.picture, who)

    def check_open(engine: str, who: Identity) -> None:
        from hwawon.engines import registry

        registry.check_open(engine, settings, to_admin=who.role.allows(Role.ADMIN))

    def planned(submission: PlanSubmission | RetouchSubmission) -> "Planned":
        from hwawon.retouch.job import Darkroom

        return Darkroom(database, objects, settings).planned(submission)

    @routes.post("/plan", response_model=PlanOut)
    def plan_retouch(submission: PlanSubmission, who: Retoucher) -> Response:
        """What a retouch would do: crop, work size, edges, reach, memory and time. Nothing is painted."""
        asked = filled(submission, engine=settings.engine)
        check_open(asked.engine, who)
        check_seen(who, asked)
        plan = planned(asked)
        with database.read() as tx:
            return json_answer(plan.answer(tx, settings))

    @routes.post("/retouch", status_code=202, response_model=Accepted)
    def submit_retouch(submission: RetouchSubmission, who: Retoucher, idempotency_key: Key = None) -> Response:
        """Ask for a repaint inside a mask; answers at once with the id of the job."""
        asked = filled(submission, engine=settings.engine)
        check_open(asked.engine, who)
        check_seen(who, asked)
        plan = planned(asked)
        with database.write() as tx:
            job = queue.submit(
                tx,
                KIND,
                asked.model_dump(mode="json"),
                owner=who.owner,
                priority=Priority.INTERACTIVE,
                lock=f"journal:{asked.journal}" if asked.journal else None,
                idempotency_key=idempotency_key,
                engine=asked.engine,
                pace=plan.effort.words,
            )
        return accepted(job)

    return routes
