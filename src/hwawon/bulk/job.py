"""One picture of a run as a durable job: painted as any other, kept in the garden's pool under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from hwawon.engines.base import Step
from hwawon.engines.shelf import EngineShelf
from hwawon.forecast.history import said
from hwawon.generate.finish import picture_of
from hwawon.generate.given import read_given
from hwawon.generate.job import ENCODERS, unheard
from hwawon.generate.run import Generated, generate
from hwawon.generate.together import Share, painted_together, request_of
from hwawon.imaging.picture import Picture
from hwawon.jobs.context import JobContext, Outcome, Pending
from hwawon.jobs.job import Job
from hwawon.jobs.together import Together
from hwawon.pool.arrive import Arrival, add_arrival, keep_arrival
from hwawon.pool.keys import name_of
from hwawon.promote.serve import begin_serving
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

TOLD = ("bulk", "nth", "repeat", "words")  # of the job's request, in the record of its picture


@dataclass(frozen=True)
class Nursery:
    """Where the pictures of runs are made. `read` fetches a picture by its id."""

    objects: Objects
    engines: EngineShelf
    read: Callable[[str], Picture]
    models_dir: Path
    beside: ThreadPoolExecutor

    def run(self, context: JobContext) -> Pending:
        """Paint one; it is encoded, scored and stored beside the next."""
        request = request_of(context.job)
        engine, given = self.engines.get(request.engine), read_given(request, self.read)
        notices = unheard(request, engine)
        (made,) = generate(request, engine, partial(_tell, context), given)
        return self.ended(Share(context.job, made, notices, 1))

    def ended(self, share: Share) -> Pending:
        """Keep what was painted for a job, alone or with others."""
        job = share.job
        made = replace(share.made, record=record_of(job.request, share.made))
        arriving = self.beside.submit(self._keep, job, made)
        return Pending(partial(_outcome, job, arriving, made, share.notices, share.together))

    def _keep(self, job: Job, made: Generated) -> Arrival:
        name, published = name_of(job.request["name"]), bool(job.request.get("publish"))
        return keep_arrival(self.objects, picture_of(made), name, published=published, models_dir=self.models_dir)


def nursery(objects: Objects, engines: EngineShelf, read: Callable[[str], Picture], models_dir: Path) -> Nursery:
    return Nursery(objects, engines, read, models_dir, ThreadPoolExecutor(ENCODERS, "hwawon-arrive"))


def together(room: Nursery) -> Together:
    """How a worker does several jobs of kind `bulk` in one go."""
    return painted_together(room.engines, room.ended)


def record_of(asked: Mapping[str, Any], made: Generated) -> dict[str, Any]:
    """Everything that makes the picture again, and where its words come from. No date goes in: see `picture_of`."""
    told = {name: asked[name] for name in TOLD if name in asked}
    typed = asked.get("prompt_template")
    if typed is not None and typed != made.record["request"]["prompt"]:
        told["prompt_template"] = typed
    return made.record | told


def _outcome(job: Job, arriving: Future[Arrival], made: Generated, notices: Sequence[str], together: int) -> Outcome:
    arrival, engine = arriving.result(), made.record["engine"]
    told = said([engine], together)
    result = {"pictures": [arrival.id], "seeds": [made.seed], "name": arrival.name.pool_key}
    notices = [*notices, *told["notices"]]
    return Outcome(result | told | {"notices": notices}, partial(_write_rows, job, arrival, made))


def _write_rows(job: Job, arrival: Arrival, made: Generated, tx: Connection) -> None:
    """Both rows, and before visitors where that was asked for."""
    engine, cell, now = made.record["engine"], arrival.name.cell, utc_now()
    picture = add_arrival(
        tx,
        arrival,
        record=made.record | {"made_at": now.isoformat(), "worker": job.worker},
        kind="generated",
        title=f"{cell.emotion} / {cell.favorite}" if cell.favorite else cell.emotion,
        owner=job.request.get("owner", job.owner),
        job=job.id,
        model=engine.get("checkpoint") or engine.get("engine"),
        bulk=job.request.get("bulk"),
    )
    if arrival.in_serving:
        begin_serving(tx, picture.id, now)


def _tell(context: JobContext, step: Step) -> None:
    context.progress(step.step, step.steps, step.preview)
