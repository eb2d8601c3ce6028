"""Requests and pictures at another size, for the two passes and where memory is short."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from hwawon.engines.base import PaintRequest, Pixels
from hwawon.imaging.geometry import Extent


def scaled(request: PaintRequest, extent: Extent) -> PaintRequest:
    """The same request at another size; a reference keeps its own."""
    image = None if request.image is None else resized(request.image, extent)
    mask = None if request.mask is None else resized(request.mask, extent)
    controls = tuple(
        replace(each, image=resized(each.image, extent)) if Extent.of(each.image) == request.extent else each
        for each in request.controls
    )
    return replace(request, extent=extent, image=image, mask=mask, controls=controls)


def resized(image: Pixels, extent: Extent) -> Pixels:
    """By area when it shrinks, by Lanczos when it grows."""
    shrinks = extent.width < image.shape[1]
    return np.asarray(cv2.resize(image, tuple(extent), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4))


def laid_under(image: Pixels, painted: Pixels, mask: Pixels) -> Pixels:
    """`painted` in `image` by the mask's levels; all of one size."""
    share = mask[..., None].astype(np.float32) / 255
    return np.rint(image + (painted.astype(np.float32) - image) * share).astype(np.uint8)
