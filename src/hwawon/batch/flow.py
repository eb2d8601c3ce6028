"""Where each pixel of a frame was in another one: dense optical flow, checked both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture

LONGER_PX = 640  # looked at at this size at most: motion is smooth, and the time grows with the area
_LEAST_PX = 16  # DIS needs a few patches to look at
_SLACK_PX = 1.0  # of the check: what goes there and back may miss by this ...
_SLACK_SHARE = 0.02  # ... and by this share of the way

Grid = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Flow:
    """From a frame to another one of the same size, in pixels of the frame."""

    x: Grid  # (H, W): the column in the other frame where each pixel of this one was
    y: Grid  # (H, W): the row
    sure: NDArray[np.bool_]  # (H, W): seen in both, by the way there and back; False where it was hidden or outside
    window: Bounds  # outside nothing moves

    def moved(self, pixels: NDArray[Any]) -> Grid:
        """What of the other frame, (H, W) or (H, W, C), lies at each pixel of this one; its border goes on outside.

        By Catmull-Rom splines, which leave straight slopes where they are: OpenCV's cubic (a = -0.75) moves them by up
        to 0.04 px, and sixty frames add that up. Values may lie a little beyond those of the other frame.
        """
        moved = pixels.astype(np.float32)
        moved[self.window.slices] = self._spline(moved)
        return moved

    def _spline(self, pixels: Grid) -> Grid:
        """Nine linear looks for sixteen pixels: two neighbours with weights of one sign are one look between them."""
        columns, rows = (_taps(grid[self.window.slices]) for grid in (self.x, self.y))
        deep = (slice(None), slice(None), *([np.newaxis] * (pixels.ndim - 2)))
        total = np.zeros((self.window.height, self.window.width, *pixels.shape[2:]), np.float32)
        for place_y, weight_y in rows:
            for place_x, weight_x in columns:
                look = cv2.remap(pixels, place_x, place_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                total += look.reshape(total.shape) * (weight_x * weight_y)[deep]
        return total


def flow_between(frame: Picture, other: Picture, window: Bounds | None = None) -> Flow:
    """The flow from `frame` to `other`, looked for inside of `window` only; outside nothing moves and nothing is sure.

    Dense inverse search (Kroeger et al., 2016) on grey pictures of at most 640 pixels. A pixel is sure where the flow
    back from its place leads to it again, within 1 px and 2 % of the way, and where that place is inside the window.

    Raises:
        BadInput: the two are of different sizes.
    """
    if frame.extent != other.extent:
        raise BadInput(f"frames of one batch that follow each other have one size: {frame.extent} after {other.extent}")
    part = window or Bounds.whole(frame.extent)
    here, there = (_grey(one, part) for one in (frame, other))
    back, forth = _dense(here, there), _dense(there, here)
    columns, rows = _places(Extent.of(here))
    returned = cv2.remap(forth, columns + back[:, :, 0], rows + back[:, :, 1], cv2.INTER_LINEAR, borderValue=(1e6, 1e6))
    missed = np.linalg.norm(returned + back, axis=2)
    sure = missed <= _SLACK_PX + _SLACK_SHARE * np.linalg.norm(back, axis=2)
    return _placed(*_at_full_size(back, sure, part.extent), part, frame.extent)


def still(extent: Extent) -> Flow:
    """No motion at all."""
    columns, rows = _places(extent)
    return Flow(columns, rows, np.ones((extent.height, extent.width), np.bool_), Bounds.whole(extent))


def _taps(grid: Grid) -> list[tuple[Grid, Grid]]:
    """Where to look along one axis, and how much each look weighs."""
    first = np.floor(grid)
    f = grid - first
    before = f * (-0.5 + f * (1 - 0.5 * f))
    left, right = 1 + f * f * (-2.5 + 1.5 * f), f * (0.5 + f * (2 - 1.5 * f))
    after = f * f * (-0.5 + 0.5 * f)
    between = left + right
    return [(first - 1, before), (first + right / between, between), (first + 2, after)]


def _dense(here: NDArray[np.uint8], there: NDArray[np.uint8]) -> Grid:
    """(h, w, 2) of columns and rows."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(0)  # a mask is moved sixty times in two seconds: half the error is worth the time
    search.setVariationalRefinementIterations(10)
    return np.asarray(search.calc(here, there, None), dtype=np.float32)  # type: ignore[call-overload]


def _grey(picture: Picture, part: Bounds) -> NDArray[np.uint8]:
    grey = np.asarray(cv2.cvtColor(picture.rgb8(part), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    share = min(1.0, LONGER_PX / part.extent.longer)
    size = max(_LEAST_PX, round(part.width * share)), max(_LEAST_PX, round(part.height * share))
    return grey if size == part.extent else np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _at_full_size(back: Grid, sure: NDArray[np.bool_], extent: Extent) -> tuple[Grid, NDArray[np.bool_]]:
    """Motion of the reduced picture in pixels of the whole one."""
    small = Extent.of(back)
    if small == extent:
        return back, sure
    scale = np.array((extent.width / small.width, extent.height / small.height), np.float32)
    back = np.asarray(cv2.resize(back, tuple(extent), interpolation=cv2.INTER_LINEAR), np.float32) * scale
    return back, cv2.resize(sure.view(np.uint8), tuple(extent), interpolation=cv2.INTER_NEAREST) > 0


def _placed(back: Grid, sure: NDArray[np.bool_], part: Bounds, extent: Extent) -> Flow:
    flow = replace(still(extent), window=part)
    flow.x[part.slices] += back[:, :, 0]
    flow.y[part.slices] += back[:, :, 1]
    flow.sure[...] = False
    flow.sure[part.slices] = sure
    return flow


def _places(extent: Extent) -> tuple[Grid, Grid]:
    columns, rows = np.meshgrid(np.arange(extent.width, dtype=np.float32), np.arange(extent.height, dtype=np.float32))
    return columns, rows
