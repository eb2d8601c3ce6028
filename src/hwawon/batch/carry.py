"""What lies under the mask at first: the result of the frame before, moved to where things are now."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.batch.flicker import Shown
from hwawon.batch.flow import Flow, Grid
from hwawon.imaging.crop import CropPlan, composite_alpha
from hwawon.imaging.mask import Mask, distance_to
from hwawon.imaging.picture import Picture

_SOFT_PX = 2.0
_SPECK = np.ones((9, 9), np.uint8)  # smaller unsure spots are noise; what was hidden is larger


def carried(frame: Picture, painted: Mask, plan: CropPlan, before: Shown, flow: Flow, share: float) -> Picture:
    """The frame with `share` of the result before laid into what can change; the rest is the frame, bit for bit.

    Only what the retouch before showed is taken over, and only where the flow is sure; the frame's own alpha stays.
    """
    reach = composite_alpha(distance_to(painted > 0), plan.edges, 8).astype(np.float32) / np.float32(255)
    weight = reach * _trusted(before, flow) * np.float32(share)
    base = frame.colour.astype(np.float32)
    moved = _as_kind_of(frame, flow.moved(before.result.colour), before.result)
    mixed = base + (moved - base) * weight[:, :, np.newaxis]
    pixels = frame.pixels.copy()
    limit = np.iinfo(pixels.dtype).max
    pixels[:, :, : base.shape[2]] = np.rint(np.clip(mixed, 0, limit)).astype(pixels.dtype)
    return frame.with_pixels(pixels)


def _as_kind_of(frame: Picture, moved: Grid, before: Picture) -> Grid:
    """What was moved in the levels of the frame; grey where the frame is."""
    if frame.colour.shape[2] < moved.shape[2]:
        moved = np.asarray(cv2.cvtColor(moved, cv2.COLOR_RGB2GRAY), np.float32)[:, :, np.newaxis]
    return moved * np.float32((2**frame.depth - 1) / (2**before.depth - 1))


def _trusted(before: Shown, flow: Flow) -> NDArray[np.float32]:
    """(H, W) 0..1: how far the result before can be taken for what is here."""
    seen = flow.moved(before.seen)
    hidden = cv2.morphologyEx(np.logical_not(flow.sure).view(np.uint8), cv2.MORPH_OPEN, _SPECK)
    sure = cv2.GaussianBlur((hidden == 0).astype(np.float32), (0, 0), _SOFT_PX)
    return np.asarray(np.clip(seen, 0, 1) * sure, dtype=np.float32)
