"""A retouch as it is sent over HTTP: the request with its pictures named by id."""

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue

from hwawon.retouch.request import RetouchRequest

KIND, REPLAY = "retouch", "replay"  # of the jobs
AUTO = "auto"  # lines that are detected
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

    picture: Id
    mask: Id  # of the picture's or the box's size, white = repaint
    lineart: Id | None = None  # a picture's id, or `auto`
    reference: Id | None = None
    journal: Id | None = None  # paint over what this journal shows, and add the results to it

    @property
    def request(self) -> RetouchRequest:
        """The part that names no picture."""
        fields = RetouchRequest.model_fields
        return RetouchRequest.model_construct(**{name: getattr(self, name) for name in fields})


class PlanSubmission(RetouchSubmission):
    """As a retouch; without a mask the whole box is planned."""

    prompt: str = ""
    mask: Id | None = None  # type: ignore[assignment]
