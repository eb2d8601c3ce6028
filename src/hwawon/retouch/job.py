"""Retouching as a durable job: pictures by id in, candidates with their proofs and a journal step out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from numpy.typing import NDArray
from sqlalchemy import Connection

from hwawon import seeds
from hwawon.config import Settings
from hwawon.engines.base import Capabilities, Honour, Step
from hwawon.engines.checks import chosen_checkpoint
from hwawon.engines.controls import check_controls
from hwawon.engines.honours import notices_of, require
from hwawon.engines.shelf import EngineShelf
from hwawon.forecast.history import said
from hwawon.gallery.keep import Kept, add_row, keep_picture
from hwawon.imaging import files
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite, prove
from hwawon.jobs.context import JobContext
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Handler, Outcome
from hwawon.retouch import area, journal_order, journal_store
from hwawon.retouch.file_record import record_of, with_record
from hwawon.retouch.guides import Guides, check_size, read_guides
from hwawon.retouch.journal import JournalStep
from hwawon.retouch.journal_patches import shown
from hwawon.retouch.journal_store import StepRow
from hwawon.retouch.plan import Planned, box_of, effort, plan_answer, plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import Candidate, retouch
from hwawon.retouch.strengths import Strengths, place_of, read_strengths
from hwawon.retouch.submission import AUTO, PlanSubmission, RetouchSubmission
from hwawon.storage import pictures
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.objects import Objects
from hwawon.storage.trials import TRIAL
from hwawon.validation import validated

NAMED = ("lineart", "reference", "strengths")  # in a step's data: the ids of pictures that guided it


@dataclass(frozen=True, eq=False)
class Darkroom:
    """Where pictures are fetched by id."""

    database: Database
    objects: Objects
    settings: Settings

    def picture(self, id: str) -> Picture:
        with self.database.read() as tx:
            row = pictures.get(tx, id)
        return files.read(self.objects.get(row.key), max_pixels=self.settings.max_pixels)

    def base(self, submission: RetouchSubmission) -> Picture:
        """The picture to repaint: as it was uploaded, or as its journal shows it now."""
        picture = self.picture(submission.picture)
        if submission.journal is None:
            return picture
        with self.database.read() as tx:
            row = journal_store.get(tx, submission.journal)
        return shown(row, picture, self.objects)

    def planned(self, submission: PlanSubmission | RetouchSubmission) -> Planned:
        """What the retouch would do. Raises as `area.planned`, `check_controls` and `check_size`."""
        from hwawon.engines.known import capabilities_of

        extent, request = self.picture(submission.picture).extent, submission.request
        capabilities = capabilities_of(request.engine, self.settings, self.database)
        if submission.mask is None and request.extend is None:
            plan = plan_retouch(request, extent, box_of(request, extent), capabilities)
        else:
            plan, _ = self.plan(submission, extent, capabilities)
        self._check_guides(submission, plan, capabilities)
        guides = {"lines": submission.lineart is not None, "reference": submission.reference is not None}
        return Planned(request, plan, capabilities, effort(request, plan, capabilities, **guides))

    def plan(
        self, submission: RetouchSubmission, extent: Extent, capabilities: Capabilities
    ) -> tuple[CropPlan, NDArray[Any]]:
        """The plan for a picture of `extent`, and the mask of all that is painted."""
        mask = None if submission.mask is None else self.picture(submission.mask).pixels
        request, most, held = submission.request, self.settings.max_pixels, self.strengths(submission)
        return area.planned(request, extent, mask, capabilities, most, held)

    def strengths(self, submission: RetouchSubmission) -> Strengths | None:
        """The painted strengths, if any."""
        return None if submission.strengths is None else read_strengths(self.picture(submission.strengths))

    def guides(self, submission: RetouchSubmission, base: Picture, plan: CropPlan) -> Guides:
        """The pictures that guide, for `base` as it is painted over."""
        named, held = (submission.lineart, submission.reference), self.strengths(submission)
        return read_guides(submission.request, *named, self.picture, base, plan, self.settings.models_dir, held)

    def _check_guides(self, submission: RetouchSubmission, plan: CropPlan, capabilities: Capabilities) -> None:
        guiding = submission.guiding(submission.lineart, submission.reference)
        check_controls(guiding, chosen_checkpoint(submission.checkpoint, capabilities), capabilities)
        if submission.strengths is not None:
            require(Honour.STRENGTHS, capabilities)
        with self.database.read() as tx:
            for one in guiding:
                if one.picture != AUTO:
                    row = pictures.get(tx, one.picture)
                    check_size(Extent(row.width, row.height), one.kind, plan)
            if submission.strengths is not None:
                row = pictures.get(tx, submission.strengths)
                place_of(Extent(row.width, row.height), plan.canvas, plan.box)


@dataclass(frozen=True, eq=False)
class Developed:
    """A candidate whose picture is stored."""

    candidate: Candidate
    kept: Kept
    answer: dict[str, Any]
    record: dict[str, Any]


def handler(room: Darkroom, engines: EngineShelf) -> Handler:
    """What a worker does with a job of kind `retouch`."""

    def run(context: JobContext) -> Outcome:
        submission = validated(RetouchSubmission, context.job.request)
        request = submission.request.with_seed(seeds.of_text(context.job.id))
        engine = engines.get(request.engine)
        base = room.base(submission)
        able = engine.capabilities()
        plan, mask = room.plan(submission, base.extent, able)
        picture = area.laid_out(request, base)
        guides = room.guides(submission, picture, plan)

        def on_step(step: Step) -> None:
            context.progress(step.step, step.steps, step.preview)

        candidates = retouch(request, picture, mask, plan, engine, guides, on_step)
        developed = [_develop(room.objects, request, picture, plan, one) for one in candidates]
        step = partial(_step, room.objects, submission, request, plan, guides, base.metadata.icc)
        steps = [step(one, rank > 0) for rank, one in enumerate(candidates)] if submission.journal else []
        told = said(one.record for one in candidates)
        result = plan_answer(request, plan) | told | {"candidates": [one.answer for one in developed]}
        unheard = notices_of(request, chosen_checkpoint(request.checkpoint, able), able)
        notices = [*plan.notices, *plan.edges.notices, *guides.notices, *unheard, *told["notices"]]
        return Outcome(result | {"notices": notices}, partial(_write_rows, context.job, submission, developed, steps))

    return run


def _develop(
    objects: Objects, request: RetouchRequest, picture: Picture, plan: CropPlan, candidate: Candidate
) -> Developed:
    alone = request.alone(candidate.seed)
    result = composite(picture, [(candidate.patch, request.opacity)])
    proof = prove(picture, result, [candidate.patch])
    kept = keep_picture(objects, with_record(result, alone, plan, candidate))
    answer = {
        "picture": kept.id,
        "seed": candidate.seed,
        "engine": candidate.record["engine"],
        "seam_score": candidate.score,
        "changed_outside": proof.changed_outside,
        "changed_inside": proof.changed_inside,
        "outside_sha256": proof.outside_sha256,
        "reach_px": round(proof.reach_px, 4),
    }
    return Developed(candidate, kept, answer, record_of(alone, plan, candidate))


def _step(
    objects: Objects,
    submission: RetouchSubmission,
    request: RetouchRequest,
    plan: CropPlan,
    guides: Guides,
    profile: bytes | None,
    one: Candidate,
    muted: bool,
) -> StepRow:
    """A candidate as a step. All become one, the best shown: choosing another is no new generation."""
    step = JournalStep(
        id=new_id(),
        request=request.alone(one.seed),
        plan=plan,
        patch=one.patch,
        record=one.record,
        opacity=request.opacity,
        muted=muted,
        lines=guides.lines,
        reference=guides.reference,
        controls=guides.others,
        strengths=guides.strengths,
        seam_score=one.score,
    )
    row = journal_store.put_step(objects, step, profile)
    named = {name: getattr(submission, name) for name in NAMED}
    return replace(row, data={**row.data, **named})


def _write_rows(
    job: Job,
    submission: RetouchSubmission,
    developed: list[Developed],
    steps: list[StepRow],
    tx: Connection,
) -> None:
    """The candidates, and the steps that they are; of a journal that is gone by now the pictures alone."""
    made = []
    for position, one in enumerate(developed):
        row = add_row(
            tx,
            one.kept,
            kind=TRIAL if submission.trial else "retouched",
            owner=job.owner,
            title=submission.prompt[:200],
            record=one.record,
            base=submission.picture,
            job=job.id,
            position=position,
        )
        made.append(row.id)
    if submission.journal and journal_store.is_there(tx, submission.journal):
        rows = [replace(step, picture=picture) for step, picture in zip(steps, made, strict=True)]
        journal_order.add_steps(tx, submission.journal, rows, job.id)
