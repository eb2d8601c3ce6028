"""Generating as a durable job: the request in the row, the pictures and their records out."""

from functools import partial

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.engines.base import Step
from hwawon.engines.shelf import EngineShelf
from hwawon.gallery.keep import Kept, add_row, keep_picture
from hwawon.generate.finish import picture_of
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import Generated, generate
from hwawon.jobs.context import JobContext
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Handler, Outcome
from hwawon.storage.objects import Objects
from hwawon.validation import validated


def handler(objects: Objects, engines: EngineShelf) -> Handler:
    """What a worker does with a job of kind `generate`."""

    def run(context: JobContext) -> Outcome:
        request = validated(GenerateRequest, context.job.request["request"]).with_seed(seeds.of_text(context.job.id))

        def on_step(step: Step) -> None:
            context.progress(step.step, step.steps, step.preview)

        made = generate(request, engines.get(request.engine), on_step)
        kept = [keep_picture(objects, picture_of(one)) for one in made]
        effects = partial(_write_rows, context.job, kept, made)
        return Outcome({"pictures": [one.id for one in kept], "seeds": [one.seed for one in made]}, effects)

    return run


def _write_rows(job: Job, kept: list[Kept], made: list[Generated], tx: Connection) -> None:
    """One row a picture. A job may name a title and ask for its pictures to be published at once."""
    for position, (one, picture) in enumerate(zip(kept, made, strict=True)):
        add_row(
            tx,
            one,
            kind="generated",
            owner=job.owner,
            title=job.request.get("title", picture.record["request"]["prompt"][:200]),
            record=picture.record | {"tags": job.request.get("tags", {})},
            job=job.id,
            position=position,
            published=job.request.get("publish", False),
        )
