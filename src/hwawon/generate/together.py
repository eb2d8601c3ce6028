"""Generating jobs that differ in their words and seeds alone, painted in one call of the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hwawon import seeds
from hwawon.engines.base import Step, Words
from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import BadInput
from hwawon.generate.job import ENCODERS, at_once, keep, outcome, unheard
from hwawon.generate.request import GenerateRequest
from hwawon.generate.run import Generated, generated, paint_request
from hwawon.jobs.context import Pending
from hwawon.jobs.job import Job
from hwawon.jobs.together import Company, Together
from hwawon.storage.objects import Objects
from hwawon.validation import validated

ITS_OWN = {"prompt", "negative_prompt", "seed"}
# What a job must ask for to share a call.
SHAREABLE: dict[str, Any] = {"subseed_strength": 0.0, "count": 1, "image": None, "controls": []}


@dataclass(frozen=True, eq=False)
class Share:
    """What one job of several has of their call."""

    job: Job
    made: Generated
    notices: tuple[str, ...]  # what of its request the engine does not heed
    together: int  # jobs in the call


def together(objects: Objects, engines: EngineShelf) -> Together:
    """How a worker runs several jobs of kind `generate` in one go."""
    beside = ThreadPoolExecutor(ENCODERS, "hwawon-encode")

    def ended(share: Share) -> Pending:
        keeping = [beside.submit(keep, objects, share.made)]
        return Pending(partial(outcome, share.job, keeping, [share.made], share.notices, share.together))

    return painted_together(engines, ended)


def painted_together(engines: EngineShelf, ended: Callable[[Share], Pending]) -> Together:
    """How a worker runs several jobs in one go whose `request` generates; `ended` takes each picture."""

    def run(company: Company) -> Sequence[Pending]:
        requests = [request_of(context.job) for context in company.contexts]
        asked = paint_request(requests[0])
        others = tuple(Words(one.prompt, one.negative_prompt, one.seed or 0) for one in requests[1:])
        engine = engines.get(requests[0].engine)
        unheeded = [unheard(request, engine) for request in requests]

        def on_step(step: Step) -> None:
            company.progress(step.step, step.steps, step.preview)

        painted = engine.paint(replace(asked, others=others), on_step)
        made = [generated(request, painted, place) for place, request in enumerate(requests)]
        return [
            ended(Share(context.job, one, notices, len(made)))
            for context, one, notices in zip(company.contexts, made, unheeded, strict=True)
        ]

    def most(job: Job) -> int:
        return at_once(engines.get(request_of(job).engine))

    return Together(most, key_of, run)


def key_of(job: Job) -> str | None:
    """What two jobs must have in common to be painted together; None: this one is painted alone."""
    try:
        request = request_of(job)
        loras = parse_prompt(request.prompt).loras
    except BadInput:
        return None
    shared = request.model_dump(mode="json", exclude=ITS_OWN)
    if any(shared[name] != value for name, value in SHAREABLE.items()):
        return None
    return json.dumps([shared, [[lora.name, lora.weight] for lora in loras]], sort_keys=True)


def request_of(job: Job) -> GenerateRequest:
    """The request with its seed.

    Raises:
        BadInput: it does not fit the form; an older version may have taken it in.
    """
    return validated(GenerateRequest, job.request["request"]).with_seed(seeds.of_text(job.id))
