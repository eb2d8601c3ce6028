"""What people choose from the shelf, by its records alone: checkpoints with sizes, steps and guidance; ControlNets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hwawon.engines.base import Checkpoint, ControlKind, ControlModel, SizeRule
from hwawon.errors import BadInput
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family, Kind, Speed, Weights
from hwawon.weights.shelf import Shelf

MULTIPLE = 8  # one latent pixel
REFINE_STRENGTH = 0.4  # of the second pass: details change, the composition stays


@dataclass(frozen=True)
class _Range:
    """Sizes as shares of the side that a family was trained at; after krita-ai-diffusion's resolution ranges."""

    native_side: int
    min_side: Fraction
    min_area: Fraction
    native_area: Fraction  # composed well in one pass
    max_side: int


_SQUARE = _Range(512, Fraction(3, 4), Fraction(1), Fraction(3, 2), 4)
_RANGES = {
    Family.SD15: _SQUARE,
    Family.SD2: _SQUARE,
    Family.SDXL: _Range(1024, Fraction(5, 8), Fraction(5, 8), Fraction(21, 20), 2),
}

# Steps, guidance and sampler as the makers of each kind of distillation recommend; guidance up to 1 means none is
# computed. The samplers are those that the few steps were trained with.
_DEFAULTS = {
    Speed.ORDINARY: (20, 7.0, "DPM++ 2M Karras"),
    Speed.TURBO: (1, 0.0, "Euler"),
    Speed.LCM: (4, 1.0, "LCM"),
    Speed.LIGHTNING: (4, 0.0, "Euler"),
}


def checkpoint_of(weights: Weights) -> Checkpoint:
    """What people choose, with what it can paint.

    Raises:
        BadInput: weights whose family is not known.
    """
    if weights.family is None:
        raise BadInput(f"the checkpoint {weights.id!r} is of no known Stable Diffusion family")
    steps, guidance_scale, sampler = _DEFAULTS[speed_of(weights)]
    span, side = _RANGES[weights.family], native_side(weights)
    return Checkpoint(
        id=weights.id,
        family=weights.family.value,
        sha256=weights.sha256,
        sizes=SizeRule(
            multiple=MULTIPLE,
            min_side=_multiple(span.min_side * side),
            max_side=span.max_side * side,
            min_area=int(span.min_area * side**2),
            max_area=(span.max_side * side) ** 2,
        ),
        default_steps=steps,
        default_guidance_scale=guidance_scale,
        default_sampler=sampler,
        native_area=int(span.native_area * side**2),
        licence=weights.licence,
    )


def control_models(shelf: Shelf) -> tuple[ControlModel, ...]:
    """The ControlNets of the shelf."""
    found = ((one, one.details.get("control")) for one in shelf.all(Kind.CONTROLNET))
    return tuple(ControlModel(one.id, ControlKind(kind) if kind else None, one.family) for one, kind in found)


def speed_of(weights: Weights) -> Speed:
    return Speed(weights.details.get("speed", Speed.ORDINARY))


def native_side(weights: Weights) -> int:
    """The side in pixels of the squares that the checkpoint was trained on."""
    assert weights.family is not None
    usual = 768 if weights.details.get("prediction") == "v_prediction" and weights.family is Family.SD2 else None
    return int(weights.details.get("native_side") or usual or _RANGES[weights.family].native_side)


def first_pass(extent: Extent, checkpoint: Checkpoint) -> Extent | None:
    """The smaller size at which a picture too large for one pass is composed; None where one pass is enough.

    A picture up to a ninth longer than native on each side is painted at once, as krita-ai-diffusion does.
    """
    native = checkpoint.native_area or extent.area
    if extent.area * 81 <= native * 100:
        return None
    scale = (native / extent.area) ** 0.5
    return Extent(*(max(checkpoint.sizes.min_side, _multiple(side * scale)) for side in extent))


def passes(extent: Extent, checkpoint: Checkpoint, strength: float | None = None) -> tuple[tuple[Extent, float], ...]:
    """The sizes painted at, in order, each with the share of the schedule that is run.

    `strength` is that of a picture given, None for one from words. A picture that is only touched up keeps its
    composition, and needs no first pass.
    """
    share = 1.0 if strength is None else strength
    small = None if strength is not None and strength <= REFINE_STRENGTH else first_pass(extent, checkpoint)
    return ((extent, share),) if small is None else ((small, share), (extent, REFINE_STRENGTH))


def _multiple(side: Fraction | float) -> int:
    return max(MULTIPLE, round(side / MULTIPLE) * MULTIPLE)
