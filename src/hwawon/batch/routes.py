"""HTTP of the batches: make, look, order, take out."""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Query, Request, UploadFile
from starlette.responses import Response, StreamingResponse

from hwawon import seeds
from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.batch import orders, store
from hwawon.batch.frame_routes import add_frame_routes
from hwawon.batch.names import natural_key
from hwawon.batch.schema import (
    Accept,
    BatchChange,
    BatchOut,
    BatchPage,
    Redo,
    attachment,
    file_name,
    frame_json,
)
from hwawon.batch.shared import BatchDesk
from hwawon.batch.wishes import BatchWishes
from hwawon.config import Settings
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.gallery.schema import PARTS, FileBytes
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.validation import filled, validated
from hwawon.web.answers import file_answer, json_answer
from hwawon.web.jobs import Accepted, accepted

Key = Annotated[str | None, Header(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=500)]
Title = Annotated[str, Form(max_length=200)]
WishesText = Annotated[str, Form(max_length=200_000, description="The wishes as JSON.")]


def router(database: Database, objects: Objects, queue: JobQueue, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room. A person sees the own batches, a curator all."""
    routes = APIRouter(prefix="/api/batches", tags=["batches"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    desk = BatchDesk(database, objects, queue, settings)

    def answer(id: str, status: int = 200) -> Response:
        return json_answer(desk.told(id), status)

    @routes.post("", status_code=201, response_model=BatchOut)
    def make_batch(who: Retoucher, files: list[UploadFile], wishes: WishesText = "{}", title: Title = "") -> Response:
        """A draft of pictures, of one zip of them, or of one video."""
        asked = desk.checked(_wishes(wishes, settings).with_seed(seeds.drawn()), who)
        taken = desk.take_in(files)
        name = title or (PurePath(files[0].filename or "").stem if len(files) == 1 else "")
        with database.write() as tx:
            id = store.create(tx, who.owner, name, taken.source, asked, taken.source_key)
            store.add_frames(tx, id, taken.frames)
        return answer(id, 201)

    @routes.get("", response_model=BatchPage)
    def list_batches(who: Retoucher, limit: Limit = 50, cursor: str | None = None) -> Response:
        """Batches, newest first."""
        with database.read() as tx:
            page = store.page(tx, limit, cursor, None if who.sees_all else who.owner)
        return json_answer({"items": [desk.told(row.id) for row in page.items], "next_cursor": page.next_cursor})

    @routes.get("/{id}", response_model=BatchOut)
    def get_batch(id: str, who: Retoucher) -> Response:
        """One batch and how far it is."""
        desk.mine(id, who)
        return answer(id)

    @routes.post("/{id}/files", response_model=BatchOut)
    def add_files(id: str, who: Retoucher, files: list[UploadFile]) -> Response:
        """More pictures of the same folder, while the batch is a draft of pictures."""
        row = desk.mine(id, who)
        if row.is_video or desk.tally(row).state != "draft":
            raise Conflict("pictures can be added to a draft of pictures only")
        taken = desk.take_in(files)
        if taken.source["kind"] == "video":
            raise BadInput("a video is a batch of its own")
        with database.write() as tx:
            store.change(tx, id)  # first: who adds at the same moment waits here
            known = [one.name for one in store.all_frames(tx, id)]
            names = known + [one.name for one in taken.frames]
            if len(set(names)) != len(names):
                raise Conflict("there is a picture of one of these names already")
            store.add_frames(tx, id, taken.frames, len(known))
            store.reorder(tx, id, sorted(names, key=natural_key))
        return answer(id)

    @routes.patch("/{id}", response_model=BatchOut)
    def change_batch(id: str, change: BatchChange, who: Retoucher) -> Response:
        """Another title, or other wishes; not while frames wait or are being painted."""
        row = desk.mine(id, who)
        values: dict[str, Any] = {} if change.title is None else {"title": change.title}
        if change.wishes is not None:
            desk.check_quiet(row)
            asked = filled(change.wishes, engine=settings.engine).with_seed(seeds.drawn())
            values["wishes"] = desk.checked(asked, who).model_dump(mode="json")
        with database.write() as tx:
            store.change(tx, id, **values)
        return answer(id)

    @routes.delete("/{id}", status_code=204)
    def remove_batch(id: str, who: Retoucher) -> None:
        """Forget a batch and everything made of it; what is being painted is stopped."""
        desk.mine(id, who)
        orders.cancel(queue, id)
        with database.write() as tx:
            store.remove(tx, id)

    @routes.post("/{id}/start", response_model=BatchOut)
    def start_batch(id: str, who: Retoucher) -> Response:
        """Queue all frames in range that are not painted; whatever is wrong with the wishes is said before."""
        row = desk.mine(id, who)
        desk.checked(row.asked, who)
        orders.start(database, queue, row, row.asked, desk.pace(row))
        return answer(id)

    @routes.post("/{id}/pause", response_model=BatchOut)
    def pause_batch(id: str, who: Retoucher) -> Response:
        """Keep the frames that wait from being painted."""
        desk.mine(id, who)
        queue.pause(id)
        return answer(id)

    @routes.post("/{id}/resume", response_model=BatchOut)
    def resume_batch(id: str, who: Retoucher) -> Response:
        """Go on after a pause."""
        desk.mine(id, who)
        queue.resume(id)
        return answer(id)

    @routes.post("/{id}/cancel", response_model=BatchOut)
    def cancel_batch(id: str, who: Retoucher) -> Response:
        """Stop within one step; what is painted stays, and start goes on from there."""
        desk.mine(id, who)
        orders.cancel(queue, id)
        return answer(id)

    @routes.post("/{id}/restart-failed", response_model=BatchOut)
    def restart_failed_frames(id: str, who: Retoucher) -> Response:
        """Try the failed frames again."""
        orders.restart_failed(database, queue, desk.mine(id, who))
        return answer(id)

    @routes.post("/{id}/redo", response_model=BatchOut)
    def redo_frames(id: str, wanted: Redo, who: Retoucher, idempotency_key: Key = None) -> Response:
        """Paint single frames again, with another seed; what there is stays until then."""
        row = desk.mine(id, who)
        desk.checked(row.asked, who)
        orders.redo(database, queue, row, wanted.frames, wanted.seed, wanted.onward, idempotency_key)
        return answer(id)

    @routes.post("/{id}/accept", response_model=BatchOut)
    def accept_frames(id: str, wanted: Accept, who: Retoucher) -> Response:
        """Mark results as looked at and good, or no longer."""
        desk.mine(id, who)
        with database.write() as tx:
            store.accept(tx, id, wanted.frames, wanted.accepted)
        return answer(id)

    add_frame_routes(routes, desk, guard)
    _add_ways_out(routes, desk, Retoucher)
    return routes


def _add_ways_out(routes: APIRouter, desk: BatchDesk, Retoucher: Any) -> None:
    @routes.get("/{id}/report")
    def get_report(id: str, who: Retoucher) -> Response:
        """Everything about the batch and each of its frames, as one file."""
        row = desk.mine(id, who)
        with desk.database.read() as tx:
            frames = [frame_json(id, row.asked, one, "") for one in store.all_frames(tx, id)]
        addresses = ("source_url", "mask_url", "result_url", "thumbnail_url")
        plain = [{key: value for key, value in one.items() if key not in addresses} for one in frames]
        return json_answer(desk.told(id) | {"items": plain}, headers=attachment(file_name(row, ".json")))

    @routes.get("/{id}/download", response_class=FileBytes)
    def download_results(id: str, who: Retoucher, format: str = "same", accepted: bool = False) -> Response:
        """The results in range as a zip, under their own names and in their own format, or as PNG."""
        from hwawon.batch.export import results, zipped

        row = desk.mine(id, who)
        if format not in ("same", "png"):
            raise BadInput(f"format: expected same or png, got {format[:40]!r}")
        with desk.database.read() as tx:
            rows = [one for one in store.all_frames(tx, id) if one.is_painted and (one.accepted or not accepted)]
        rows = [one for one in rows if row.asked.range.holds(one.number)]
        if not rows:
            raise NotFound("there is no result yet")
        pieces: Iterator[bytes] = zipped(results(desk.room, row, rows, png=format == "png" or row.is_video))
        return StreamingResponse(pieces, headers=attachment(file_name(row, ".zip")), media_type="application/zip")

    @routes.post("/{id}/export", status_code=202, response_model=Accepted)
    def export_video(id: str, who: Retoucher, wishes: dict[str, Any], idempotency_key: Key = None) -> Response:
        """Make a video of all frames, those without a result as they came, with the sound as it is; as a job."""
        from hwawon.batch.encode import ExportWishes
        from hwawon.batch.video_file import require_av

        row = desk.mine(id, who)
        require_av()
        asked: ExportWishes = validated(ExportWishes, wishes)
        job = orders.export(desk.database, desk.queue, row, asked.model_dump(mode="json"), idempotency_key)
        return accepted(job)

    @routes.get("/{id}/video", response_class=FileBytes, responses=PARTS)
    def get_video(id: str, who: Retoucher, request: Request) -> Response:
        """The video that was made last; ranges are honoured."""
        row = desk.mine(id, who)
        if row.export_key is None or row.export is None:
            raise NotFound("no video has been made of this batch yet")
        found = file_answer(
            request.headers, desk.objects, row.export_key, row.export["media_type"], cache_control="private, no-cache"
        )
        found.headers.update(attachment(file_name(row, row.export["suffix"])))
        return found


def _wishes(text: str, settings: Settings) -> BatchWishes:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"wishes: expected JSON, {error}") from None
    if not isinstance(given, dict):
        raise BadInput("wishes: expected a JSON object")
    return filled(validated(BatchWishes, given), engine=settings.engine)
