"""Cuts a face out of a picture, turned so that it is upright, at the size that a network wants."""

from __future__ import annotations

from math import hypot

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.vision.faces.detect import Found
from hwawon.vision.session import RGB

Matrix = NDArray[np.float32]
MOST_OVERSAMPLING = 8


def level_square(found: Found, factor: float) -> Matrix:
    """(2, 3): from the picture to a square 0..1 around a face, its eyes level, `factor` times the longer side of its
    box."""
    left, top, right, bottom = found.box
    return square(found.centre, max(right - left, bottom - top) * factor, roll_of(found.points))


def square(centre: tuple[float, float], side: float, roll: float) -> Matrix:
    """(2, 3): from the picture to a square 0..1 about `centre`, turned back by `roll` (radians, clockwise)."""
    cosine, sine = np.cos(roll) / side, np.sin(roll) / side
    turn = np.array([[cosine, sine], [-sine, cosine]])
    shift = 0.5 - turn @ np.array(centre)
    return np.concatenate([turn, shift[:, None]], axis=1).astype(np.float32)


def roll_of(points: NDArray[np.float32]) -> float:
    """By how much the line of the eyes (the first two points) is turned clockwise, in radians."""
    across, down = points[1] - points[0]
    return float(np.arctan2(down, across))


def similar(points: NDArray[np.float32], goals: NDArray[np.float32]) -> Matrix:
    """(2, 3): the turn, scale and shift that brings points (N, 2) nearest to their goals (N, 2) (Umeyama, 1991)."""
    middle, goal = points.mean(axis=0), goals.mean(axis=0)
    given, wanted = points - middle, goals - goal
    power = float((given**2).sum()) or 1.0
    along = float((given * wanted).sum()) / power
    across = float((given[:, 0] * wanted[:, 1] - given[:, 1] * wanted[:, 0]).sum()) / power
    turn = np.array([[along, -across], [across, along]])
    return np.concatenate([turn, (goal - turn @ middle)[:, None]], axis=1).astype(np.float32)


def chip(rgb: RGB, matrix: Matrix, side_px: int) -> RGB:
    """The square 0..1 of `matrix` as a picture (side, side, 3); averaged where it is made smaller."""
    shrinks = 1 / max(1e-6, hypot(*matrix[0, :2].tolist()) * side_px)
    fine = side_px * min(MOST_OVERSAMPLING, max(1, round(shrinks)))
    # Pixel centres lie at halves.
    to_pixels = matrix * np.float32(fine)
    to_pixels[:, 2] += (matrix[:, 0] + matrix[:, 1]) * np.float32(fine / 2) - np.float32(0.5)
    border = cv2.BORDER_REPLICATE
    made = cv2.warpAffine(rgb, to_pixels, (fine, fine), flags=cv2.INTER_LINEAR, borderMode=border)
    small = made if fine == side_px else cv2.resize(made, (side_px, side_px), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def back(matrix: Matrix, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Points (N, 2) of the square as places in the picture."""
    (a, b, _), (c, d, _) = matrix.tolist()
    inverse = np.array(((d, -c), (-b, a))) / (a * d - b * c)
    return np.asarray((points - matrix[:, 2]) @ inverse, np.float32)
