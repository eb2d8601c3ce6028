"""What needs all the pixels of a stored journal: rendering, proving, replaying, exporting, importing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from hwawon.engines.base import Engine, OnStep
from hwawon.errors import BadInput
from hwawon.gallery.keep import add_row, keep_upload
from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite
from hwawon.imaging.thumbnail import thumbnail
from hwawon.retouch import journal_file, journal_order, journal_store
from hwawon.retouch.guides import Guides
from hwawon.retouch.journal import Journal, JournalStep, pixel_hash, start
from hwawon.retouch.journal_patches import shown, shown_patches
from hwawon.retouch.journal_proof import JournalProof, prove_journal
from hwawon.retouch.journal_store import JournalRow
from hwawon.retouch.run import retouch
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects


@dataclass(frozen=True, eq=False)
class Replayed:
    """A journal painted again."""

    journal: Journal
    same: bool  # every step gave the same pixels as before


def replay(journal: Journal, base: Picture, engine_of: Callable[[str], Engine], on_step: OnStep) -> Replayed:
    """Paint every step again from its record, each over what the steps before it show, muted ones left out.

    On the same base and engine the result is the same, pixel for pixel; on another base of the same size the same
    wishes are painted into that one.

    Raises:
        Conflict, BadInput: the base has another size than the plans.
        Cancelled, EngineError: see `Engine.paint`.
    """
    again, same = start(base), True
    for step in journal.steps:
        before = composite(base, [(one.shown, one.opacity) for one in again.steps if not one.muted])
        painted = _again(step, before, engine_of(step.request.engine), on_step)
        same = same and np.array_equal(painted.patch.colour, step.patch.colour)
        again = again.with_step(painted)
    return Replayed(again, same)


def _again(step: JournalStep, before: Picture, engine: Engine, on_step: OnStep) -> JournalStep:
    guides = Guides(step.lines, step.reference, others=step.controls, strengths=step.strengths)
    best = retouch(step.request, before, step.mask_in_box, step.plan, engine, guides, on_step)[0]
    return replace(step, patch=best.patch, record=best.record, seam_score=best.score)


def read_base(row: JournalRow, database: Database, objects: Objects) -> tuple[Picture, bytes]:
    """The journal's base picture and its file."""
    with database.read() as tx:
        data = objects.get(pictures.get(tx, row.base_picture).key)
    return files.read(data), data


def rendered(row: JournalRow, database: Database, objects: Objects, max_side_px: int | None = None) -> bytes:
    """What the journal shows now: PNG, or WebP in sRGB whose longer side has at most so many pixels."""
    base, _ = read_base(row, database, objects)
    picture = shown(row, base, objects)
    return files.encode(picture, "PNG") if max_side_px is None else thumbnail(picture, max_side_px)


def proved(row: JournalRow, database: Database, objects: Objects) -> JournalProof:
    """The proof of what the journal shows now."""
    base, _ = read_base(row, database, objects)
    seen = [step.id for step in row.steps if not step.data["muted"]]
    patches = zip(seen, shown_patches(row, objects), strict=True)
    return prove_journal(base, [(id, patch, opacity) for id, (patch, opacity) in patches])


def exported(row: JournalRow, database: Database, objects: Objects) -> bytes:
    """The journal as a file with all its pictures, which are handed on as they were stored."""
    base, data = read_base(row, database, objects)
    told = [step.data for step in row.steps]
    pictures = (journal_store.stored_pictures(step, objects) for step in row.steps)
    return journal_file.packed(base.extent, pixel_hash(base), data, told, pictures)


def imported(data: bytes, owner: str | None, title: str, database: Database, objects: Objects, max_pixels: int) -> str:
    """Take in a journal file as a new journal over a new picture; its id.

    Raises:
        BadInput: not a journal file, or one whose base is another picture than it says.
    """
    with journal_file.opened(data) as file:
        base = files.read(file.base, max_pixels=max_pixels)
        if pixel_hash(base) != file.base_sha256:
            raise BadInput("the journal file is damaged: its base is not the picture that it was begun on")
        steps = (_fitting(replace(step, id=new_id()), base) for step in file.steps())
        rows = [journal_store.put_step(objects, step, base.metadata.icc) for step in steps]
        kept = keep_upload(objects, file.base, max_pixels)
    with database.write() as tx:
        picture = add_row(tx, kept, kind="upload", owner=owner, title=title, record={})
        id = journal_store.create(tx, picture.id, owner, title)
        journal_order.add_steps(tx, id, rows)
    return id


def _fitting(step: JournalStep, base: Picture) -> JournalStep:
    """The step, if it can be laid over the base.

    Raises:
        BadInput: it has another size, depth or number of colours.
    """
    colour, wanted = step.patch.colour, base.colour
    if step.plan.canvas != base.extent or (colour.dtype, colour.shape[2]) != (wanted.dtype, wanted.shape[2]):
        raise BadInput(f"the journal file is damaged: a step is {step.plan.canvas} of {colour.dtype}, not as its base")
    return step
