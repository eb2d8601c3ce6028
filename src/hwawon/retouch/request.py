"""What a retoucher asks for. Everything that decides the picture, but for the pixels themselves."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from hwawon.engines.kinds import ControlKind, MaskContent
from hwawon.engines.wishes import ControlWish, EngineWishes, Seed, Share, fidelity
from hwawon.imaging.geometry import Bounds, Margins

Box = Annotated[tuple[int, int, int, int], AfterValidator(lambda box: Bounds(*box))]
Margin = Annotated[int, Field(ge=0, le=65_535)]


def _growing(margins: tuple[int, int, int, int]) -> Margins:
    if not any(margins):
        raise ValueError("expected at least one side to grow by at least 1 pixel")
    return Margins(*margins)


ONE_SIZE = "a journal keeps one size: extend without it, and begin a journal on the result"
Extension = Annotated[tuple[Margin, Margin, Margin, Margin], AfterValidator(_growing)]


class Precision(StrEnum):
    """How closely a guide is followed, strongest first."""

    PRECISE = "precise"
    MODERATE = "moderate"
    ROUGH = "rough"

    @property
    def control_scale(self) -> float:
        """The weight of a control, 0..1; rises with precision."""
        return {"precise": 1.0, "moderate": 0.7, "rough": 0.4}[self.value]

    @property
    def control_end(self) -> float:
        """The share of the schedule in which a control is heard."""
        return {"precise": 1.0, "moderate": 0.8, "rough": 0.5}[self.value]


class RetouchRequest(EngineWishes):
    """A repaint inside a mask. Boxes are x, y, width, height in pixels of the picture, or of what it grows to."""

    prompt: Annotated[str, Field(max_length=20_000)]
    negative_prompt: Annotated[str, Field(max_length=20_000)] = ""
    box: Box | None = None  # None: the whole picture; where it grows, the new area and what is around it
    extend: Extension | None = None  # left, top, right, bottom: pixels that are added and painted
    strength: Share = 0.6  # share of the schedule re-run; 0 returns the picture
    seed: Seed | None = None  # None: drawn at random, and reported
    count: Annotated[int, Field(ge=1, le=16)] = 1
    mask_content: MaskContent | None = None  # None: follows the strength
    noise_multiplier: Annotated[float, Field(ge=0, le=1.5)] = 1.0  # below 1: plainer
    precision: Precision = Precision.PRECISE  # of the line art
    reference_strength: Annotated[Share, BeforeValidator(fidelity)] = 1.0  # or precise, moderate, rough
    opacity: Share = 1.0
    grow_px: Annotated[float, Field(ge=0, le=512)] | None = None  # None: follows strength and size
    feather_px: Annotated[float, Field(ge=0, le=512)] | None = None
    colour_match: Literal["off", "auto", "strong"] = "auto"
    repair: bool = True  # mend a visible seam
    anti_glare: Annotated[float, Field(ge=0, le=100)] = 0.0

    @property
    def content(self) -> MaskContent:
        """What lies under the mask at first: the picture, from 0.8 on the colours around it, from 0.9 on noise."""
        if self.mask_content is not None:
            return self.mask_content
        if self.strength < 0.8:
            return MaskContent.ORIGINAL
        return MaskContent.FILL if self.strength < 0.9 else MaskContent.LATENT_NOISE

    def guiding(self, lines: str | None, reference: str | None) -> tuple[ControlWish, ...]:
        """All that guides: the lines and the reference as the controls that they are, then the others."""
        found = []
        if lines is not None:
            scale, end = self.precision.control_scale, self.precision.control_end
            found.append(ControlWish(kind=ControlKind.LINE_ART, picture=lines, scale=scale, end=end))
        if reference is not None:
            scale = self.reference_strength
            found.append(ControlWish(kind=ControlKind.REFERENCE, picture=reference, scale=scale))
        return (*found, *self.controls)

    def with_seed(self, seed: int) -> "RetouchRequest":
        """The same request with its own seed, or with this one where it was left open."""
        return self if self.seed is not None else self.model_copy(update={"seed": seed})

    def alone(self, seed: int) -> "RetouchRequest":
        """The request that gives one of the candidates again."""
        return self.model_copy(update={"seed": seed, "count": 1})
