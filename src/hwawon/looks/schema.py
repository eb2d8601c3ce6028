"""What the looks answer. The models document the answers; they are sent without being built anew."""

from pydantic import BaseModel
from starlette.responses import Response


class PngBytes(Response):
    """A picture of 8-bit grey."""

    media_type = "image/png"


class Available(BaseModel):
    """Whether a look can be answered here, and what it needs where not."""

    available: bool
    reason: str | None = None


class DetectorOut(Available):
    id: str


class TaggerOut(Available):
    id: str


class LooksOut(BaseModel):
    """Which looks this installation answers."""

    detectors: list[DetectorOut]
    people: Available
    tagger: TaggerOut
    select: Available


class StrokeOut(BaseModel):
    """A line: `points` in the picture's pixels, whose upper left corner is 0, 0."""

    points: list[tuple[float, float]]
    width_px: float
    weight: float  # 0..1


class StrokesOut(BaseModel):
    """Longest first, at most 2000."""

    strokes: list[StrokeOut]


class PersonOut(BaseModel):
    index: int  # 1, 2 ... from the left
    box: tuple[int, int, int, int]
    score: float
    parts: list[str]


class PeopleOut(BaseModel):
    """Persons, and for each pixel whose it is: index * 8 + part, 0 where nobody is.

    Parts: 1 face, 2 torso, 3 left arm, 4 right arm, 5 left leg, 6 right leg, 7 other.
    """

    people: list[PersonOut]
    labels: str  # base64 of a PNG of 8-bit grey
    width: int  # of the labels, which cover the box
    height: int
    reason: str | None  # why parts are not told apart


class BoxOut(BaseModel):
    box: tuple[int, int, int, int]


class TagOut(BaseModel):
    name: str
    confidence: float


class TagsOut(BaseModel):
    """What the file says it was made from, or what a tagger sees, surest first."""

    source: str  # metadata, webui, or the tagger's id
    prompt: str | None
    negative_prompt: str | None
    tags: list[TagOut]
