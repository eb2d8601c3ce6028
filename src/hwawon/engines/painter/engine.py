"""The painter as an engine: garden scenes from words, and painting inside masks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hwawon.engines.base import DRAWN, Capabilities, Honour, OnStep, Painted, PaintRequest, Pixels, Step, Task
from hwawon.engines.checks import check_request
from hwawon.engines.honours import following
from hwawon.engines.painter.checkpoint import PAINTER, VERSION
from hwawon.engines.painter.finish import Finisher
from hwawon.engines.painter.inpaint import inpaint
from hwawon.engines.painter.picture import Painting

NOT_STABLE_DIFFUSION = "Paints garden scenes by arithmetic from the words of the prompt. It is not Stable Diffusion."


class Painter:
    """The embedded default engine."""

    name = "painter"

    def __init__(self, models_dir: Path) -> None:
        self._finisher = Finisher(models_dir)

    def capabilities(self) -> Capabilities:
        return Capabilities(
            engine=self.name,
            description=NOT_STABLE_DIFFUSION,
            tasks=frozenset(Task),
            control_kinds=DRAWN,
            samplers=("painter",),
            checkpoints=(PAINTER,),
            is_stable_diffusion=False,
            honours=following(DRAWN) | {Honour.NEGATIVE_PROMPT, Honour.STRENGTHS},
        )

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Paint `request.count` pictures; image i is decided by the request and seed + i alone."""
        check_request(request, self.capabilities())
        images: list[Pixels] = []
        records: list[dict[str, Any]] = []
        for index, seed in enumerate(request.seeds):
            one = replace(request, seed=seed, count=1)
            pixels, record = self._paint_one(one, _nth(on_step, index, request.count))
            images.append(pixels)
            records.append(record)
        return Painted(tuple(images), request.seeds, self._record(request, records))

    def warm(self, checkpoint: str | None = None) -> None:
        """Nothing takes long to load."""

    def rest(self) -> None:
        """Nothing is to be done."""

    def close(self) -> None:
        """Let go of the networks; they are loaded again when needed."""
        self._finisher.close()

    def _paint_one(self, request: PaintRequest, on_step: OnStep) -> tuple[Pixels, dict[str, Any]]:
        if request.task is not Task.TEXT_TO_IMAGE:
            return inpaint(request, on_step, self._finisher)
        return Painting(request, on_step).paint(self._finisher)

    def _record(self, request: PaintRequest, pictures: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "engine": self.name,
            "version": VERSION,
            "is_stable_diffusion": False,
            "description": NOT_STABLE_DIFFUSION,
            "checkpoint": PAINTER.id,
            "sampler": "painter",
            "task": str(request.task),
            "pictures": pictures,
        }


def _nth(on_step: OnStep, index: int, count: int) -> OnStep:
    """The step callback of one picture of several, so that the count over all of them never falls."""

    def pass_on(step: Step) -> None:
        on_step(Step(index * step.steps + step.step, count * step.steps, step.preview))

    return pass_on
