"""A retouch as it is sent over HTTP: the request with its pictures named by id."""

from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, JsonValue, model_validator

from hwawon.retouch.request import ONE_SIZE, RetouchRequest
from hwawon.validation import FrozenModel

KIND, REPLAY = "retouch", "replay"  # of the jobs
AUTO = "auto"  # lines that are detected; as the reference, what is painted over itself
Id = Annotated[str, Field(min_length=1, max_length=64)]
EXAMPLE: JsonValue = {
    "picture": "0198f3a2c1d47a5e8b1f2c3d4e5f6a7b",
    "mask": "0198f3a2d0e97b11a2c3d4e5f6a7b8c9",
    "prompt": "white tulips",
    "box": [320, 180, 512, 512],
    "strength": 0.6,
    "seed": 7,
    "count": 2,
}


class RetouchSubmission(RetouchRequest):
    """A repaint inside a mask of a picture that has been uploaded or made here."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})
    needs_mask: ClassVar[bool] = True

    picture: Id
    mask: Id | None = None  # of the picture's or the box's size, white = repaint; needed unless `extend` is given
    lineart: Id | None = None  # a picture's id, or `auto`
    reference: Id | None = None  # a picture's id, or `auto`
    strengths: Id | None = None  # of the picture's or the box's size: how much of `strength` holds where, white = all
    trial: bool = False  # the candidates are to be looked at and thrown away: not in the library
    journal: Id | None = None  # paint over what this journal shows, and add the results to it

    @model_validator(mode="after")
    def _paintable(self) -> "RetouchSubmission":
        if self.needs_mask and self.mask is None and self.extend is None:
            raise ValueError("expected a mask, or extend")
        if self.journal and self.extend:
            raise ValueError(ONE_SIZE)
        if self.journal and self.trial:
            raise ValueError("a trial is thrown away: it is no step of a journal")
        if self.strengths and self.extend:
            raise ValueError("strengths are of a picture that keeps its size: extend it without them")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of all pictures that are named."""
        guiding = (id for id in (self.lineart, self.reference) if id != AUTO)
        controls = (control.picture for control in self.controls)
        return tuple(id for id in (self.picture, self.mask, self.strengths, *guiding, *controls) if id is not None)

    @property
    def request(self) -> RetouchRequest:
        """The part that names no picture."""
        fields = RetouchRequest.model_fields
        return RetouchRequest.model_construct(**{name: getattr(self, name) for name in fields})


class ReplaySubmission(FrozenModel):
    """Over which picture a journal is painted again."""

    picture: Id | None = None  # None: its own base


class PlanSubmission(RetouchSubmission):
    """As a retouch; without a mask the whole box is planned."""

    needs_mask = False

    prompt: str = ""
