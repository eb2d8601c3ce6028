"""What is asked of a picture made from words, or from words and another picture."""

from typing import Annotated

from pydantic import Field, model_validator

from hwawon.engines.kinds import Task
from hwawon.engines.wishes import EngineWishes, Seed, Share
from hwawon.imaging.geometry import Extent

KIND = "generate"  # of the job
STRENGTH = 0.6


class GenerateRequest(EngineWishes):
    """A picture from words. Width and height in pixels; of an image near its own where they are left out."""

    prompt: Annotated[str, Field(min_length=1, max_length=20_000)]
    negative_prompt: Annotated[str, Field(max_length=20_000)] = ""
    width: Annotated[int, Field(ge=64, le=4096)] = 768
    height: Annotated[int, Field(ge=64, le=4096)] = 512
    seed: Seed | None = None  # None: drawn at random, and reported
    count: Annotated[int, Field(ge=1, le=16)] = 1

    image: Annotated[str, Field(min_length=1, max_length=4096)] | None = None  # to begin from: an id, or a file
    strength: Share | None = None  # of an image: 0 gives it back, 1 paints anew; 0.6 where left out

    @model_validator(mode="after")
    def _of_an_image(self) -> "GenerateRequest":
        if self.strength is not None and self.image is None:
            raise ValueError("a strength is of an image, and none is given")
        return self

    @property
    def task(self) -> Task:
        return Task.TEXT_TO_IMAGE if self.image is None else Task.IMAGE_TO_IMAGE

    @property
    def share(self) -> float | None:
        """The strength of an image, None where there is none."""
        if self.image is None:
            return None
        return STRENGTH if self.strength is None else self.strength

    @property
    def named(self) -> tuple[str, ...]:
        """All pictures that are named."""
        return (*((self.image,) if self.image else ()), *(one.picture for one in self.controls))

    def with_seed(self, seed: int) -> "GenerateRequest":
        """The same request with its own seed, or with this one where it was left open."""
        return self if self.seed is not None else self.model_copy(update={"seed": seed})

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)


class GeneratePlan(GenerateRequest):
    """As a request; the words may be missing."""

    prompt: Annotated[str, Field(max_length=20_000)] = ""
