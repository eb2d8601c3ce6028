"""Pictures continued beyond their borders: by repeating the outermost pixels, until something is painted there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging import exif
from hwawon.imaging.geometry import Bounds, Extent, Margins
from hwawon.imaging.picture import Metadata, Picture

_LEAST_CONTEXT_PX = 64


def replicated(pixels: NDArray[Any], have: Bounds, want: Bounds) -> NDArray[Any]:
    """`pixels` (H, W, C) of `have` in the larger rectangle `want`, its border pixels repeated outwards."""
    if have == want:
        return pixels
    sides = have.y - want.y, want.bottom - have.bottom, have.x - want.x, want.right - have.right
    framed = np.asarray(cv2.copyMakeBorder(pixels, *sides, borderType=cv2.BORDER_REPLICATE))
    return framed.reshape(want.height, want.width, *pixels.shape[2:])


def extended(picture: Picture, margins: Margins) -> Picture:
    """The picture on a larger canvas: its own pixels and profile as they are, the new ones repeated and opaque."""
    place = margins.place(picture.extent)
    canvas = margins.around(picture.extent)
    pixels = replicated(picture.pixels, place, Bounds.whole(canvas))
    if picture.has_alpha:
        pixels[new_area(picture.extent, margins), -1] = np.iinfo(pixels.dtype).max
    return Picture(pixels, _resized(picture.metadata, canvas))


def new_area(extent: Extent, margins: Margins) -> NDArray[np.bool_]:
    """(H, W) of the larger canvas: True where a picture of `extent` does not lie."""
    canvas = margins.around(extent)
    new = np.ones((canvas.height, canvas.width), np.bool_)
    new[margins.place(extent).slices] = False
    return new


def box_around(painted: Bounds, canvas: Extent, depth_px: int, area_px: int) -> Bounds:
    """A box around what is painted at the border, with as much context as fits into about `area_px` pixels.

    All of the canvas where it is no larger than that; never less context than half of `depth_px`, how far the picture
    grows.
    """
    whole = Bounds.whole(canvas)
    least, context = max(_LEAST_CONTEXT_PX, depth_px // 2), canvas.longer
    while context > least and painted.pad(context).intersection(whole).extent.area > area_px:
        context = max(least, context * 3 // 4)
    return painted.pad(context).intersection(whole)


def _resized(metadata: Metadata, canvas: Extent) -> Metadata:
    """The metadata with the canvas's size where EXIF names one."""
    if metadata.exif is None:
        return metadata
    try:
        return replace(metadata, exif=exif.settled(metadata.exif, canvas))
    except exif.BrokenExif:
        return metadata
