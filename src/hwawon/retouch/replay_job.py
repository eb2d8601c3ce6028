"""Painting a journal again as a durable job: over its own base, or over another picture, where a new journal begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from hwawon.engines.base import Step
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import BadInput
from hwawon.gallery.keep import Kept, add_row, keep_picture
from hwawon.imaging.picture import Picture
from hwawon.jobs.context import JobContext
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Handler, Outcome
from hwawon.retouch import journal_order, journal_store
from hwawon.retouch.job import NAMED, Darkroom
from hwawon.retouch.journal import Journal, JournalStep, render
from hwawon.retouch.journal_store import JournalRow, StepRow
from hwawon.retouch.journal_work import replay
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects


@dataclass(frozen=True)
class Again:
    """What was painted again, stored and without its rows."""

    row: JournalRow
    kept: Kept
    base: str  # the picture that was painted over
    journal: str | None  # the id of the new journal
    steps: tuple[StepRow, ...]  # of the new journal


def replay_handler(room: Darkroom, engines: EngineShelf) -> Handler:
    """What a worker does with a job of kind `replay`."""

    def run(context: JobContext) -> Outcome:
        asked = context.job.request
        with room.database.read() as tx:
            row = journal_store.get(tx, asked["journal"])
        other: str | None = asked.get("picture")
        own = room.picture(row.base_picture)
        base = own if other is None else room.picture(other)
        if base.extent != own.extent:
            raise BadInput(f"expected a picture of the journal's size, {own.extent}; this one is {base.extent}")

        def on_step(step: Step) -> None:
            context.progress(step.step, step.steps, step.preview)

        replayed = replay(journal_store.loaded(row, own, room.objects), base, engines.get, on_step)
        kept = keep_picture(room.objects, render(replayed.journal, base))
        steps = _rows(row, replayed.journal, base, room.objects) if other else ()
        again = Again(row, kept, other or row.base_picture, new_id() if other else None, steps)
        result = {"picture": kept.id, "journal": again.journal, "same": replayed.same, "steps": len(row.steps)}
        return Outcome(result, partial(_write, again, context.job))

    return run


def _rows(row: JournalRow, journal: Journal, base: Picture, objects: Objects) -> tuple[StepRow, ...]:
    """The steps as they were painted again, for a journal of their own."""
    pairs = zip(row.steps, journal.steps, strict=True)
    return tuple(_row(old, replace(new, id=new_id()), base.metadata.icc, objects) for old, new in pairs)


def _row(old: StepRow, new: JournalStep, profile: bytes | None, objects: Objects) -> StepRow:
    stored = journal_store.put_step(objects, new, profile)
    return replace(stored, data={**stored.data, **{name: old.data.get(name) for name in NAMED}})


def _write(again: Again, job: Job, tx: Connection) -> None:
    title = f"replay of {again.row.title or again.row.id}"
    record = {"task": "replay", "journal": again.row.id}
    add_row(tx, again.kept, kind="retouched", owner=job.owner, title=title, record=record, base=again.base, job=job.id)
    if again.journal is not None:
        journal_store.create(tx, again.base, job.owner, title, again.journal)
        journal_order.add_steps(tx, again.journal, again.steps, job.id)
