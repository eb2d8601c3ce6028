"""What a step of a journal file must be before it is believed: it may come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hwawon.errors import BadInput
from hwawon.imaging.files import MAX_PIXELS
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.retouch.journal import JournalStep
from hwawon.validation import check_depth, validated

Pixels = Annotated[float, Field(ge=0, le=1_000_000, strict=True)]


class _Given(BaseModel):
    """Keys of a later version are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Patch(_Given):
    bounds: tuple[int, int, int, int]
    channels: Literal[1, 3]
    reach_px: Pixels
    room_px: Pixels


class _Record(_Given):
    engine: Annotated[str, Field(max_length=200)]
    checkpoint: Annotated[str, Field(max_length=1000)] | None = None


class _Row(_Given):
    id: Annotated[str, Field(min_length=1, max_length=64)]
    patch: _Patch
    record: _Record
    opacity: Annotated[float, Field(ge=0, le=1, strict=True)]
    muted: Annotated[bool, Field(strict=True)]
    feather_px: Annotated[float, Field(ge=0, le=512, strict=True)] | None
    seam_score: Annotated[float, Field(strict=True)] | None = None


def checked_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a file says of a step, beside its request and its plan, which have checks of their own.

    Raises:
        BadInput: a value is missing, of another type or out of range; names it.
    """
    validated(_Row, row)
    check_depth(row)
    return row


def check_place(step: JournalStep, extent: Extent) -> None:
    """Refuse a step of another picture.

    Raises:
        BadInput: its plan is for another size than the journal's or of impossible sizes, or its patch or box leaves
            the picture.
    """
    plan = step.plan
    if plan.canvas != extent:
        raise BadInput(f"a step is planned for a picture of {plan.canvas}, the journal's is {extent}")
    fits = all(side * plan.scale == work for side, work in zip(plan.crop.extent, plan.work, strict=True))
    if not fits or plan.crop.extent.area > MAX_PIXELS:
        raise BadInput(f"a step is planned to paint {plan.crop} at {plan.work}, which is no scale of {plan.scale}")
    for place in (step.patch.bounds, plan.box):
        if not place.is_within(Bounds.whole(extent)):
            raise BadInput(f"a step at {place} is not wholly inside the picture of {extent}")
