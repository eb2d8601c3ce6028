"""Which sizes a model can paint, and the crop of a legal size that fits an area best.

A crop and its work size differ by an exact rational scale, so that every crop pixel has its place in work pixels and
going there and back moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import lcm

from hwawon.errors import BadInput
from hwawon.imaging.geometry import Extent

ENLARGEMENTS = tuple(Fraction(*pair) for pair in ((1, 1), (4, 3), (3, 2), (2, 1), (3, 1), (4, 1)))
REDUCTIONS = tuple(
    Fraction(*pair) for pair in ((3, 4), (2, 3), (3, 5), (1, 2), (2, 5))
)  # then 1/3, 1/4, 1/5 ... as far as needed
_MOST_REDUCED = 4096
_TOLERATED_GROWTH = 1.5  # context added rather than enlarging further


@dataclass(frozen=True)
class SizeRule:
    """Which sizes a model family can paint; sides and areas in pixels, both ends included."""

    multiple: int
    min_side: int
    max_side: int
    min_area: int
    max_area: int

    def allows(self, extent: Extent) -> bool:
        return (
            extent.is_multiple_of(self.multiple)
            and self.min_side <= extent.shorter
            and extent.longer <= self.max_side
            and self.min_area <= extent.area <= self.max_area
        )


@dataclass(frozen=True)
class Fit:
    """A crop size and the legal size at which it is painted: `work` is exactly `crop` times `scale`."""

    crop: Extent
    work: Extent
    scale: Fraction


def fit(need: Extent, canvas: Extent, rule: SizeRule) -> Fit:
    """The crop size that covers `need` with little around it, at scale 1 where that is legal.

    A crop too small for the model is enlarged, by the smallest of the factors that need least beyond the canvas and do
    not add much context; one too large is reduced as little as possible. The crop may be larger than the canvas.

    Raises:
        BadInput: the rule allows no size at all.
    """
    unscaled = smallest_crop(need, Fraction(1), canvas, rule)
    if unscaled and unscaled.work == Extent(*(_up(side, rule.multiple) for side in need)):
        return unscaled
    enlarged = [found for scale in ENLARGEMENTS if (found := smallest_crop(need, scale, canvas, rule))]
    if enlarged:
        inside = min(_overhang(found.work, found.scale, canvas) for found in enlarged)
        enlarged = [found for found in enlarged if _overhang(found.work, found.scale, canvas) == inside]
        least = min(found.crop.area for found in enlarged)
        return next(found for found in enlarged if found.crop.area <= _TOLERATED_GROWTH * least)
    for scale in REDUCTIONS:
        if found := smallest_crop(need, scale, canvas, rule):
            return found
    for divisor in count(3):
        if found := smallest_crop(need, Fraction(1, divisor), canvas, rule):
            return found
        if divisor > _MOST_REDUCED:
            raise BadInput(f"no legal size for an area of {need} under {rule}")
    raise AssertionError("count() does not end")


def smallest_crop(need: Extent, scale: Fraction, canvas: Extent, rule: SizeRule) -> Fit | None:
    """The smallest crop at `scale` that covers `need` and is legal, or None; it grows inside the canvas first."""
    step = lcm(rule.multiple, scale.numerator)
    least = _up(rule.min_side, step)
    work = Extent(*(max(least, _up_scaled(side, scale, step)) for side in need))
    while work.area < rule.min_area:
        wider, higher = Extent(work.width + step, work.height), Extent(work.width, work.height + step)
        grown = [size for size in (wider, higher) if size.longer <= rule.max_side]
        if not grown:
            return None
        work = min(grown, key=lambda size: (_overhang(size, scale, canvas), size.longer))
    if not rule.allows(work):
        return None
    return Fit(Extent(int(work.width / scale), int(work.height / scale)), work, scale)


def _up(side: int, step: int) -> int:
    return -(-side // step) * step


def _up_scaled(side: int, scale: Fraction, step: int) -> int:
    return _up(side * scale.numerator, scale.denominator * step) // scale.denominator


def _overhang(work: Extent, scale: Fraction, canvas: Extent) -> Fraction:
    """How far the crop of this work size sticks out of the canvas, in pixels."""
    return max(Fraction(0), work.width / scale - canvas.width) + max(Fraction(0), work.height / scale - canvas.height)
