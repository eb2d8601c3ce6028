"""Putting a result back: the patch, and laying patches over a picture.

Where the engine painted nothing, the picture's own detail stands: only what the engine **changed** is brought to crop
size and added. So an engine that returns its input changes no pixel, at any scale and depth, and the lower bits of a
16-bit picture survive; where something new was painted, nothing of the old detail shines through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput, BadNumber, BadResult
from hwawon.imaging.crop import Cut, composite_alpha
from hwawon.imaging.edges import EdgePlan
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import distance_to
from hwawon.imaging.picture import Picture, Pixels
from hwawon.imaging.proof import Proof, prove
from hwawon.imaging.resample import depth_of, difference, largest_of_channels, plus, resize, spread

__all__ = ["Patch", "Proof", "composite", "make_patch", "prove"]

_CHANGED_LEVELS = 6.0  # of 255: from here on the new content stands alone, without the old detail
_CHANGED_REACH = np.ones((5, 5), np.uint8)  # covers the cubic's support of two work pixels
_MARGIN_WORK_PX = 4


@dataclass(frozen=True, eq=False)
class Patch:
    """A result with straight alpha, in the picture's own depth; laid over the picture it is the retouch.

    All arrays have the size of `bounds` (canvas coordinates, wholly on the canvas).
    """

    bounds: Bounds
    colour: Pixels  # (h, w, 1 or 3)
    alpha: Pixels  # (h, w), full scale = only the patch is seen
    painted: NDArray[np.bool_]  # (h, w): what the user painted
    reach_px: float  # no pixel farther than this from a painted one changes
    room_px: float  # the widest reach that `with_feather` can give

    def to_rgba(self) -> Pixels:
        """(h, w, 4) straight alpha (grey patches as grey RGB), the depth of the picture."""
        wide = np.broadcast_to(self.colour, (*self.colour.shape[:2], 3))
        return np.concatenate([wide, self.alpha[:, :, np.newaxis]], axis=2)

    def with_feather(self, edges: EdgePlan) -> Patch:
        """The same result under another edge, no wider than `room_px`; nothing is painted again."""
        fitting = edges.within(self.room_px)
        alpha = composite_alpha(distance_to(self.painted), fitting, depth_of(self.alpha))
        return replace(self, alpha=alpha, reach_px=fitting.reach_px)


def make_patch(cut: Cut, painted: NDArray[np.uint8]) -> Patch:
    """The engine's answer as a patch.

    Args:
        painted: (work.height, work.width, 3) RGB uint8.

    Raises:
        BadResult: of another size or kind.
    """
    expected = (cut.plan.work.height, cut.plan.work.width, 3)
    if painted.shape != expected or painted.dtype != np.uint8:
        raise BadResult(f"expected a result {expected} of uint8, got {painted.shape} of {painted.dtype}")
    return Patch(cut.bounds, _colour(cut, painted), cut.alpha, cut.painted, cut.plan.edges.reach_px, _room(cut))


def _room(cut: Cut) -> float:
    """How far the patch stretches beyond what was painted; the picture's own border is no limit."""
    x, y, width, height = cv2.boundingRect(cut.painted.view(np.uint8))
    bounds, canvas = cut.bounds, cut.plan.canvas
    margins = (
        (x, bounds.x == 0),
        (y, bounds.y == 0),
        (bounds.width - x - width, bounds.right == canvas.width),
        (bounds.height - y - height, bounds.bottom == canvas.height),
    )
    return float(min((margin for margin, at_border in margins if not at_border), default=max(canvas)))


def _colour(cut: Cut, painted: NDArray[np.uint8]) -> Pixels:
    """The patch's colours, (h, w, 1 or 3) at the picture's depth."""
    window = cut.plan.window(cut.bounds, _MARGIN_WORK_PX)
    before, after = (_as_kind_of(cut.base, image[window.work.slices]) for image in (cut.image, painted))
    inside = cut.bounds.relative_to(window.crop).slices
    if cut.plan.scale == 1 and cut.base.dtype == np.uint8:
        return np.ascontiguousarray(after[inside])
    change = after.astype(np.float32) - before
    if not change.any():
        return cut.base.copy()
    return _added(cut.base, change, before, window.crop.extent, inside)


def _added(
    base: Pixels, change: NDArray[np.float32], before: NDArray[np.uint8], extent: Extent, inside: tuple[slice, slice]
) -> Pixels:
    """`base` plus the change at crop size, less the base's own detail where the change is more than slight."""
    slight = cv2.dilate(largest_of_channels(np.abs(change)) / np.float32(_CHANGED_LEVELS), _CHANGED_REACH)
    newness = resize(np.minimum(slight, 1), extent, enlarge_with=cv2.INTER_LINEAR)[inside]
    moved = np.ascontiguousarray(resize(change, extent)[inside])
    coarse = np.ascontiguousarray(resize(before.astype(np.float32), extent)[inside])
    if base.dtype == np.uint16:
        moved *= np.float32(257)
        coarse *= np.float32(257)
    detail = difference(base, coarse)
    detail *= spread(np.ascontiguousarray(newness), base.shape[2])
    moved -= detail
    return plus(base, moved)


def _as_kind_of(base: Pixels, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGB as it is, or as grey (h, w, 1) for a grey picture."""
    if base.shape[2] == 3:
        return image
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY), dtype=np.uint8)[:, :, np.newaxis]


def composite(picture: Picture, patches: Sequence[tuple[Patch, float]]) -> Picture:
    """The picture with each (patch, opacity 0..1) laid over it in order.

    Where a patch's alpha is 0 the values stay bit for bit, as do the picture's own alpha channel and metadata.

    Raises:
        BadInput: a patch of another depth, kind or place than the picture.
        BadNumber: an opacity outside 0..1.
    """
    for patch, opacity in patches:
        _check_fits(picture, patch, opacity)
    pixels = picture.pixels.copy()
    for patch, opacity in patches:
        _lay_over(pixels, patch, opacity)
    return picture.with_pixels(pixels)


def _check_fits(picture: Picture, patch: Patch, opacity: float) -> None:
    if not (isfinite(opacity) and 0 <= opacity <= 1):
        raise BadNumber(f"opacity must be from 0 to 1, got {opacity}")
    expected = (picture.colour.dtype, picture.colour.shape[2])
    if (patch.colour.dtype, patch.colour.shape[2]) != expected:
        raise BadInput(f"a patch of {patch.colour.dtype} x{patch.colour.shape[2]} on a picture of {expected}")
    if not patch.bounds.is_within(Bounds.whole(picture.extent)):
        raise BadInput(f"the patch at {patch.bounds} leaves the picture of {picture.extent}")


def _lay_over(pixels: Pixels, patch: Patch, opacity: float) -> None:
    """Blend in float with rounding, in place, only where the patch is seen at all."""
    seen = Bounds(*cv2.boundingRect((patch.alpha > 0).view(np.uint8)))
    if seen.width == 0:
        return
    rows, columns = seen.offset(patch.bounds.x, patch.bounds.y).slices
    base = pixels[rows, columns, : patch.colour.shape[2]]
    share = patch.alpha[seen.slices].astype(np.float32) * np.float32(opacity / np.iinfo(patch.alpha.dtype).max)
    change = difference(patch.colour[seen.slices], base)
    change *= spread(share, base.shape[2])
    base[...] = plus(base, change)
