"""What is asked of all frames together: a retouch, and how it goes from one frame to the next."""

import re
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from hwawon.engines.wishes import Seed, Share
from hwawon.retouch.request import RetouchRequest

FRAME, EXPORT = "frame", "batch_export"  # kinds of jobs
SEEDS = 2**32
_RANGE = re.compile(r"\s*(\d{1,12})\s*(?:\.{2,3}|-|–)\s*(\d{1,12}|Infinity|infinity)?\s*")


class Range(NamedTuple):
    """Frame numbers, both ends included; no last one is no end."""

    first: int = 0
    last: int | None = None

    def holds(self, number: int | None) -> bool:
        """Whether a frame of this number is asked for; one without a number always is."""
        return number is None or (self.first <= number and (self.last is None or number <= self.last))

    def __str__(self) -> str:
        return f"{self.first}...{'Infinity' if self.last is None else self.last}"


def parse_range(given: object) -> object:
    """Read `1...3`, `1-3` or `5...Infinity`.

    Raises:
        ValueError: neither this nor a range already, or its end comes before its beginning.
    """
    if isinstance(given, Range):
        return given
    found = _RANGE.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise ValueError('expected frame numbers such as "1...30" or "0...Infinity"')
    last = int(found[2]) if found[2] and found[2].isdecimal() else None
    wanted = Range(int(found[1]), last)
    if last is not None and last < wanted.first:
        raise ValueError(f"expected a range that ends after it begins, and {last} is before {wanted.first}")
    return wanted


class Region(StrEnum):
    """Where is painted."""

    MASK = "mask"  # what was drawn on a frame
    ALL = "all"  # everybody, found anew in every frame
    FACE = "face"
    BODY = "body"


Pixels = Annotated[float, Field(ge=0, le=1000)]


class BatchWishes(RetouchRequest):
    """A repaint of many frames. What is asked of a retouch is asked of each; sizes are pixels of a frame."""

    prompt: Annotated[str, Field(max_length=20_000)] = ""
    lineart: Literal["auto"] | None = None  # lines found in each frame
    reference: Annotated[str, Field(min_length=1, max_length=4096)] | None = None  # a picture's id, or a file
    range: Annotated[Range, BeforeValidator(parse_range), PlainSerializer(str, return_type=str)] = Range()
    region: Region = Region.MASK
    person: Annotated[int, Field(ge=1, le=31)] | None = None  # from the left; None: everybody
    follow: bool = True  # the drawn mask goes with the picture
    expand_px: Pixels = 0.0
    shrink_px: Pixels = 0.0  # after it
    fill: bool = False  # the whole box is painted
    seeds: Literal["one", "many"] = "one"  # one noise for all frames, or seed + the frame's index
    carry: Share = 1.0  # how much of the frame before lies under the mask at first
    follow_strength: Share | None = None  # of the frames that begin so; None: the strength
    first_as_reference: bool = False  # the first result guides all others

    @model_validator(mode="after")
    def _for_many(self) -> "BatchWishes":
        if self.extend is not None:
            raise ValueError("frames keep their size: extend cannot be asked of a batch")
        if self.controls:
            raise ValueError("a guiding picture belongs to one frame: a batch takes lineart and a reference")
        if self.count != 1:
            raise ValueError("a batch gives one result per frame: redo a frame for another one")
        if self.first_as_reference and self.reference is not None:
            raise ValueError("expected a reference or the first result as reference, not both")
        return self

    @property
    def is_chained(self) -> bool:
        """Whether a frame needs what was made of the one before."""
        return self.carry > 0 or self.first_as_reference or (self.region is Region.MASK and self.follow)

    def seed_of(self, index: int) -> int:
        """The seed of the frame at `index`, once there is one for the batch."""
        assert self.seed is not None
        return self.seed if self.seeds == "one" else (self.seed + index) % SEEDS

    def with_seed(self, seed: Seed) -> "BatchWishes":
        """The same wishes with this seed, where it was left open."""
        return self if self.seed is not None else self.model_copy(update={"seed": seed})

    def request(self, seed: int) -> RetouchRequest:
        """What is asked of one frame."""
        fields = {name: getattr(self, name) for name in RetouchRequest.model_fields}
        return RetouchRequest.model_construct(**fields | {"seed": seed})
