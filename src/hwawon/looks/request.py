"""What a look is asked for. Boxes, points and rectangles are in pixels of the picture."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from hwawon.imaging.geometry import Bounds
from hwawon.validation import FrozenModel

Id = Annotated[str, Field(min_length=1, max_length=64)]
Rectangle = Annotated[tuple[int, int, int, int], AfterValidator(lambda box: Bounds(*box))]
Coordinate = Annotated[float, Field(ge=0, le=65_535)]


class Detector(StrEnum):
    """How lines are found."""

    HED = "hed"  # soft contours, as a person would draw them; needs a small model
    XDOG = "xdog"  # drawn lines with their thickness
    CANNY = "canny"  # thin edges


class Look(FrozenModel):
    """A look at a picture, or at what a journal shows of it now."""

    picture: Id
    journal: Id | None = None
    box: Rectangle | None = None  # None: the whole picture


class LinesLook(Look):
    """Lines, detected."""

    detector: Detector = Detector.HED


class PeopleLook(Look):
    """Who is there, and where."""


class BoxLook(Look):
    """A box around a part of a person."""

    region: Literal["face", "body", "person"]
    person: Annotated[int, Field(ge=1)] | None = None  # counted from the left; None: everybody
    multiple: Annotated[int, Field(ge=1, le=1024)] = 1  # of the box's sides


class TagsLook(Look):
    """Words for what is seen."""

    threshold: Annotated[float, Field(ge=0, le=1)] = 0.35
    engine: Annotated[str, Field(max_length=64)] | None = None  # None: the default one


class Hint(FrozenModel):
    """A place that belongs to the selection, or does not."""

    x: Coordinate
    y: Coordinate
    keep: bool = True


class SelectLook(Look):
    """A selection, from hints and a rectangle around it."""

    points: Annotated[tuple[Hint, ...], Field(max_length=500)] = ()
    rectangle: Rectangle | None = None

    @model_validator(mode="after")
    def _hinted(self) -> "SelectLook":
        if self.rectangle is None and not any(point.keep for point in self.points):
            raise ValueError("expected a rectangle, or at least one point to keep")
        return self


@dataclass(frozen=True)
class FacesLook:
    """The faces of a file that is in no library."""

    with_vector: bool = False


@dataclass(frozen=True)
class CodesLook:
    """What a QR code in a file says; nothing else of the picture is looked at."""
