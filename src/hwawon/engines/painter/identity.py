"""An engine that gives back what it was given: with it, a retouch must change nothing at all."""

from __future__ import annotations

import numpy as np

from hwawon.engines.base import DRAWN, Capabilities, Honour, OnStep, Painted, PaintRequest, Step, Task
from hwawon.engines.checks import check_request
from hwawon.engines.painter.checkpoint import PAINTER, VERSION


class Identity:
    """Returns its input; text to image gives mid grey."""

    name = "painter:identity"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            engine=self.name,
            description="Returns its input unchanged, to prove that nothing else changes. Not Stable Diffusion.",
            tasks=frozenset(Task),
            control_kinds=DRAWN,
            samplers=("painter",),
            checkpoints=(PAINTER,),
            is_stable_diffusion=False,
            honours=frozenset({Honour.STRENGTHS}),
        )

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """`request.count` copies of the request's image."""
        check_request(request, self.capabilities())
        on_step(Step(1, 1, request.image))
        given = request.image
        if given is None:
            given = np.full((request.extent.height, request.extent.width, 3), 128, np.uint8)
        record = {"engine": self.name, "version": VERSION, "checkpoint": PAINTER.id, "is_stable_diffusion": False}
        return Painted(tuple(given.copy() for _ in request.seeds), request.seeds, record)

    def warm(self, checkpoint: str | None = None) -> None:
        """Nothing takes long to load."""

    def rest(self) -> None:
        """Nothing is to be done."""

    def close(self) -> None:
        """Nothing is held."""
