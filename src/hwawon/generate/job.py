"""Generating as a durable job: the request in the row, the pictures and their records out."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.engines.base import Engine, Step
from hwawon.engines.checks import chosen_checkpoint
from hwawon.engines.honours import notices_of
from hwawon.engines.shelf import EngineShelf
from hwawon.forecast.history import said
from hwawon.gallery.keep import Kept, add_row, keep_picture
from hwawon.generate.finish import picture_of
from hwawon.generate.given import read_given
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import Generated, generate
from hwawon.imaging.picture import Picture
from hwawon.jobs.context import JobContext
from hwawon.jobs.job import Job
from hwawon.jobs.worker import Handler, Outcome, Pending
from hwawon.storage.objects import Objects
from hwawon.validation import validated

AT_ONCE = 4  # pictures in one call of the engine, where the device likes no more
ENCODERS = 4  # pictures encoded at once


def handler(objects: Objects, engines: EngineShelf, read: Callable[[str], Picture]) -> Handler:
    """What a worker does with a job of kind `generate`: pictures are encoded and stored beside the next ones.

    `read` fetches a picture by its id.
    """
    beside = ThreadPoolExecutor(ENCODERS, "hwawon-encode")

    def run(context: JobContext) -> Pending:
        request = validated(GenerateRequest, context.job.request["request"]).with_seed(seeds.of_text(context.job.id))
        engine, given = engines.get(request.engine), read_given(request, read)
        parts = list(parts_of(request, max(AT_ONCE, at_once(engine))))
        notices = unheard(request, engine)
        made: list[Generated] = []
        pending: list[Future[Kept]] = []
        for place, part in enumerate(parts):
            on_step = partial(_tell, context, place, len(parts))
            for one in generate(part, engine, on_step, given):
                made.append(one)
                pending.append(beside.submit(keep, objects, one))
        return Pending(partial(outcome, context.job, pending, made, notices))

    return run


def at_once(engine: Engine) -> int:
    """How many pictures the engine's device paints together best."""
    return int(getattr(engine, "at_once", 1))


def parts_of(request: GenerateRequest, most: int = AT_ONCE) -> Iterator[GenerateRequest]:
    """The request in parts, so that the pictures of one are encoded while the next is painted."""
    assert request.seed is not None
    for first in range(0, request.count, most):
        seed = (request.seed + first) % 2**32
        yield request.model_copy(update={"seed": seed, "count": min(most, request.count - first)})


def keep(objects: Objects, one: Generated) -> Kept:
    """Encode a picture with its record and store it."""
    return keep_picture(objects, picture_of(one))


def unheard(request: GenerateRequest, engine: Engine) -> tuple[str, ...]:
    """What of the request the engine does not heed."""
    able = engine.capabilities()
    return notices_of(request, chosen_checkpoint(request.checkpoint, able), able)


def outcome(
    job: Job, keeping: Sequence[Future[Kept]], made: Sequence[Generated], notices: Sequence[str], together: int = 1
) -> Outcome:
    """How the job ends, once its pictures are stored: with a row for each. `together`: jobs painted in one go."""
    kept = [each.result() for each in keeping]
    effects = partial(_write_rows, job, kept, made)
    result = {"pictures": [one.id for one in kept], "seeds": [one.seed for one in made]}
    told = said((one.record["engine"] for one in made), together)
    return Outcome(result | told | {"notices": [*notices, *told["notices"]]}, effects)


def _tell(context: JobContext, place: int, parts: int, step: Step) -> None:
    context.progress(place * step.steps + step.step, parts * step.steps, step.preview)


def _write_rows(job: Job, kept: Sequence[Kept], made: Sequence[Generated], tx: Connection) -> None:
    """One row a picture. A job may name a title and ask for its pictures to be published at once."""
    typed = {name: job.request[name] for name in ("prompt_template",) if name in job.request}
    for position, (one, picture) in enumerate(zip(kept, made, strict=True)):
        add_row(
            tx,
            one,
            kind="generated",
            owner=job.owner,
            title=job.request.get("title", picture.record["request"]["prompt"][:200]),
            record=picture.record | {"tags": job.request.get("tags", {})} | typed,
            job=job.id,
            position=position,
            published=job.request.get("publish", False),
        )
