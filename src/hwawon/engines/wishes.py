"""What people may ask of any engine, whatever they paint. Everything that is left out is the engine's own default."""

from typing import Annotated, Any

from pydantic import Field

from hwawon.validation import FrozenModel

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


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
    subseed_strength: Annotated[float, Field(ge=0, le=1)] = 0.0

    def engine_fields(self) -> dict[str, Any]:
        """These fields as `PaintRequest` names them."""
        return {name: getattr(self, name) for name in EngineWishes.model_fields if name != "engine"}
