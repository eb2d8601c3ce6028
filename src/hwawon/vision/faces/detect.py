"""Finds faces and five points in each, upright or turned.

CenterFace (Xu and others, 2019) gives a map of face centres a quarter of the picture's size, with the size, the place
within the cell and five points for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.vision.session import RGB, open_onnx, resized

MODEL_ID, MODEL_FILE = "centerface", "centerface.onnx"
STEP, CELL_PX = 32, 4
SIDE, LARGE_SIDE = 320, 640  # the longer side at which faces are sought; small ones at the second
LEAST_SCORE = 0.35
SURE_SCORE = 0.6  # no other way to turn the picture is tried then
SAME_OVERLAP = 0.3  # of two boxes; above that they are of one face
MOST_FACES = 100

Points = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Found:
    """A face in pixels of the picture: `box` left, top, right, bottom; `points` (5, 2) x, y.

    The points are the eyes, the nose and the corners of the mouth; left before right, as the upright face shows them.
    """

    box: tuple[float, float, float, float]
    points: Points
    score: float

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


class FaceDetector:
    """The network, opened once."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Open it; raises MissingModel where it is absent."""
        self._session = open_onnx(models_dir, MODEL_ID, MODEL_FILE, threads)
        self._input = self._session.get_inputs()[0].name

    def find(self, rgb: RGB) -> list[Found]:
        """The faces, in no order; nobody gives an empty list.

        Where none is sure, the picture is also looked at turned by quarters, and larger: the surest way counts.
        """
        best = self._seen(rgb, SIDE)
        if _surest(best) >= SURE_SCORE:
            return best
        ways = [_turned_back(self._seen(_turn(rgb, turns), SIDE), turns, rgb.shape) for turns in (1, 2, 3)]
        if max(rgb.shape[:2]) > SIDE:
            ways.append(self._seen(rgb, LARGE_SIDE))
        return max([best, *ways], key=_surest)

    def _seen(self, rgb: RGB, side_px: int) -> list[Found]:
        """The faces of the picture with its longer side brought to `side_px`."""
        height, width = rgb.shape[:2]
        scale = side_px / max(height, width)
        small = _small(rgb, max(1, round(width * scale)), max(1, round(height * scale)))
        below, beside = -small.shape[0] % STEP, -small.shape[1] % STEP
        if below or beside:
            small = np.asarray(cv2.copyMakeBorder(small, 0, below, 0, beside, cv2.BORDER_CONSTANT), np.uint8)
        maps = self._session.run(None, {self._input: _planes(small)})
        return [_scaled(one, 1 / scale) for one in distinct(read(*maps))]


def read(heat: NDArray[Any], sizes: NDArray[Any], offsets: NDArray[Any], points: NDArray[Any]) -> list[Found]:
    """The faces in the maps of one picture, in pixels of the network's input.

    `heat` (1, 1, H, W) 0..1; `sizes` (1, 2, H, W) logarithms of height and width in cells; `offsets` (1, 2, H, W) y, x
    within a cell; `points` (1, 10, H, W) y, x of each point as parts of the box.
    """
    rows, columns = np.nonzero(heat[0, 0] >= LEAST_SCORE)
    if not len(rows):
        return []
    order = np.argsort(-heat[0, 0, rows, columns], kind="stable")[:MOST_FACES]
    y, x = rows[order], columns[order]
    size = np.exp(sizes[0, ::-1][:, y, x]) * CELL_PX  # (2, N) of x and y, as all that follows
    corner = (np.stack((x, y)) + offsets[0, ::-1][:, y, x] + 0.5) * CELL_PX - size / 2
    places = points[0][:, y, x].reshape(5, 2, -1)[:, ::-1] * size + corner
    boxes = np.concatenate([corner, corner + size]).astype(float).T.tolist()
    each, scores = places.transpose(2, 0, 1).astype(np.float32), heat[0, 0, y, x].tolist()
    return [
        Found((left, top, right, bottom), own, score)
        for (left, top, right, bottom), own, score in zip(boxes, each, scores, strict=True)
    ]


def distinct(found: Iterable[Found]) -> list[Found]:
    """Without the less sure ones of the same faces, surest first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: -one.score):
        if not any(_overlap(one, other) > SAME_OVERLAP for other in kept):
            kept.append(one)
    return kept


def most_important(found: Sequence[Found], width: int, height: int) -> list[Found]:
    """The largest and most central first: at the border a face counts a third of its area."""

    def weight(one: Found) -> float:
        x, y = one.centre
        away = np.hypot(2 * x / width - 1, 2 * y / height - 1) / np.sqrt(2)
        return one.area * (1 - 0.67 * min(1.0, float(away)))

    return sorted(found, key=lambda one: -weight(one))


def _overlap(one: Found, other: Found) -> float:
    """What both boxes share, as a part of what they cover together."""
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    down = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    shared = max(0.0, across) * max(0.0, down)
    return shared / (one.area + other.area - shared)


def _small(rgb: RGB, width: int, height: int) -> RGB:
    """`rgb` at that size; averaging takes six times as long as looking between pixels, which up to 2:1 is as good."""
    if rgb.shape[1] > 2 * width:
        return resized(rgb, width, height)
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _planes(rgb: RGB) -> NDArray[np.float32]:
    """(1, 3, H, W), plane by plane: numpy takes twice as long for all at once."""
    planes = np.empty((1, 3, *rgb.shape[:2]), np.float32)
    for index, plane in enumerate(cv2.split(rgb)):
        planes[0, index] = plane
    return planes


def _surest(found: Sequence[Found]) -> float:
    return max((one.score for one in found), default=0.0)


def _scaled(one: Found, factor: float) -> Found:
    left, top, right, bottom = (side * factor for side in one.box)
    return Found((left, top, right, bottom), one.points * np.float32(factor), one.score)


def _turn(rgb: RGB, turns: int) -> RGB:
    return np.ascontiguousarray(np.rot90(rgb, turns))


def _turned_back(found: Sequence[Found], turns: int, shape: Sequence[int]) -> list[Found]:
    """From the picture turned by so many quarters against the clock to the picture of this shape."""
    height, width = shape[:2]
    return [_back(one, turns, width, height) for one in found]


def _back(one: Found, turns: int, width: int, height: int) -> Found:
    def place(xy: Points) -> Points:
        x, y = xy[:, 0], xy[:, 1]
        ways = {1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}
        return np.stack(ways[turns], axis=1).astype(np.float32)

    left, top, right, bottom = one.box
    corners = place(np.array([(left, top), (right, bottom)], np.float32))
    (x1, y1), (x2, y2) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return Found((x1, y1, x2, y2), place(one.points), one.score)
