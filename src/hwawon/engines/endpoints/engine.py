"""Endpoints as an engine: words go out, a picture comes back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from hwawon.engines.base import (
    Capabilities,
    Checkpoint,
    Honour,
    OnStep,
    Painted,
    PaintRequest,
    SizeRule,
    Step,
    Task,
    Words,
)
from hwawon.engines.checks import check_request
from hwawon.engines.endpoints import NAME
from hwawon.engines.endpoints.answer import body_of, picture_of
from hwawon.engines.endpoints.endpoint import Endpoint, mark
from hwawon.engines.endpoints.posting import Posting
from hwawon.errors import EngineUnavailable

DESCRIPTION = "Stable Diffusion behind HTTP or SageMaker endpoints, one picture at a time each."
CHECKPOINT = Checkpoint(
    id="endpoint",  # what lies behind the address it does not tell
    family="endpoint",
    sha256=None,
    sizes=SizeRule(multiple=8, min_side=256, max_side=2048, min_area=256 * 256, max_area=2048 * 2048),
    default_steps=50,
    default_guidance_scale=7.5,
)
STEPS = 100  # of our progress: the endpoint tells nothing, so it is the share of the time that the last one took
REQUEST_S = 900.0  # longer than any picture


class EndpointEngine:
    """Paints at the first of its endpoints that is reached, a call a picture, so that each is the same alone."""

    name = NAME

    def __init__(self, endpoints: Sequence[Endpoint], fields: frozenset[str], timeout_s: float = REQUEST_S) -> None:
        """`fields`: what they read beside the six of `body_of`. `timeout_s`: for one picture."""
        self._endpoints = tuple(endpoints)
        self._fields = fields
        self._timeout_s = timeout_s
        self._left: dict[str, Posting] = {}  # calls whose job was stopped, by endpoint
        self._cost_s: float | None = None  # seconds for a megapixel-step, of the last picture

    def capabilities(self) -> Capabilities:
        """The same whether they answer or not: jobs wait for those that do."""
        heeded = {Honour.GUIDANCE} | ({Honour.NEGATIVE_PROMPT} if "negative_prompt" in self._fields else set())
        return Capabilities(
            engine=NAME,
            description=DESCRIPTION,
            tasks=frozenset({Task.TEXT_TO_IMAGE}),
            control_kinds=frozenset(),
            samplers=(),
            checkpoints=(CHECKPOINT,),
            is_stable_diffusion=True,
            honours=frozenset(heeded),
        )

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Paint `request.count` pictures.

        Raises:
            EngineUnavailable: none of the endpoints was reached.
            EngineDied: one broke or fell silent in the middle.
            OutOfMemory, BadInput, EngineError: what it said.
            BadResult: a black picture, or one of another size.
        """
        check_request(request, self.capabilities())
        steps = request.count * STEPS
        images, endpoint = [], self._endpoints[0]
        for index, words in enumerate(request.pictures):
            first = index * STEPS
            on_step(Step(first + 1, steps))
            endpoint, answer = self._asked(request, words, on_step, first)
            images.append(picture_of(answer, request.extent, endpoint.name))
            on_step(Step(first + STEPS, steps))
        return Painted(tuple(images), request.seeds, self._record(request, endpoint))

    def warm(self, checkpoint: str | None = None) -> None:
        """Nothing is loaded here."""

    def rest(self) -> None:
        """Nothing here becomes faster."""

    def close(self) -> None:
        for endpoint in self._endpoints:
            endpoint.close()

    def _asked(self, request: PaintRequest, words: Words, on_step: OnStep, first: int) -> tuple[Endpoint, Any]:
        """The answer of the first endpoint that is reached."""
        refused: EngineUnavailable | None = None
        for endpoint in self._endpoints:
            try:
                return endpoint, self._answer(endpoint, request, words, on_step, first)
            except EngineUnavailable as error:
                refused = error
        raise refused or EngineUnavailable("no endpoint is set")

    def _answer(self, endpoint: Endpoint, request: PaintRequest, words: Words, on_step: OnStep, first: int) -> Any:
        steps = request.count * STEPS
        left = self._left.pop(endpoint.name, None)
        if left is not None:  # it still paints for a job that was stopped
            left.wait(lambda _: on_step(Step(first + 1, steps)), self._timeout_s)
        work = request.extent.area / 1e6 * (request.steps or CHECKPOINT.default_steps)
        expected_s = work * self._cost_s if self._cost_s else None

        def seen(taken_s: float) -> None:
            share = min(0.95, taken_s / expected_s) if expected_s else 0.0
            on_step(Step(first + max(1, int(share * STEPS)), steps))

        began_s = time.monotonic()
        posting = Posting(endpoint, body_of(request, words, CHECKPOINT, self._fields))
        try:
            answer = posting.answer(seen, self._timeout_s)
        finally:
            if posting.is_alive():
                self._left[endpoint.name] = posting
        self._cost_s = (time.monotonic() - began_s) / work
        return answer

    def _record(self, request: PaintRequest, endpoint: Endpoint) -> dict[str, Any]:
        given = request.guidance_scale
        return {
            "engine": NAME,
            "is_stable_diffusion": True,
            "endpoint": mark(endpoint.name),
            "checkpoint": CHECKPOINT.id,
            "steps": request.steps or CHECKPOINT.default_steps,
            "guidance_scale": CHECKPOINT.default_guidance_scale if given is None else given,
            "seed_sent": "seed" in self._fields,
            "task": str(request.task),
        }
