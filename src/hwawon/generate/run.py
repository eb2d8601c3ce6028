"""Making pictures from words, or from another picture: ask an engine, and write down how it was done."""

from dataclasses import dataclass
from typing import Any

from hwawon.engines.base import Engine, OnStep, Painted, PaintRequest, Pixels
from hwawon.generate.given import Given
from hwawon.generate.request import GenerateRequest


@dataclass(frozen=True, eq=False)
class Generated:
    """One picture and everything needed to paint it again."""

    pixels: Pixels  # (H, W, 3) RGB
    seed: int
    record: dict[str, Any]


def generate(request: GenerateRequest, engine: Engine, on_step: OnStep, given: Given | None = None) -> list[Generated]:
    """Paint `request.count` pictures of a request that has its seed. See `Engine.paint` for what is raised."""
    painted = engine.paint(paint_request(request, given), on_step)
    return [generated(request, painted, place) for place in range(request.count)]


def generated(request: GenerateRequest, painted: Painted, place: int) -> Generated:
    """One picture of an answer, which `request` asked for."""
    seed = painted.seeds[place]
    return Generated(painted.images[place], seed, record(request, painted, seed))


def paint_request(request: GenerateRequest, given: Given | None = None) -> PaintRequest:
    """What the engine is asked, with the pictures that the request names where they are read already."""
    assert request.seed is not None
    return PaintRequest(
        task=request.task,
        extent=request.extent,
        seed=request.seed,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        **request.engine_fields(),
        strength=1.0 if request.share is None else request.share,
        count=request.count,
        **(given.fields(request) if given else {}),
    )


def record(request: GenerateRequest, painted: Painted, seed: int) -> dict[str, Any]:
    """The picture's record: asked again alone with this seed, it comes out the same."""
    alone = request.model_copy(update={"seed": seed, "count": 1, "strength": request.share})
    return {"task": request.task.value, "request": alone.model_dump(mode="json"), "engine": painted.record}
