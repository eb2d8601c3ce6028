"""What the API says of a plan and of a journal."""

from typing import Any

from pydantic import BaseModel

from hwawon.forecast.fit import Fit

Box = tuple[int, int, int, int]


class EdgesOut(BaseModel):
    """How wide the edge is, in picture pixels."""

    grow_px: float
    feather_px: float
    blend_px: float
    reach_px: float
    padding_px: float
    notices: list[str]


class PlanOut(BaseModel):
    """What a retouch will do. Boxes are x, y, width, height in pixels of the result; sizes width, height."""

    engine: str
    seed: int | None  # None: drawn when the job runs
    extend: tuple[int, int, int, int] | None  # left, top, right, bottom: how far the picture grows
    box: Box
    crop: Box  # what the engine sees; may leave the picture, whose border is then repeated
    work_size: tuple[int, int]  # at which the engine paints
    scale: str  # work size over crop, as a fraction
    reach_px: float  # no pixel farther than this from the painted mask changes
    edges: EdgesOut
    passes: list[tuple[int, int]]  # sizes painted at, in order; none at strength 0
    fit: Fit  # into the memory of the device that will paint
    eta_s: float | None  # learned from earlier jobs; null before there are any
    notices: list[str]


class JournalOut(BaseModel):
    """A journal without its pixels; the steps are as they were asked, planned and are shown."""

    id: str
    picture: str
    title: str
    version: int  # grows with every change
    steps: list[dict[str, Any]]
