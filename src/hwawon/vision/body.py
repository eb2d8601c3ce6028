"""The body as simple shapes around the joints of a pose: which part of it is nearest to each pixel.

Lengths are shares of the torso's length, which is estimated from whatever of the person is seen. Arithmetic only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.vision.parts import Part
from hwawon.vision.pose import Joint, Pose

Array = NDArray[np.float32]

BY_SHOULDERS, BY_EARS, BY_EYES = 1.25, 2.9, 6.5  # from what is seen to the torso's length; averages of grown people
CHEST = 0.1  # radius around the points of the torso
HEAD_BY_EARS, HEAD_BY_EYES = 0.62, 1.45  # radius of a head without hair
LEAST_HEAD, LARGEST_HEAD = 0.17, 0.26  # in torso lengths
CROWN, CHIN = 0.45, 0.35  # ends of the head's middle line from the middle of the face, in its radii
FRONT = {Part.LEFT_ARM: 2.0, Part.RIGHT_ARM: 2.0, Part.FACE: 1.0}  # arms are before heads, both before the trunk
SHOULDERS = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER)
HIPS = (Joint.LEFT_HIP, Joint.RIGHT_HIP)
EYES = (Joint.LEFT_EYE, Joint.RIGHT_EYE)
EARS = (Joint.LEFT_EAR, Joint.RIGHT_EAR)


@dataclass(frozen=True)
class Limb:
    """Three joints from the trunk outwards; radii in torso lengths, which its first half has `torsos` to one of.

    `beyond`: how far fingers or toes reach past the last joint, as a share of the second half.
    """

    part: Part
    joints: tuple[Joint, Joint, Joint]
    radii: tuple[float, float]
    torsos: float
    beyond: float


LIMBS = (
    Limb(Part.LEFT_ARM, (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST), (0.14, 0.12), 1.6, 0.4),
    Limb(Part.RIGHT_ARM, (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST), (0.14, 0.12), 1.6, 0.4),
    Limb(Part.LEFT_LEG, (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE), (0.2, 0.15), 1.2, 0.25),
    Limb(Part.RIGHT_LEG, (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE), (0.2, 0.15), 1.2, 0.25),
)


@dataclass(frozen=True)
class Shape:
    """All within `radius_px` of the convex hull of `points` (N, 2), x and y; two points are a capsule."""

    part: Part
    points: Array
    radius_px: float


@dataclass(frozen=True)
class Nearness:
    """For N pixels: the nearest part, 0 where the pose shows none, and how near it is.

    `distance` is in torso lengths, negative inside; what lies in front counts as nearer.
    """

    part: NDArray[np.uint8]
    distance: Array


def torso_px(pose: Pose) -> float:
    """The length of the torso in pixels: the longest of the body's estimates, since bodies are seen foreshortened.

    The head's are taken only where nothing else is seen, because children have large ones.
    """
    shoulders, hips = pose.seen(*SHOULDERS), pose.seen(*HIPS)
    body = [float(np.linalg.norm(np.mean(shoulders, axis=0) - np.mean(hips, axis=0)))] if shoulders and hips else []
    body += _spans(pose, [(*SHOULDERS, BY_SHOULDERS)])
    body += _spans(pose, [(*limb.joints[:2], limb.torsos) for limb in LIMBS])
    head = _spans(pose, [(*EARS, BY_EARS), (*EYES, BY_EYES)])
    return max(body or head or [pose.size])


def shapes(pose: Pose) -> tuple[Shape, ...]:
    """Head, torso and limbs, as far as their joints are seen."""
    unit = torso_px(pose)
    limbs = [half for limb in LIMBS for half in _limb(pose, limb, unit)]
    return (*_head(pose, unit), *_torso(pose, unit), *limbs)


def nearness(pose: Pose, x: Array, y: Array) -> Nearness:
    """The nearest part of one person for each of the points (N,)."""
    unit = np.float32(torso_px(pose))
    part, distance = np.zeros(x.shape, np.uint8), np.full(x.shape, np.inf, np.float32)
    for shape in shapes(pose):
        apart = distance_to(shape, x, y) / unit
        apart = np.where(apart < 0, apart - np.float32(FRONT.get(shape.part, 0.0)), apart)
        nearer = apart < distance
        part[nearer], distance[nearer] = shape.part, apart[nearer]
    return Nearness(part, distance)


def distance_to(shape: Shape, x: Array, y: Array) -> Array:
    """Pixels from each of the points (N,) to the surface of a shape, negative inside."""
    hull = np.asarray(cv2.convexHull(shape.points), np.float32).reshape(-1, 2)
    ends = list(zip(hull, np.roll(hull, -1, axis=0), strict=True))
    apart = np.sqrt(np.minimum.reduce([_squared_to_segment(x, y, first, last) for first, last in ends]))
    if len(hull) > 2:
        sides = np.stack([_side(x, y, first, last) for first, last in ends])
        inside = (sides >= 0).all(axis=0) | (sides <= 0).all(axis=0)
        apart = np.where(inside, -apart, apart)
    return np.asarray(apart - np.float32(shape.radius_px), np.float32)


def _squared_to_segment(x: Array, y: Array, first: Array, last: Array) -> Array:
    along = last - first
    length = max(float(along @ along), 1e-9)
    share = np.clip(((x - first[0]) * along[0] + (y - first[1]) * along[1]) / length, 0, 1)
    return np.asarray((x - first[0] - share * along[0]) ** 2 + (y - first[1] - share * along[1]) ** 2, np.float32)


def _side(x: Array, y: Array, first: Array, last: Array) -> Array:
    return np.asarray((x - first[0]) * (last[1] - first[1]) - (y - first[1]) * (last[0] - first[0]), np.float32)


def _spans(pose: Pose, pairs: Iterable[tuple[Joint, Joint, float]]) -> list[float]:
    """The distance between two joints times a factor, for each pair that is seen."""
    seen = [(pose.seen(first, last), factor) for first, last, factor in pairs]
    return [float(np.linalg.norm(ends[0] - ends[1])) * factor for ends, factor in seen if len(ends) == 2]


def _upwards(pose: Pose) -> Array:
    """The direction from the body to the head, of length 1."""
    face, shoulders = pose.seen(*EYES, *EARS, Joint.NOSE), pose.seen(*SHOULDERS)
    between = [(face, shoulders), (shoulders, pose.seen(*HIPS)), (pose.seen(*EYES), pose.seen(Joint.NOSE))]
    for upper, lower in between:
        if upper and lower:
            along = np.mean(upper, axis=0) - np.mean(lower, axis=0)
            if (length := float(np.linalg.norm(along))) > 1:
                return np.asarray(along / length, np.float32)
    return np.array([0, -1], np.float32)


def _head(pose: Pose, unit: float) -> list[Shape]:
    face = pose.seen(*EYES, *EARS, Joint.NOSE)
    if not face:
        return []
    measured = _spans(pose, [(*EARS, HEAD_BY_EARS), (*EYES, HEAD_BY_EYES)])
    radius_px = min(max([LEAST_HEAD * unit, *measured]), LARGEST_HEAD * unit)
    middle, up = np.mean(face, axis=0), _upwards(pose) * np.float32(radius_px)
    line = np.array([middle + up * np.float32(CROWN), middle - up * np.float32(CHIN)], np.float32)
    return [Shape(Part.FACE, line, radius_px)]


def _torso(pose: Pose, unit: float) -> list[Shape]:
    """From shoulders to hips; where no hip is seen, straight down from the shoulders."""
    shoulders, hips = pose.seen(*SHOULDERS), pose.seen(*HIPS)
    if not shoulders:
        return []
    lower = hips or [shoulder - _upwards(pose) * np.float32(unit) for shoulder in shoulders]
    return [Shape(Part.TORSO, np.array([*shoulders, *lower], np.float32), CHEST * unit)]


def _limb(pose: Pose, limb: Limb, unit: float) -> list[Shape]:
    """Both halves as capsules, each where both of its ends are seen; a thigh without a knee goes straight down."""
    root, middle, end = limb.joints
    upper, lower = pose.seen(root, middle), pose.seen(middle, end)
    if len(upper) == 1 and pose.seen(root) and root in HIPS:
        upper.append(upper[0] - _upwards(pose) * np.float32(unit / limb.torsos))
    if len(lower) == 2:
        lower[1] = lower[1] + (lower[1] - lower[0]) * np.float32(limb.beyond)
    halves = zip((upper, lower), limb.radii, strict=True)
    return [Shape(limb.part, np.array(ends), radius * unit) for ends, radius in halves if len(ends) == 2]
