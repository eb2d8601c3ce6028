"""Where a retouch paints: what the user painted, and the new area where the picture grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.base import Capabilities
from hwawon.errors import BadMask, PictureTooLarge
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.extend import extended, new_area
from hwawon.imaging.geometry import Bounds, Extent, Margins
from hwawon.imaging.mask import bounds_of, read_mask
from hwawon.imaging.picture import Picture
from hwawon.retouch.plan import box_of, plan_extension, plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.strengths import Strengths, unkept


def laid_out(request: RetouchRequest, picture: Picture) -> Picture:
    """The picture as it is painted over: on a larger canvas where it is to grow."""
    return picture if request.extend is None else extended(picture, Margins(*request.extend))


def planned(
    request: RetouchRequest,
    extent: Extent,
    mask: NDArray[Any] | None,
    capabilities: Capabilities,
    max_pixels: int,
    strengths: Strengths | None = None,
) -> tuple[CropPlan, NDArray[Any]]:
    """The plan for a picture of `extent`, and the mask of all that is painted, as `cut` takes it.

    Args:
        mask: as `read_mask` takes it, of the picture's or the box's size; where the picture grows it may also have the
            new size, or be None: the new area is always painted.
        strengths: as `read_strengths` gives them, of the picture's or the box's size; where they are 0 nothing is
            painted. Not of a picture that grows.

    Raises:
        BadBox, BadMask, EmptyMask: as `read_mask`, `plan_retouch` and `plan_extension`.
        PictureTooLarge: the picture would grow beyond `max_pixels`.
    """
    if request.extend is not None:
        return _extension(request, Margins(*request.extend), extent, mask, capabilities, max_pixels)
    if mask is None:
        raise BadMask("expected a mask, or an extension of the picture")
    box = box_of(request, extent)
    if strengths is not None:
        mask = unkept(mask, strengths, extent, box)
    painted = bounds_of(read_mask(mask, extent, box)).offset(box.x, box.y)
    return plan_retouch(request, extent, painted, capabilities), mask


def _extension(
    request: RetouchRequest,
    margins: Margins,
    extent: Extent,
    mask: NDArray[Any] | None,
    capabilities: Capabilities,
    max_pixels: int,
) -> tuple[CropPlan, NDArray[Any]]:
    canvas = margins.around(extent)
    if canvas.area > max_pixels:
        raise PictureTooLarge(f"{extent} grows to {canvas} = {canvas.area} pixels, at most {max_pixels} are allowed")
    painted = new_area(extent, margins).astype(np.uint8) * np.uint8(255)
    if mask is not None:
        _add(painted, mask, request, margins.place(extent))
    return plan_extension(request, extent, margins, bounds_of(painted), capabilities), painted


def _add(painted: NDArray[np.uint8], mask: NDArray[Any], request: RetouchRequest, place: Bounds) -> None:
    """Paint the user's mask too: of the picture's size it lies where the picture lies, else in the box."""
    canvas = Extent.of(painted)
    if Extent.of(mask) == place.extent:
        painted[place.slices] |= read_mask(mask, place.extent, Bounds.whole(place.extent))
    else:
        box = box_of(request, canvas)
        painted[box.slices] |= read_mask(mask, canvas, box)
