"""HTTP of the journals: begun, listed, looked at, proved, painted again, carried to another house."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, UploadFile
from pydantic import Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.gallery.seen import seen
from hwawon.jobs.job import Priority
from hwawon.jobs.queue import JobQueue
from hwawon.retouch import draft_routes, journal_list, journal_store, step_routes
from hwawon.retouch.journal_answers import ASK_AGAIN, Drawer, check_size, journal_json, line_json
from hwawon.retouch.journal_store import JournalRow
from hwawon.retouch.schema import JournalOut, JournalPage, JournalProofOut
from hwawon.retouch.submission import REPLAY, ReplaySubmission
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import FrozenModel
from hwawon.web.answers import is_known, json_answer
from hwawon.web.few import WHOLE_PICTURES
from hwawon.web.jobs import Accepted, accepted

Title = Annotated[str, Field(max_length=200)]
Key = Annotated[str | None, Header(max_length=200)]
Side = Annotated[int | None, Query(ge=1, le=65_535)]


class JournalSubmission(FrozenModel):
    """A new journal over a picture."""

    picture: str
    title: Title = ""


class JournalChange(FrozenModel):
    """What a journal is called."""

    title: Title


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of the journals, their steps and drafts. A person sees the own ones, a curator all."""
    routes = APIRouter(prefix="/api/journals", tags=["journals"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    drawer = Drawer(database)

    def answer(id: str, who: Identity, status: int = 200) -> Response:
        return json_answer(journal_json(drawer.journal(id, who), settings.base_path), status)

    @routes.get("", response_model=JournalPage)
    def list_journals(
        who: Retoucher,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        cursor: str | None = None,
        picture: str | None = None,
        mine: bool = False,
    ) -> Response:
        """Journals, newest change first; of one base picture where it is named. `mine` leaves a curator the own."""
        others = None if who.sees_all else (who.owner, None)
        with database.read() as tx:
            page = journal_list.page(tx, limit, cursor, picture, (who.owner,) if mine else others)
        items = [line_json(line, settings.base_path) for line in page.items]
        return json_answer({"items": items, "next_cursor": page.next_cursor})

    @routes.post("", status_code=201, response_model=JournalOut)
    def begin_journal(submission: JournalSubmission, who: Retoucher) -> Response:
        """Begin a journal over a picture; it takes the picture's title where it is given none."""
        with database.write() as tx:
            picture = seen(tx, who, submission.picture)
            id = journal_store.create(tx, picture.id, who.owner, submission.title or picture.title[:200])
        return answer(id, who, 201)

    @routes.get("/{id}", response_model=JournalOut)
    def get_journal(id: str, who: Retoucher) -> Response:
        """The steps, undermost first, and those that were put aside."""
        return answer(id, who)

    @routes.patch("/{id}", response_model=JournalOut)
    def rename_journal(id: str, change: JournalChange, who: Retoucher) -> Response:
        """Give it another title."""
        drawer.check(id, who)
        with database.write() as tx:
            journal_store.rename(tx, id, change.title)
        return answer(id, who)

    @routes.delete("/{id}", status_code=204)
    def remove_journal(id: str, who: Retoucher) -> None:
        """Forget it, with its steps and its draft; pictures in the library stay."""
        drawer.check(id, who)
        with database.write() as tx:
            journal_store.remove(tx, id)

    @routes.get("/{id}/picture", response_class=FileBytes, responses={304: PARTS[304]})
    def render_journal(id: str, who: Retoucher, request: Request, max_side: Side = None) -> Response:
        """What the journal shows now: PNG as exact as its base, or WebP of at most `max_side` pixels."""
        row = drawer.journal(id, who)

        def made() -> Response:
            from hwawon.retouch.journal_work import rendered

            data = rendered(row, database, objects, max_side)
            return Response(data, media_type="image/png" if max_side is None else "image/webp")

        return _as_of(row, request, f"picture.{max_side}", made)

    @routes.get("/{id}/proof", response_model=JournalProofOut, responses={304: PARTS[304]})
    def prove_journal(id: str, who: Retoucher, request: Request) -> Response:
        """That nothing changed where no patch is seen, and what each step that is not muted changed."""
        row = drawer.journal(id, who)

        def made() -> Response:
            from hwawon.retouch.journal_work import proved

            return json_answer(proved(row, database, objects).to_json())

        return _as_of(row, request, "proof", made)

    @routes.post("/{id}/replay", status_code=202, response_model=Accepted)
    def replay_journal(
        id: str, who: Retoucher, submission: ReplaySubmission | None = None, idempotency_key: Key = None
    ) -> Response:
        """Paint every step again from its record, as a job; the same engine gives the same picture.

        Over another picture of the same size it also begins a journal there.
        """
        from hwawon.engines.known import capabilities_of
        from hwawon.engines.registry import check_open
        from hwawon.retouch.plan import replay_effort

        row = drawer.journal(id, who)
        other = submission.picture if submission and submission.picture != row.base_picture else None
        if other is not None:
            with database.read() as tx:
                check_size(row, seen(tx, who, other))
        steps = [step.data for step in row.steps]
        for engine in {step["request"]["engine"] for step in steps}:  # it may have come in a file
            check_open(engine, settings, to_admin=who.role.allows(Role.ADMIN))
        effort = replay_effort(steps, lambda engine: capabilities_of(engine, settings, database))
        with database.write() as tx:
            job = queue.submit(
                tx,
                REPLAY,
                {"journal": id} | ({"picture": other} if other else {}),
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
        row = drawer.journal(id, who)
        with WHOLE_PICTURES.turn():
            data = exported(row, database, objects)
        return Response(data, headers=disposition, media_type="application/zip")

    @routes.post("/import", status_code=201, response_model=JournalOut)
    def import_journal(file: UploadFile, who: Retoucher) -> Response:
        """Take in a journal file: its base picture and all its steps."""
        from hwawon.retouch.journal_work import imported

        title, limit = file.filename or "", settings.max_pixels
        with WHOLE_PICTURES.turn():
            id = imported(file.file.read(), who.owner, title, database, objects, limit)
        return answer(id, who, 201)

    routes.include_router(step_routes.router(database, objects, guard, settings))
    routes.include_router(draft_routes.router(database, objects, guard, settings))
    return routes


def _as_of(row: JournalRow, request: Request, what: str, made: Callable[[], Response]) -> Response:
    """What is computed from the whole journal: not again while the caller has it for the present version."""
    headers = {"ETag": f'"{row.id}.{row.version}.{what}"', "Cache-Control": ASK_AGAIN}
    if is_known(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    with WHOLE_PICTURES.turn():
        found = made()
    found.headers.update(headers)
    return found
