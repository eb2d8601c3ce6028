"""Detected lines as strokes that can be edited: polylines with a width and a weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.looks.joints import joined
from hwawon.looks.lines import detected
from hwawon.looks.request import LinesLook
from hwawon.looks.room import Room
from hwawon.looks.shown import Shown
from hwawon.looks.thin import thinned
from hwawon.looks.trace import Path, traced
from hwawon.looks.view import View

MOST_STROKES = 2000
SURE, LIKELY = 96, 40  # levels: a line is what is likely and touches something sure
RIDGE_PX = 5.0  # of the view: soft lines are about as wide
SHORTEST_PX = 5.0  # of the view; less is grain
TOLERANCE_PX = 1.0  # of the view: how far a polyline may leave its line


@dataclass(frozen=True, eq=False)
class Stroke:
    """A polyline in pixels of the view."""

    points: NDArray[np.float32]  # (N, 2) x, y of pixel centres
    width_px: float
    weight: float  # 0..1, mean of the line's values
    length_px: float


def look(room: Room, shown: Shown, request: LinesLook) -> dict[str, Any]:
    """The strokes as the API shows them, longest first. Raises as `lines.look`."""
    view, lines = detected(room, shown, request)
    return {"strokes": [_json(stroke, view) for stroke in strokes_of(lines)]}


def strokes_of(lines: NDArray[np.uint8]) -> list[Stroke]:
    """The strokes of lines (h, w), white on black, longest first, at most `MOST_STROKES`."""
    mask = line_mask(lines)
    widths = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    strokes = (_stroke(path, widths, lines) for path in joined(traced(thinned(mask))))
    long_enough = [stroke for stroke in strokes if stroke.length_px >= SHORTEST_PX]
    return sorted(long_enough, key=lambda stroke: -stroke.length_px)[:MOST_STROKES]


def line_mask(lines: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where lines (h, w) are: connected pixels that are likely, of which one is sure.

    Likely is what is brighter than what is around it, so that soft lines side by side stay apart.
    """
    around = cv2.GaussianBlur(lines, (0, 0), RIDGE_PX)
    likely = ((lines >= LIKELY) & (lines > around)).astype(np.uint8)
    count, labels = cv2.connectedComponents(likely, connectivity=8)
    sure = np.zeros(count, np.bool_)
    sure[np.unique(labels[lines >= SURE])] = True
    sure[0] = False
    return np.asarray(sure[labels])


def _stroke(path: Path, widths: NDArray[Any], lines: NDArray[np.uint8]) -> Stroke:
    along = np.array(path, np.int32)
    columns, rows = along.T
    simple = _simplified(along)
    return Stroke(
        points=simple,
        width_px=max(1.0, float(2 * widths[rows, columns].mean() - 1)),  # 1 px from the middle to the outside
        weight=float(lines[rows, columns].mean()) / 255,
        length_px=float(np.hypot(*np.diff(simple, axis=0).T).sum()),
    )


def _simplified(along: NDArray[np.int32]) -> NDArray[np.float32]:
    """The polyline (N, 2) without what its tolerance can spare; a ring is taken as two halves, for it has no ends."""
    if len(along) > 2 and (along[0] == along[-1]).all():
        middle = len(along) // 2
        return np.concatenate([_simplified(along[: middle + 1])[:-1], _simplified(along[middle:])])
    kept = cv2.approxPolyDP(along[:, np.newaxis], TOLERANCE_PX, closed=False)
    return np.asarray(kept[:, 0], np.float32)


def _json(stroke: Stroke, view: View) -> dict[str, Any]:
    across, down = view.scale
    return {
        "points": np.round(view.to_picture(stroke.points).astype(np.float64), 1).tolist(),
        "width_px": round(stroke.width_px * (across * down) ** 0.5, 2),
        "weight": round(stroke.weight, 3),
    }
