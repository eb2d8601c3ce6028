"""What people may ask of any engine, whatever they paint. Everything that is left out is the engine's own default."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from hwawon.engines.kinds import ControlKind
from hwawon.validation import FrozenModel

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Share = Annotated[float, Field(ge=0, le=1)]
MOST_CONTROLS = 8
FIDELITY = {"precise": 1.0, "moderate": 0.75, "rough": 0.5}


def fidelity(given: Any) -> Any:
    """A reference's weight by its name: falls from precise to rough."""
    return FIDELITY.get(given, given) if isinstance(given, str) else given


class ControlWish(FrozenModel):
    """A picture that guides beside the words. It is followed as it is: nothing is detected in it."""

    kind: ControlKind
    picture: Annotated[str, Field(min_length=1, max_length=4096)]  # an id over HTTP, a file at the command line
    scale: Annotated[float, Field(ge=0, le=2)] = 1.0  # called weight in A1111
    start: Share = 0.0  # share of the schedule at which it begins
    end: Share = 1.0
    model: Annotated[str, Field(min_length=1, max_length=200)] | None = None  # None: the first that fits

    @model_validator(mode="after")
    def _in_order(self) -> "ControlWish":
        if self.start > self.end:
            raise ValueError(f"expected start before end, got start {self.start} and end {self.end}")
        return self


def without_folders(controls: tuple[ControlWish, ...]) -> tuple[ControlWish, ...]:
    """The controls of files as they are written into pictures: nobody is told how this machine's folders are named."""
    return tuple(one.model_copy(update={"picture": Path(one.picture).name}) for one in controls)


class EngineWishes(FrozenModel):
    """The part of a request that only the engine reads."""

    engine: str = "painter"
    checkpoint: str | None = None
    vae: str | None = None
    sampler: str | None = None  # an A1111 name, such as "DPM++ 2M Karras"
    schedule: str | None = None
    steps: Annotated[int, Field(ge=1, le=150)] | None = None
    guidance_scale: Annotated[float, Field(ge=0, le=30)] | None = None
    clip_skip: Annotated[int, Field(ge=1, le=12)] | None = None
    subseed: Seed | None = None
    subseed_strength: Share = 0.0
    controls: Annotated[tuple[ControlWish, ...], Field(max_length=MOST_CONTROLS)] = ()

    def engine_fields(self) -> dict[str, Any]:
        """These fields as `PaintRequest` names them; the controls need their pictures and are not among them."""
        return {name: getattr(self, name) for name in EngineWishes.model_fields if name not in ("engine", "controls")}
