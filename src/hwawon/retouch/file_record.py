"""What a retouched file says about itself: the whole request, and which area a program changed."""

from __future__ import annotations

from typing import Any

from hwawon.imaging import infotext
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.infotext import Infotext
from hwawon.imaging.picture import Picture
from hwawon.imaging.provenance import embed
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import Candidate


def record_of(request: RetouchRequest, plan: CropPlan, candidate: Candidate) -> dict[str, Any]:
    """Everything that decides the picture, but for the pixels it was made from. No date: same record, same bytes."""
    return {
        "task": "inpaint",
        "request": request.model_dump(mode="json"),
        "plan": plan.to_json(),
        "engine": candidate.record,
    }


def with_record(picture: Picture, request: RetouchRequest, plan: CropPlan, candidate: Candidate) -> Picture:
    """The picture with its record in PNG text, A1111's `parameters` and XMP."""
    metadata = embed(
        picture.metadata,
        request=record_of(request, plan, candidate),
        a1111=a1111_text(request, plan, candidate),
        box=plan.box,
        area_share=area_share(candidate, picture),
        model=candidate.record.get("checkpoint") or candidate.record["engine"],
    )
    return picture.with_metadata(metadata)


def area_share(candidate: Candidate, picture: Picture) -> float:
    """The share of the picture's area in which the patch is seen, 0..1."""
    return float((candidate.patch.alpha > 0).sum()) / picture.extent.area


def a1111_text(request: RetouchRequest, plan: CropPlan, candidate: Candidate) -> str:
    """The `parameters` text that the field's programs read."""
    record = candidate.record
    settings = {
        "Steps": record.get("steps"),
        "Sampler": record.get("sampler"),
        "CFG scale": record.get("guidance_scale"),
        "Seed": request.seed,
        "Size": str(plan.work),
        "Model": record.get("checkpoint") or record["engine"],
        "Denoising strength": request.strength,
    }
    present = {key: str(value) for key, value in settings.items() if value is not None}
    return infotext.written(Infotext(request.prompt, request.negative_prompt, present))
