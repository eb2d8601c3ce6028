"""What the API says of a plan and of a journal."""

from datetime import datetime
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


class PatchOut(BaseModel):
    """Where a step is seen."""

    bounds: Box
    reach_px: float  # no pixel farther than this from the painted mask changes


class StepOut(BaseModel):
    """A repaint: how it was asked, planned and painted, and how it is shown."""

    id: str
    job: str | None  # the candidates of one job have the same; null for a copy and for a step from a file
    created_at: datetime
    request: dict[str, Any]  # with its seed, count 1
    plan: dict[str, Any]
    patch: PatchOut
    record: dict[str, Any]  # engine, checkpoint, its hash ...
    seam_score: float | None  # 0: no seam is seen; null where it was not written down
    opacity: float
    muted: bool
    feather_px: float | None  # null: as planned
    picture: str | None  # the candidate in the library
    patch_url: str  # PNG of `patch.bounds` with straight alpha; another one when the feather changes


class JournalOut(BaseModel):
    """A journal without its pixels; the steps are as they were asked, planned and are shown."""

    id: str
    picture: str
    title: str
    version: int  # grows with every change of the steps and of the title
    width: int
    height: int
    updated_at: datetime
    steps: list[StepOut]  # shown, undermost first
    aside: list[StepOut]  # taken out, newest first


class JournalLine(BaseModel):
    """A journal in the list."""

    id: str
    picture: str
    title: str
    version: int
    steps: int  # that are not put aside
    updated_at: datetime
    thumbnail_url: str  # of the newest result, or of the base


class JournalPage(BaseModel):
    """Some journals, newest change first."""

    items: list[JournalLine]
    next_cursor: str | None  # None: this is the end


class StepProofOut(BaseModel):
    """What one step changed of what the steps under it show. Differences are levels of 255, over all colours."""

    id: str
    pixels_changed: int
    share_changed: float  # 0..1, of the whole picture
    mean_difference: float  # of the pixels that changed
    largest_difference: float
    mask_pixels: int  # what was painted by hand
    changed_outside: int


class JournalProofOut(BaseModel):
    """That nothing changed where no patch is seen; the steps are those that are not muted."""

    changed_outside: int
    changed_inside: int
    outside_sha256: str
    reach_px: float
    steps: list[StepProofOut]


class DraftVersion(BaseModel):
    """The draft as it is stored now."""

    version: int


class DraftOut(BaseModel):
    """What is painted and typed over a journal and was not sent yet."""

    version: int  # 0: there is none yet
    data: dict[str, Any] | None
    layers: dict[str, str | None]  # addresses of `mask`, `drawn`, `erased`, `strengths`
    updated_at: datetime | None
