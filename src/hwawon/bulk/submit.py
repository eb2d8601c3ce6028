"""A run is asked for: what the engine would refuse is said before, then its row and its jobs are made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from hwawon.bulk import store
from hwawon.bulk.plan import Planned, lists_named
from hwawon.bulk.request import KIND, SPREAD, BulkRequest
from hwawon.bulk.store import BulkRow, NewBulk
from hwawon.config import Settings
from hwawon.engines.base import Capabilities, Checkpoint
from hwawon.engines.checks import check_words
from hwawon.errors import Conflict
from hwawon.generate.plan import checked, effort
from hwawon.jobs.job import Job, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.prompts import wildcards
from hwawon.prompts.expand import expanded
from hwawon.storage.database import Database

AT_ONCE = 100  # pictures of a run whose jobs are made with it; those of larger ones are spread by a job


def prepared(
    database: Database, request: BulkRequest, settings: Settings, owner: str | None, key: str | None
) -> tuple[NewBulk, Checkpoint, Capabilities]:
    """The run as it will be kept, and what paints it; refuses what the engine would refuse.

    Raises:
        UnknownEngine, EngineUnavailable, UnsupportedTask, BadInput: see `Engine.paint`.
    """
    with database.read() as tx:
        known = wildcards.words_by_name(tx)
    texts = dict.fromkeys(request.words_of(cell) for cell in request.cells)
    paces = dict[str, str]()
    for shape in request.orientations:
        asked = request.asked(expanded(next(iter(texts)), 0, known), shape, 0)
        _, checkpoint, able = checked(database, asked, None, settings)
        paces[shape.orientation] = effort(asked, checkpoint).words
    for text in texts:
        check_words(expanded(text, 0, known), request.negative_prompt, checkpoint, able)
    new = NewBulk(owner=owner, request=request, wildcards=lists_named(texts, known), paces=paces, key=key)
    return new, checkpoint, able


def start(tx: Connection, queue: JobQueue, new: NewBulk) -> BulkRow:
    """Make the run; the same owner, key and request give the one that is there already.

    Raises:
        Conflict: the owner's key was used for another request.
    """
    present = None if new.key is None else store.by_key(tx, new.owner, new.key)
    if present is not None:
        if present.request != new.request:
            raise Conflict(f"the idempotency key {str(new.key)[:100]!r} was used for another request")
        return present
    row = store.add(tx, new)
    if row.total <= AT_ONCE:
        submit_part(tx, queue, row, row.total)
    else:
        submit_spread(tx, queue, row)
    return row


def submit_part(tx: Connection, queue: JobQueue, row: BulkRow, most: int) -> int:
    """Make the next `most` pictures of a run jobs; how many are jobs now."""
    end = min(row.submitted + most, row.total)
    for one in row.plan.part(row.submitted, end):
        _submit_picture(tx, queue, row, one)
    store.change(tx, row.id, submitted=end)
    return end


def submit_spread(tx: Connection, queue: JobQueue, row: BulkRow, **more: Any) -> Job:
    """Let a job make the rest of the pictures jobs. It waits for its turn as they do: a run is spread as it goes on."""
    request = {"bulk": row.id, **more}
    return queue.submit(tx, SPREAD, request, owner=row.owner, priority=Priority.BULK, batch=row.id)


def _submit_picture(tx: Connection, queue: JobQueue, row: BulkRow, one: Planned) -> None:
    request = row.request
    queue.submit(
        tx,
        KIND,
        picture_job(one) | {"bulk": row.id, "publish": request.publish},
        owner=row.owner,
        priority=Priority.BULK,
        idempotency_key=f"{KIND}:{row.id}:{one.nth}",
        batch=row.id,
        pace=row.paces[one.shape.orientation],
        engine=request.engine,
    )


def picture_job(one: Planned) -> dict[str, Any]:
    """What the job of a picture is asked: the engine's request, the name, and where the words come from."""
    return {
        "request": one.request.model_dump(mode="json"),
        "name": one.name.pool_key,
        "words": one.cell.model_dump(mode="json", exclude_none=True),
        "prompt_template": one.template,
        "nth": one.nth,
        "repeat": one.repeat,
    }
