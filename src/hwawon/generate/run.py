"""Making pictures from words: ask an engine, and write down how it was done."""

from dataclasses import dataclass
from typing import Any

from hwawon.engines.base import Engine, OnStep, Painted, PaintRequest, Pixels, Task
from hwawon.generate.request import GenerateRequest


@dataclass(frozen=True, eq=False)
class Generated:
    """One picture and everything needed to paint it again."""

    pixels: Pixels  # (H, W, 3) RGB
    seed: int
    record: dict[str, Any]


def generate(request: GenerateRequest, engine: Engine, on_step: OnStep) -> list[Generated]:
    """Paint `request.count` pictures of a request that has its seed. See `Engine.paint` for what is raised."""
    painted = engine.paint(paint_request(request), on_step)
    return [generated(request, painted, place) for place in range(request.count)]


def generated(request: GenerateRequest, painted: Painted, place: int) -> Generated:
    """One picture of an answer, which `request` asked for."""
    seed = painted.seeds[place]
    return Generated(painted.images[place], seed, record(request, painted, seed))


def paint_request(request: GenerateRequest) -> PaintRequest:
    """What the engine is asked."""
    assert request.seed is not None
    return PaintRequest(
        task=Task.TEXT_TO_IMAGE,
        extent=request.extent,
        seed=request.seed,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        **request.engine_fields(),
        count=request.count,
    )


def record(request: GenerateRequest, painted: Painted, seed: int) -> dict[str, Any]:
    """The picture's record: asked again alone with this seed, it comes out the same."""
    alone = request.model_copy(update={"seed": seed, "count": 1})
    return {"task": Task.TEXT_TO_IMAGE.value, "request": alone.model_dump(mode="json"), "engine": painted.record}
