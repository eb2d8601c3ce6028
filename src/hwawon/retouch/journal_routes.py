"""HTTP of the journals: steps can be muted, moved, made fainter or softer without painting again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, UploadFile
from pydantic import Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotFound
from hwawon.gallery.schema import FileBytes
from hwawon.gallery.seen import seen
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.retouch import journal_store
from hwawon.retouch.journal_store import JournalRow, StepRow
from hwawon.retouch.schema import JournalOut
from hwawon.retouch.submission import REPLAY
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import FrozenModel
from hwawon.web.answers import json_answer
from hwawon.web.jobs import Accepted, accepted


class JournalSubmission(FrozenModel):
    """A new journal over a picture."""

    picture: str
    title: Annotated[str, Field(max_length=200)] = ""


class StepChange(FrozenModel):
    """How a step is shown; what is left out stays."""

    opacity: Annotated[float, Field(ge=0, le=1)] | None = None
    muted: bool | None = None
    feather_px: Annotated[float, Field(ge=0, le=512)] | None = None
    position: Annotated[int, Field(ge=0)] | None = None


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api/journals", tags=["journals"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]

    def mine(id: str, who: Identity) -> JournalRow:
        with database.read() as tx:
            row = journal_store.get(tx, id)
        if not who.may_see(row.owner):
            raise NotFound(f"there is no journal {id}")
        return row

    @routes.post("", status_code=201, response_model=JournalOut)
    def begin_journal(submission: JournalSubmission, who: Retoucher) -> Response:
        """Begin a journal over a picture."""
        with database.write() as tx:
            picture = seen(tx, who, submission.picture)
            id = journal_store.create(tx, picture.id, who.owner, submission.title)
        return json_answer(journal_json(mine(id, who)), 201)

    @routes.get("/{id}", response_model=JournalOut)
    def get_journal(id: str, who: Retoucher) -> Response:
        """The steps, first painted first."""
        return json_answer(journal_json(mine(id, who)))

    @routes.get("/{id}/picture", response_class=FileBytes)
    def render_journal(id: str, who: Retoucher) -> Response:
        """What the journal shows now, as PNG."""
        from hwawon.retouch.journal_work import rendered_png

        return Response(rendered_png(mine(id, who), database, objects), media_type="image/png")

    @routes.patch("/{id}/steps/{step}", response_model=JournalOut)
    def change_step(id: str, step: str, change: StepChange, who: Retoucher) -> Response:
        """Change opacity, mute, feather or place of a step."""
        mine(id, who)
        wanted = change.model_dump(exclude_unset=True)
        position = wanted.pop("position", None)
        with database.write() as tx:
            journal_store.change_step(tx, id, step, wanted, position)
        return json_answer(journal_json(mine(id, who)))

    @routes.delete("/{id}/steps/{step}", response_model=JournalOut)
    def remove_step(id: str, step: str, who: Retoucher) -> Response:
        """Take a step out."""
        mine(id, who)
        with database.write() as tx:
            journal_store.remove_step(tx, id, step)
        return json_answer(journal_json(mine(id, who)))

    @routes.post("/{id}/replay", status_code=202, response_model=Accepted)
    def replay_journal(
        id: str, who: Retoucher, idempotency_key: Annotated[str | None, Header(max_length=200)] = None
    ) -> Response:
        """Paint every step again from its record, as a job; the same engine gives the same picture."""
        from hwawon.engines.known import capabilities_of
        from hwawon.retouch.plan import replay_effort

        steps = [step.data for step in mine(id, who).steps]
        effort = replay_effort(steps, lambda engine: capabilities_of(engine, settings, database))
        with database.write() as tx:
            job = queue.submit(
                tx,
                REPLAY,
                {"journal": id},
                owner=who.owner,
                priority=Priority.NORMAL,
                lock=f"journal:{id}",
                idempotency_key=idempotency_key,
                pace=effort.words if effort else "",
            )
        return accepted(job)

    @routes.get("/{id}/export", response_class=FileBytes)
    def export_journal(id: str, who: Retoucher) -> Response:
        """The journal with all its pictures as one file."""
        from hwawon.retouch.journal_work import exported

        disposition = {"Content-Disposition": f'attachment; filename="{id}.hwawon"'}
        return Response(exported(mine(id, who), database, objects), headers=disposition, media_type="application/zip")

    @routes.post("/import", status_code=201, response_model=JournalOut)
    def import_journal(file: UploadFile, who: Retoucher) -> Response:
        """Take in a journal file: its base picture and all its steps."""
        from hwawon.retouch.journal_work import imported

        title, limit = file.filename or "", settings.max_pixels
        id = imported(file.file.read(), who.owner, title, database, objects, limit)
        return json_answer(journal_json(mine(id, who)), 201)

    return routes


def journal_json(row: JournalRow) -> dict[str, Any]:
    """A journal as the API shows it."""
    return {
        "id": row.id,
        "picture": row.base_picture,
        "title": row.title,
        "version": row.version,
        "steps": [_step_json(step) for step in row.steps],
    }


def _step_json(step: StepRow) -> dict[str, Any]:
    return {name: value for name, value in step.data.items() if name != journal_store.GUIDES} | {"id": step.id}
