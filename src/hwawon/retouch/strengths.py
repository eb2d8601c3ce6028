"""Painted strengths: how much of a retouch's strength holds where. 255 is all of it, 0 keeps the picture."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput, EmptyMask
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.extend import replicated
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import Mask, read_mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.resample import largest_of_channels, resize

Strengths = NDArray[np.uint8]


def read_strengths(picture: Picture) -> Strengths:
    """The strengths (H, W) that a picture shows by its brightness; what is transparent is not painted, and full."""
    levels = largest_of_channels(picture.rgb8()).astype(np.uint8)
    if picture.alpha is None:
        return levels
    opacity = picture.alpha.astype(np.float32) / np.iinfo(picture.alpha.dtype).max
    return np.asarray(np.rint(255 - (255 - levels.astype(np.float32)) * opacity), dtype=np.uint8)


def place_of(extent: Extent, canvas: Extent, box: Bounds) -> Bounds:
    """Where strengths of that size lie on the canvas.

    Raises:
        BadInput: neither as large as the picture nor as the box.
    """
    if extent == canvas:
        return Bounds.whole(canvas)
    if extent == box.extent:
        return box
    raise BadInput(f"the strengths are {extent}; expected the picture's {canvas} or the box's {box.extent}")


def unkept(mask: NDArray[Any], strengths: Strengths, canvas: Extent, box: Bounds) -> Mask:
    """What is painted in the box, (box.height, box.width) of 0 and 255, without what the strengths keep.

    Raises:
        BadInput, BadMask: the strengths or the mask are neither as large as the picture nor as the box.
        EmptyMask: nothing is painted, or all of it is kept.
    """
    place = place_of(Extent.of(strengths), canvas, box)
    painted = read_mask(mask, canvas, box)
    painted[strengths[box.relative_to(place).slices] == 0] = 0
    if not painted.any():
        raise EmptyMask("the strengths are 0 wherever the mask is painted: nothing is left to repaint")
    return painted


def at_work(strengths: Strengths, plan: CropPlan) -> Strengths:
    """The strengths (h, w) of the plan's work size; beyond the picture or the box their border is repeated.

    Raises:
        BadInput: neither as large as the picture nor as the box.
    """
    place = place_of(Extent.of(strengths), plan.canvas, plan.box)
    shared = place.intersection(plan.crop)
    window = plan.window(shared)
    framed = replicated(strengths[shared.relative_to(place).slices], shared, window.crop)
    scaled = resize(framed, window.work.extent, enlarge_with=cv2.INTER_LINEAR)  # cubic would overshoot
    return np.asarray(replicated(scaled, window.work, Bounds.whole(plan.work)), dtype=np.uint8)
