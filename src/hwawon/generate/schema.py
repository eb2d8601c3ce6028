"""What the API says of a plan to generate, and of the usual sizes."""

from pydantic import BaseModel

from hwawon.forecast.fit import Fit


class GeneratePlanOut(BaseModel):
    """What generating will do. Sizes are width, height in pixels."""

    engine: str
    checkpoint: str
    width: int
    height: int
    count: int
    steps: int
    passes: list[tuple[int, int]]  # composed at the first, refined at the last where there are two
    fit: Fit  # into the memory of the device: as it is, in tiles (slower), or painted smaller and enlarged
    eta_s: float | None  # learned from earlier jobs; null before there are any
    notices: list[str]


class SizeOut(BaseModel):
    """One of the usual sizes."""

    width: int
    height: int
    allowed: bool  # by the checkpoint
    fit: Fit
    eta_s: float | None


class SizeList(BaseModel):
    """The sizes that people choose from, smallest first."""

    items: list[SizeOut]
