"""Poses: where the joints of each person are, read from the maps of the MoveNet MultiPose network.

The network marks the centre of each person, and from there points roughly at 17 joints; a map for each joint says more
exactly where there is one (after CenterNet: Zhou and others, "Objects as Points", 2019). Arithmetic only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

CELL_PX = 4  # of the input, for each cell of the maps
CENTRE_WINDOW = 5  # cells in which a person has one centre
SPREAD = 0.3  # how far a joint may lie from where the centre points, as the network was made for
LEAST_CENTRE = 0.15
MOST_CENTRES = 31
SEEN = 0.15  # score of a joint from which on it is used
LEAST_JOINTS = 4  # fewer are a hand or a post
SAME = 0.25  # of a person's size: two poses of which half the joints lie nearer are of one person


class Joint(IntEnum):
    """The order of the network's maps; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE = 1
    RIGHT_EYE = 2
    LEFT_EAR = 3
    RIGHT_EAR = 4
    LEFT_SHOULDER = 5
    RIGHT_SHOULDER = 6
    LEFT_ELBOW = 7
    RIGHT_ELBOW = 8
    LEFT_WRIST = 9
    RIGHT_WRIST = 10
    LEFT_HIP = 11
    RIGHT_HIP = 12
    LEFT_KNEE = 13
    RIGHT_KNEE = 14
    LEFT_ANKLE = 15
    RIGHT_ANKLE = 16


@dataclass(frozen=True)
class Pose:
    """`points` (17, 2) x and y in pixels, `scores` (17,) 0..1, `box` x, y, right, bottom; `score` 0..1 of the whole."""

    points: Array
    scores: Array
    box: tuple[float, float, float, float]
    score: float

    def seen(self, *joints: Joint) -> list[Array]:
        """The points of those joints that are surely enough there, in the order given."""
        return [self.points[joint] for joint in joints if self.scores[joint] >= SEEN]

    @property
    def size(self) -> float:
        """Of what is seen of the person, in pixels: the geometric mean of the sides of the joints' box."""
        seen = self.points[self.scores >= SEEN]
        sides = np.maximum(np.ptp(seen, axis=0), 1.0) if len(seen) else np.ones(2)
        return float(np.sqrt(sides.prod()))

    def scaled(self, factor: float) -> "Pose":
        left, top, right, bottom = (side * factor for side in self.box)
        return Pose(np.asarray(self.points * np.float32(factor)), self.scores, (left, top, right, bottom), self.score)


def read(maps: Mapping[str, NDArray[Any]]) -> list[Pose]:
    """The poses in the maps of one picture, in pixels of the network's input, surest first.

    `maps`: `centres` (1, H, W, 1) 0..1, `joints` (1, H, W, 17) before the sigmoid, `pointers` (1, H, W, 34) from a
    centre to its joints and `offsets` (1, H, W, 34) within a cell, `sizes` (1, H, W, 2) of people; all of these y
    before x, in cells.
    """
    centres = maps["centres"][0, :, :, 0]
    joints = 1 / (1 + np.exp(-maps["joints"][0]))
    height, width = centres.shape
    pointers = maps["pointers"][0].reshape(height, width, -1, 2)
    offsets = maps["offsets"][0].reshape(height, width, -1, 2)
    poses = [
        _pose(float(centres[y, x]), (y, x), joints, pointers[y, x], offsets, maps["sizes"][0][y, x])
        for y, x in _peaks(centres)
    ]
    good = [pose for pose in poses if len(pose.seen(*Joint)) >= LEAST_JOINTS]
    return sorted(good, key=lambda pose: -pose.score)


def distinct(poses: Iterable[Pose]) -> list[Pose]:
    """The poses without the less sure ones of the same people, surest first."""
    kept: list[Pose] = []
    for pose in sorted(poses, key=lambda pose: -pose.score):
        if not any(_same(pose, other) for other in kept):
            kept.append(pose)
    return kept


def _peaks(centres: NDArray[Any]) -> Sequence[tuple[int, int]]:
    highest = cv2.dilate(centres, np.ones((CENTRE_WINDOW, CENTRE_WINDOW), np.uint8))
    rows, columns = np.nonzero((centres >= highest) & (centres >= LEAST_CENTRE))
    order = np.argsort(-centres[rows, columns], kind="stable")[:MOST_CENTRES]
    return [(int(rows[index]), int(columns[index])) for index in order]


def _pose(
    centre: float, cell: tuple[int, int], joints: NDArray[Any], pointer: Array, offsets: Array, size: Array
) -> Pose:
    """Each joint is the highest cell of its map after weighing by the distance from where the centre points."""
    height, width, count = joints.shape
    (y, x), (tall, wide) = cell, np.maximum(size, 0)
    top, bottom = max(0, int(np.ceil(y - tall / 2))), min(height, int(np.ceil(y + tall / 2)) or 1)
    left, right = max(0, int(np.ceil(x - wide / 2))), min(width, int(np.ceil(x + wide / 2)) or 1)
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    if not rows.size:
        return Pose(np.zeros((count, 2), np.float32), np.zeros(count, np.float32), (0, 0, 0, 0), 0.0)
    aims = pointer + np.array(cell, np.float32)
    far = (rows[..., None] - aims[:, 0]) ** 2 + (columns[..., None] - aims[:, 1]) ** 2
    weighed = joints[top:bottom, left:right] * np.exp(-far / (SPREAD * min(height, width)))
    best = weighed.reshape(-1, count).argmax(axis=0)
    at_y, at_x = best // rows.shape[1] + top, best % rows.shape[1] + left
    scores = weighed.reshape(-1, count)[best, np.arange(count)]
    fine = offsets[at_y, at_x, np.arange(count)]
    points = np.stack([at_x + fine[:, 1], at_y + fine[:, 0]], axis=1) * CELL_PX
    box = tuple(float(side * CELL_PX) for side in (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2))
    sure = scores[scores >= SEEN]
    score = centre * float(sure.mean()) if sure.size else 0.0
    return Pose(points.astype(np.float32), scores.astype(np.float32), (box[0], box[1], box[2], box[3]), score)


def _same(first: Pose, second: Pose) -> bool:
    """Whether the joints that both show lie near to each other, seen against the size of the smaller one."""
    both = (first.scores >= SEEN) & (second.scores >= SEEN)
    if not both.any():
        return False
    apart = np.linalg.norm(first.points[both] - second.points[both], axis=1)
    return bool(np.median(apart) < SAME * min(first.size, second.size))
