"""What is asked of a picture made from words."""

from typing import Annotated

from pydantic import Field

from hwawon.engines.wishes import EngineWishes, Seed
from hwawon.imaging.geometry import Extent

KIND = "generate"  # of the job


class GenerateRequest(EngineWishes):
    """A picture from words. Width and height in pixels."""

    prompt: Annotated[str, Field(min_length=1, max_length=20_000)]
    negative_prompt: Annotated[str, Field(max_length=20_000)] = ""
    width: Annotated[int, Field(ge=64, le=4096)] = 768
    height: Annotated[int, Field(ge=64, le=4096)] = 512
    seed: Seed | None = None  # None: drawn at random, and reported
    count: Annotated[int, Field(ge=1, le=16)] = 1

    def with_seed(self, seed: int) -> "GenerateRequest":
        """The same request with its own seed, or with this one where it was left open."""
        return self if self.seed is not None else self.model_copy(update={"seed": seed})

    @property
    def extent(self) -> Extent:
        return Extent(self.width, self.height)


class GeneratePlan(GenerateRequest):
    """As a request; the words may be missing."""

    prompt: Annotated[str, Field(max_length=20_000)] = ""
