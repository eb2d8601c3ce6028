"""Doing a retouch: cut, paint, mend, stitch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from hwawon.engines.base import Engine, OnStep, Painted, PaintRequest, Pixels, Task
from hwawon.imaging.crop import CropPlan, Cut, cut
from hwawon.imaging.picture import Picture
from hwawon.imaging.seam import SeamScore
from hwawon.imaging.stitch import Patch
from hwawon.retouch.guides import Guides
from hwawon.retouch.mend import mend
from hwawon.retouch.request import RetouchRequest


@dataclass(frozen=True, eq=False)
class Candidate:
    """One result: a patch over the picture, independent of the others."""

    seed: int
    patch: Patch
    seam: SeamScore
    record: dict[str, Any]  # engine, checkpoint, its hash ...; and what was mended

    @property
    def score(self) -> float:
        """How much of a seam is seen, as it is told: 0 is none."""
        return round(self.seam.total, 4)


def retouch(
    request: RetouchRequest,
    picture: Picture,
    mask: NDArray[Any],
    plan: CropPlan,
    engine: Engine,
    guides: Guides,
    on_step: OnStep,
) -> list[Candidate]:
    """Repaint inside the mask, `request.count` times from the same base, best seam first.

    Args:
        request: with its seed.
        picture: any kind and depth; not changed.
        mask: of the picture's or the box's size, see `read_mask`.
        plan: of `plan_retouch` for this request, picture and mask.

    Raises:
        BadResult: a result is shifted beyond repair or of the wrong size.
        Cancelled, OutOfMemory, EngineDied: see `Engine.paint`.
    """
    piece = cut(picture, mask, plan)
    painted = _painted(request, piece, engine, guides, on_step)
    pairs = zip(painted.images, painted.seeds, strict=True)
    candidates = [_candidate(request, piece, pixels, seed, painted.record) for pixels, seed in pairs]
    return sorted(candidates, key=lambda candidate: candidate.seam.total)


def _painted(request: RetouchRequest, piece: Cut, engine: Engine, guides: Guides, on_step: OnStep) -> Painted:
    """The engine's answer; at strength 0 the crop as it is, which no engine is asked for."""
    assert request.seed is not None
    if request.strength > 0:
        return engine.paint(paint_request(request, piece, guides), on_step)
    seeds = tuple(request.seed + index for index in range(request.count))
    return Painted((piece.image,) * request.count, seeds, {"engine": engine.name})


def paint_request(request: RetouchRequest, piece: Cut, guides: Guides) -> PaintRequest:
    """What the engine is asked: the crop at work size under the wide mask."""
    assert request.seed is not None
    return PaintRequest(
        task=Task.INPAINT,
        extent=piece.plan.work,
        seed=request.seed,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        **request.engine_fields(),
        strength=request.strength,
        mask_content=request.content,
        noise_multiplier=request.noise_multiplier,
        image=piece.image,
        mask=piece.denoise_mask,
        strengths=guides.strengths,
        controls=guides.controls(request),
        count=request.count,
    )


def _candidate(request: RetouchRequest, piece: Cut, pixels: Pixels, seed: int, record: dict[str, Any]) -> Candidate:
    mended = mend(request, piece, pixels)
    return Candidate(seed, mended.patch, mended.seam, record | {"mended": mended.record})
