"""What can be measured at a traced face: smile, eyes, mouth, glasses, pose, light.

Limits were set on 400 portraits of 40 people (ORL faces), looked at by eye; `docs/faces.md` has how good each is.
"""

from __future__ import annotations

from math import atan2, degrees, dist, exp, hypot
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.vision.faces.align import chip, similar
from hwawon.vision.faces.face import Flag, Pose, Quality
from hwawon.vision.faces.mesh import Traced
from hwawon.vision.session import RGB

# Where a measure says yes and no alike, and how much further it is sure.
EYE_OPEN, EYE_STEP = 0.165, 0.018  # height of an eye, as a part of its width
MOUTH_OPEN, MOUTH_STEP = 0.125, 0.025  # height of the mouth's opening, as a part of its width
SMILE_WIDE, SMILE_STEP = 0.63, 0.03  # width of the mouth, as a part of that between the eyes' outer corners
SMILE_OF_MOUTH = 0.25  # the rest is the likelihood of happy
GLASSES, GLASSES_STEP = 0.083, 0.012  # edges across the bridge of the nose
MOST_TURNED = 35.0  # degrees: beyond, half a face says nothing of glasses
EYE_CHIP, EYE_GOALS = 96, np.array([(0.3, 0.35), (0.7, 0.35)], np.float32)
LIGHT_CHIP = 96
UPRIGHT_PITCH = 4.0  # degrees that a face looking straight ahead shows


def eyes_open(traced: Traced) -> Flag:
    """Whether the eyes are open."""
    points = traced.space[:, :2]
    left = (_far(points, 160, 144) + _far(points, 158, 153)) / (2 * _far(points, 33, 133))
    right = (_far(points, 385, 380) + _far(points, 387, 373)) / (2 * _far(points, 362, 263))
    return flag(_sure((left + right) / 2, EYE_OPEN, EYE_STEP))


def mouth_open(traced: Traced) -> Flag:
    """Whether the lips are apart."""
    points = traced.space[:, :2]
    return flag(_sure(_far(points, 13, 14) / _far(points, 78, 308), MOUTH_OPEN, MOUTH_STEP))


def smile(traced: Traced, happy: float) -> Flag:
    """A smile, from the likelihood of happy and from how wide the mouth is."""
    points = traced.space[:, :2]
    wide = _sure(_far(points, 61, 291) / _far(points, 33, 263), SMILE_WIDE, SMILE_STEP)
    return flag((1 - SMILE_OF_MOUTH) * happy + SMILE_OF_MOUTH * wide)


def eyeglasses(rgb: RGB, traced: Traced, pose: Pose) -> Flag | None:
    """Whether something crosses the bridge of the nose; None where the face is turned too far away."""
    if abs(pose.yaw) > MOST_TURNED:
        return None
    eyes = chip(rgb, similar(traced.eyes, EYE_GOALS), EYE_CHIP)
    grey = cv2.GaussianBlur(cv2.cvtColor(eyes, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.8)
    light = _median(grey[20:75, 20:76]) + 10
    edges = np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)[26:42, 43:52]) / (8 * light)
    return flag(_sure(float(edges.max(axis=0).mean()), GLASSES, GLASSES_STEP))


def pose_of(traced: Traced) -> Pose:
    """How the head is turned, from the mesh's depth."""
    across = (traced.space[454] - traced.space[234]).tolist()  # from the left cheek to the right one
    down = (traced.space[152] - traced.space[10]).tolist()  # from the forehead to the chin
    yaw, pitch = (degrees(atan2(z, hypot(x, y))) for x, y, z in (across, down))
    return Pose(degrees(traced.roll), yaw, pitch - UPRIGHT_PITCH)


def quality_of(rgb: RGB, traced: Traced) -> Quality:
    """How bright and how sharp the face's pixels are."""
    side = max(1.0, dist(*traced.eyes.tolist()) * 2.5)
    face = cv2.cvtColor(chip(rgb, traced.tight_square(1.0), LIGHT_CHIP), cv2.COLOR_RGB2GRAY)
    mean, spread = _mean_and_spread(face)
    _, fine_spread = _mean_and_spread(cv2.Laplacian(face, cv2.CV_32F))
    fine = fine_spread / max(8.0, spread)
    return Quality(mean / 255 * 100, 100 * min(1.0, fine * 1.5) * min(1.0, side / LIGHT_CHIP))


def flag(yes: float) -> Flag:
    """From the likelihood of yes."""
    return Flag(yes >= 0.5, max(yes, 1 - yes))


def _sure(value: float, middle: float, step: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, (value - middle) / step))))


def _far(points: NDArray[np.float32], one: int, other: int) -> float:
    return max(1e-6, dist(points[one].tolist(), points[other].tolist()))


def _median(values: NDArray[Any]) -> float:
    """Of an even number of values; numpy's own takes ten times as long to begin."""
    ordered = np.sort(values, axis=None)
    return float(ordered[len(ordered) // 2 - 1 : len(ordered) // 2 + 1].mean())


def _mean_and_spread(values: NDArray[Any]) -> tuple[float, float]:
    """Of (H, W); both in one pass."""
    mean, spread = cv2.meanStdDev(values)
    return float(mean[0, 0]), float(spread[0, 0])
