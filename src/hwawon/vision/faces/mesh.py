"""Traces a face with 468 points in space (MediaPipe's face mesh, 2019)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.vision.faces.align import Matrix, back, chip, level_square, roll_of, square
from hwawon.vision.faces.detect import Found
from hwawon.vision.session import RGB, open_onnx

MODEL_ID, MODEL_FILE = "face-mesh", "mesh.onnx"
SIDE = 192
AROUND = 1.4  # of the longer side of the detector's box
LEVEL = np.radians(8)  # eyes that are less level than this are traced once more, turned better
# Points of the mesh; left and right are those of the picture.
EYE_CORNERS = (33, 133, 362, 263)  # left eye outer, inner; right eye inner, outer
NOSE_BASE = 2
KINDS = {
    "nose": 1,
    "mouthLeft": 61,
    "mouthRight": 291,
    "leftEyeLeft": 33,
    "leftEyeRight": 133,
    "leftEyeUp": 159,
    "leftEyeDown": 145,
    "rightEyeLeft": 362,
    "rightEyeRight": 263,
    "rightEyeUp": 386,
    "rightEyeDown": 374,
    "leftEyeBrowLeft": 70,
    "leftEyeBrowRight": 107,
    "leftEyeBrowUp": 105,
    "rightEyeBrowLeft": 336,
    "rightEyeBrowRight": 300,
    "rightEyeBrowUp": 334,
    "noseLeft": 98,
    "noseRight": 327,
    "mouthUp": 0,
    "mouthDown": 17,
    "upperJawlineLeft": 234,
    "midJawlineLeft": 172,
    "chinBottom": 152,
    "midJawlineRight": 397,
    "upperJawlineRight": 454,
}


@dataclass(frozen=True, eq=False)
class Traced:
    """`points` (468, 2) in pixels of the picture, `space` (468, 3) in pixels of the square `matrix`, `face` 0..1."""

    points: NDArray[np.float32]
    space: NDArray[np.float32]
    matrix: Matrix
    face: float  # how sure that there is one

    @cached_property
    def eyes(self) -> NDArray[np.float32]:
        """(2, 2): the middles of both eyes."""
        corners = self.points[list(EYE_CORNERS)]
        return np.asarray((corners[::2] + corners[1::2]) / 2, np.float32)

    @cached_property
    def roll(self) -> float:
        """How far the face is turned clockwise in the picture, in radians."""
        return roll_of(self.eyes)

    def tight_square(self, factor: float) -> Matrix:
        """The square that just holds the face, eyes level, `factor` times as large."""
        centre, side = self._held
        return square(centre, side * factor, self.roll)

    @cached_property
    def _held(self) -> tuple[tuple[float, float], float]:
        """The centre and the side of the square that just holds the face, eyes level."""
        turn = square((0.0, 0.0), 1.0, self.roll)[:, :2]
        level = self.points @ turn.T
        low, high = level.min(axis=0), level.max(axis=0)
        x, y = (turn.T @ ((low + high) / 2)).tolist()
        return (x, y), float((high - low).max())


class FaceMesh:
    """The network, opened once; 4 ms of a core a face."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Open it; raises MissingModel where it is absent."""
        self._session = open_onnx(models_dir, MODEL_ID, MODEL_FILE, threads)

    def trace(self, rgb: RGB, found: Found) -> Traced:
        """A face that was found in a picture (H, W, 3) uint8."""
        traced = self._traced(rgb, level_square(found, AROUND))
        if abs(_turn(traced.roll - roll_of(found.points))) < LEVEL:
            return traced
        left, top, right, bottom = found.box
        side = max(right - left, bottom - top) * AROUND
        return self._traced(rgb, square(found.centre, side, traced.roll))

    def _traced(self, rgb: RGB, matrix: Matrix) -> Traced:
        image = chip(rgb, matrix, SIDE)[None].astype(np.float32) / 255
        points, face = self._session.run(["points", "face"], {"image": image})
        space = points.reshape(-1, 3)
        return Traced(back(matrix, space[:, :2] / SIDE), space, matrix, float(face.reshape(())))


def _turn(angle: float) -> float:
    """An angle in radians, brought to -pi..pi."""
    return float((angle + np.pi) % (2 * np.pi) - np.pi)
