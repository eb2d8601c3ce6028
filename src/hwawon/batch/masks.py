"""The mask of each frame: drawn, followed, found; then grown, shrunk, filled; and the rectangle around it."""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.batch.flow import Flow
from hwawon.batch.wishes import BatchWishes
from hwawon.errors import EmptyMask
from hwawon.imaging.edges import EdgeOverrides, plan_edges
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import Mask, bounds_of, distance_to, grow, read_mask, shrink

_LEVELS_PER_PX = np.float32(16)  # of a soft mask
_NEAR_PX = 4.0  # unsure pixels follow the sure ones around them
_ROOM = 1.15  # of a rectangle's side, so that a mask that grows a little keeps its rectangle
_STEP_PX = 16  # sides of rectangles are multiples of it, so that like masks are painted at like sizes
_LONGEST = 16 / 9


def drawn_mask(pixels: NDArray[Any], extent: Extent) -> Mask:
    """What was drawn on a frame, soft (H, W).

    Raises:
        BadMask, EmptyMask: see `read_mask`.
    """
    return soft(read_mask(pixels, extent, Bounds.whole(extent)))


def soft(mask: Mask) -> Mask:
    """The mask as the distance to its edge, (H, W): 16 levels a pixel, 128 and more inside.

    Moved by fractions of a pixel again and again, this keeps the edge where it is; a plain mask would step or blur.
    """
    painted = mask >= 128
    outside, inside = distance_to(painted), distance_to(np.logical_not(painted))
    signed = np.where(painted, inside - np.float32(0.5), np.float32(0.5) - outside)
    return np.asarray(np.clip(np.rint(signed * _LEVELS_PER_PX + 127.5), 0, 255), dtype=np.uint8)


def followed(mask: Mask, flow: Flow) -> Mask:
    """The soft mask of the other frame of `flow`, soft, at its place in this one.

    Where the flow is not sure, what is sure around a pixel decides, weighed by nearness.
    """
    moved = flow.moved(mask)
    weight = flow.sure.astype(np.float32)
    if not flow.sure.all():
        near = cv2.GaussianBlur(weight, (0, 0), _NEAR_PX)
        guess = cv2.GaussianBlur(moved * weight, (0, 0), _NEAR_PX) / np.maximum(near, np.float32(1e-6))
        moved = np.where(flow.sure | (near < 0.01), moved, guess)
    return np.asarray(np.clip(np.rint(moved), 0, 255), dtype=np.uint8)


def painted_mask(mask: Mask, wishes: BatchWishes) -> Mask:
    """What is painted, 0 or 255: what is inside of the mask, soft or not, then grown and shrunk as wished.

    Raises:
        EmptyMask: nothing is left.
    """
    painted = np.where(mask >= 128, np.uint8(255), np.uint8(0))
    if wishes.expand_px:
        painted = grow(painted, wishes.expand_px)
    if wishes.shrink_px:
        painted = shrink(painted, wishes.shrink_px)
    if not painted.any():
        raise EmptyMask(f"nothing is left of the mask in this frame{_why(wishes)}")
    return painted


def filled(painted: Mask, box: Bounds) -> Mask:
    """All of the box painted."""
    whole = np.zeros_like(painted)
    whole[box.slices] = 255
    return whole


def box_around(painted: Mask, strength: float, edges: EdgeOverrides, steady: Extent | None = None) -> Bounds:
    """The rectangle of a frame: the mask, its edge and a margin, at most 16:9, inside the frame.

    Args:
        painted: (H, W), not empty.
        steady: the size of the rectangle before. It is kept where the mask still fits, around the mask's centre of
            mass: one size is one noise, which then moves with what is painted.
    """
    extent, bounds = Extent.of(painted), bounds_of(painted)
    around = plan_edges(bounds, bounds, strength, edges)
    need = bounds.pad(ceil(around.reach_px + around.padding_px)).intersection(Bounds.whole(extent))
    if steady is not None and need.width <= steady.width and need.height <= steady.height:
        return _placed(_centre(painted), steady, need, extent)
    return _placed(_centre(painted), _roomy(need.extent, extent), need, extent)


def _roomy(need: Extent, limit: Extent) -> Extent:
    wide, high = (ceil(side * _ROOM / _STEP_PX) * _STEP_PX for side in need)
    wide, high = max(wide, ceil(high / _LONGEST)), max(high, ceil(wide / _LONGEST))
    return Extent(min(wide, limit.width), min(high, limit.height))


def _placed(centre: tuple[float, float], size: Extent, need: Bounds, canvas: Extent) -> Bounds:
    """A rectangle of this size about the centre that holds `need` and lies on the canvas."""
    starts = []
    for middle, side, first, length, limit in zip(centre, size, need[:2], need.extent, canvas, strict=True):
        start = min(max(round(middle - side / 2), first + length - side), first)
        starts.append(min(max(0, start), limit - side))
    return Bounds(starts[0], starts[1], *size)


def _centre(painted: Mask) -> tuple[float, float]:
    rows, columns = np.nonzero(painted)
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def _why(wishes: BatchWishes) -> str:
    if wishes.shrink_px:
        return f": it was shrunk by {wishes.shrink_px:g} px"
    return ": what it followed has left the picture" if wishes.follow else ""
