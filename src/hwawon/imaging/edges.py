"""How wide the edge of a repainted area is: grow, feather, blend, padding, following strength and size.

Seen from the painted mask outwards, at Euclidean distance d: the engine repaints fully up to `grow_px` and ever less
up to `grow_px + feather_px` (the denoise mask). What it painted is shown fully around the middle of that fall and not
at all from `reach_px` on (the composite mask, narrower). Both are opaque inside what was painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

from hwawon.errors import BadNumber
from hwawon.imaging.geometry import Bounds

_FEATHER_SHARE = 0.10  # of the diagonal of the painted area, times strength
_FEATHER_LEAST_PX = 32.0  # times strength
_BLEND_MOST_PX = 25.0
_REACH_SHARE, _REACH_LEAST_PX = 0.35, 48.0  # of the box's longer side
_SMALLEST_LIMIT_PX = 8.0


@dataclass(frozen=True)
class EdgeOverrides:
    """Widths set by hand, in pixels; None follows strength and size. A feather of 0 gives a hard edge: reach 0."""

    grow_px: float | None = None
    feather_px: float | None = None
    blend_px: float | None = None
    padding_px: float | None = None

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is not None and not (isfinite(value) and value >= 0):
                raise BadNumber(f"{name} must be a number of pixels of at least 0, got {value}")


@dataclass(frozen=True)
class EdgePlan:
    """The widths in force, in picture pixels. No pixel farther than `reach_px` from a painted one changes."""

    grow_px: float
    feather_px: float
    blend_px: float
    reach_px: float
    padding_px: float
    notices: tuple[str, ...] = ()

    @staticmethod
    def of(grow_px: float, feather_px: float, blend_px: float, padding_px: float, *notices: str) -> EdgePlan:
        """The plan with the reach that follows; no blend is wider than the feather it lies in."""
        blend_px = min(blend_px, feather_px)
        reach_px = grow_px + feather_px / 2 + blend_px / 2
        return EdgePlan(grow_px, feather_px, blend_px, reach_px, padding_px, notices)

    @property
    def denoise_reach_px(self) -> float:
        """From here on the engine keeps everything."""
        return self.grow_px + self.feather_px

    def within(self, reach_px: float) -> EdgePlan:
        """The same edge, scaled down as a whole where it would reach farther than `reach_px`."""
        if self.reach_px <= reach_px:
            return self
        share = reach_px / self.reach_px
        return replace(
            self,
            grow_px=self.grow_px * share,
            feather_px=self.feather_px * share,
            blend_px=self.blend_px * share,
            reach_px=reach_px,
            notices=(*self.notices, f"edge narrowed to reach {reach_px:.0f} px instead of {self.reach_px:.0f} px"),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"notices": list(self.notices)}

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> EdgePlan:
        return EdgePlan(**{**row, "notices": tuple(row["notices"])})


def plan_edges(mask_bounds: Bounds, box: Bounds, strength: float, overrides: EdgeOverrides | None = None) -> EdgePlan:
    """The edge for a painted area of `mask_bounds` in the user's `box` (same space) at `strength` 0..1.

    Raises:
        BadNumber: strength is not in 0..1.
    """
    if not 0 <= strength <= 1:
        raise BadNumber(f"strength must be from 0 to 1, got {strength}")
    chosen = overrides or EdgeOverrides()
    diagonal = mask_bounds.extent.diagonal
    wanted = max(_FEATHER_SHARE * strength * diagonal, _FEATHER_LEAST_PX * strength)
    feather, notices = _fitting_feather(wanted if chosen.feather_px is None else chosen.feather_px, mask_bounds)
    if feather == 0:
        return EdgePlan.of(0, 0, 0, _padding(0, diagonal, chosen), *notices)
    grow = 4 + feather / 2 if chosen.grow_px is None else chosen.grow_px
    blend = min(_BLEND_MOST_PX, grow + feather / 2) if chosen.blend_px is None else chosen.blend_px
    edges = EdgePlan.of(grow, feather, blend, _padding(feather, diagonal, chosen), *notices)
    by_hand = (chosen.grow_px, chosen.feather_px, chosen.blend_px) != (None, None, None)
    return edges if by_hand else edges.within(max(_REACH_LEAST_PX, _REACH_SHARE * box.extent.longer))


def _fitting_feather(feather_px: float, mask_bounds: Bounds) -> tuple[float, tuple[str, ...]]:
    """A feather no wider than the painted area itself: a wider one would be all edge and no middle."""
    limit = max(_SMALLEST_LIMIT_PX, float(mask_bounds.extent.shorter))
    if feather_px <= limit:
        return feather_px, ()
    notice = f"feather lowered from {feather_px:.0f} to {limit:.0f} px: the painted area is {mask_bounds.extent}"
    return limit, (notice,)


def _padding(feather_px: float, diagonal_px: float, chosen: EdgeOverrides) -> float:
    return feather_px + 4 + 0.06 * diagonal_px if chosen.padding_px is None else chosen.padding_px
