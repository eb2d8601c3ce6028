"""Masks: where to repaint. White (255) is repaint, black is keep; arrays are (H, W) uint8.

Distances are Euclidean, in pixels, from a pixel's centre to the centre of the nearest painted pixel. What counts as
painted is everything of at least half strength; where a mask has nothing so strong, everything above 0.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadMask, EmptyMask
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.resample import largest_of_channels

Mask = NDArray[np.uint8]
_HALF = 128


def read_mask(pixels: NDArray[Any], canvas: Extent, box: Bounds) -> Mask:
    """The painted area inside the box as (box.height, box.width) uint8 of 0 and 255.

    Args:
        pixels: (H, W) or (H, W, 1 to 4), bool, uint8 or uint16, as large as the picture or as the box. Where it has
            an alpha channel, transparent is not painted. Paint outside the box is ignored.

    Raises:
        BadMask: neither as large as the picture nor as the box.
        EmptyMask: nothing is painted inside the box.
    """
    extent = Extent.of(pixels)
    if extent == canvas:
        pixels = pixels[box.slices]
    elif extent != box.extent:
        or_box = "" if box.extent == canvas else f" or the box's {box.extent}"
        raise BadMask(f"the mask is {extent}; expected the picture's {canvas}{or_box}")
    values = _strength(pixels)
    if values.max() == 0:
        raise EmptyMask(f"the mask is empty: nothing is painted inside the box {box}")
    painted = values >= (_HALF if values.max() >= _HALF else 1)
    return painted.astype(np.uint8) * np.uint8(255)


def _strength(pixels: NDArray[Any]) -> Mask:
    """How strongly each pixel is painted, (H, W) 0..255: the brightest channel, weakened by transparency."""
    if pixels.dtype == np.bool_:
        pixels = pixels.astype(np.uint8) * np.uint8(255)
    elif pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    elif pixels.dtype != np.uint8:
        raise BadMask(f"expected a mask of bool, uint8 or uint16, got {pixels.dtype}")
    if pixels.ndim == 2:
        return np.asarray(pixels, dtype=np.uint8)
    channels = pixels.shape[2]
    if channels in (1, 3):
        return largest_of_channels(pixels)
    colour = largest_of_channels(pixels[:, :, :-1]).astype(np.uint16)
    return np.asarray((colour * pixels[:, :, -1] + 127) // 255, dtype=np.uint8)


def bounds_of(mask: NDArray[Any]) -> Bounds:
    """The smallest rectangle that holds every pixel above 0.

    Raises:
        EmptyMask: there is none.
    """
    bounds = Bounds(*cv2.boundingRect((mask > 0).view(np.uint8)))
    if bounds.width == 0:
        raise EmptyMask
    return bounds


def distance_to(painted: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The distance of every pixel to the nearest painted one, (H, W) float32; 0 where painted, inf where none is."""
    if not painted.any():
        return np.full(painted.shape, np.inf, np.float32)
    unpainted = np.logical_not(painted).view(np.uint8)
    return np.asarray(cv2.distanceTransform(unpainted, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), dtype=np.float32)


def grow(mask: Mask, radius_px: float) -> Mask:
    """What lies within a true disc of `radius_px` around the painted pixels, 0 and 255."""
    return _as_mask(distance_to(mask > 0) <= radius_px)


def shrink(mask: Mask, radius_px: float) -> Mask:
    """What lies farther than `radius_px` from every unpainted pixel, 0 and 255; the picture's border does not eat."""
    return _as_mask(distance_to(mask == 0) > radius_px)


def feather(mask: Mask, width_px: float) -> Mask:
    """255 where painted, falling straight to 0 over `width_px` outside."""
    if width_px <= 0:
        return _as_mask(mask > 0)
    ramp = np.clip(1 - distance_to(mask > 0) / np.float32(width_px), 0, 1)
    return np.asarray(np.rint(ramp * 255), dtype=np.uint8)


def invert(mask: Mask) -> Mask:
    """Keep what was repainted and the other way round."""
    return np.bitwise_not(mask)


def fill_holes(mask: Mask) -> Mask:
    """Paint every unpainted area that no path of unpainted pixels joins with the border, 0 and 255."""
    framed = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), np.uint8)
    framed[1:-1, 1:-1] = mask > 0
    cv2.floodFill(framed, None, (0, 0), (2,))
    return _as_mask(framed[1:-1, 1:-1] != 2)


def _as_mask(painted: NDArray[np.bool_]) -> Mask:
    return painted.astype(np.uint8) * np.uint8(255)
