"""Gives each pixel of the people in a picture to the nearest part of the nearest one. Arithmetic only."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds
from hwawon.vision.body import nearness
from hwawon.vision.parts import LABELS_PER_PERSON, MOST_PERSONS, Part, Person
from hwawon.vision.pose import Pose

Labels = NDArray[np.uint8]
Soft = NDArray[np.uint8]

INSIDE = 128  # level of a soft mask from which on a pixel is of a person

KNOWN = 0.35  # torso lengths from a part: farther pixels are of the person, but of no part that is known
FAR = 0.8  # farther ones are of somebody or something else
SPECK = 0.003  # of what is inside a mask: smaller islands and holes are the network's doubts, not people's gaps
SURE_JOINT = 0.5  # score of the joints by which people are ordered


def from_the_left(poses: Sequence[Pose]) -> list[Pose]:
    """The poses ordered by the mean x of their sure joints, at most as many as can be numbered."""
    return sorted(poses[:MOST_PERSONS], key=_middle)


def without_specks(soft: Soft) -> Soft:
    """A soft mask (H, W), 0..255, whose small islands are emptied and whose small holes are filled."""
    inside = soft >= INSIDE
    least = SPECK * np.count_nonzero(inside)
    islands, holes = _smaller(inside, least), _smaller(~inside, least)
    return np.asarray(np.where(islands, 0, np.where(holes, 255, soft)), np.uint8)


def labelled(poses: Sequence[Pose], inside: NDArray[np.bool_]) -> Labels:
    """Labels (H, W) of the pixels `inside` (H, W); the first of the poses is person 1."""
    labels = np.zeros(inside.shape, np.uint8)
    rows, columns = np.nonzero(inside)
    x, y = columns.astype(np.float32) + np.float32(0.5), rows.astype(np.float32) + np.float32(0.5)
    nearest = np.full(x.shape, FAR, np.float32)
    for index, pose in enumerate(poses, start=1):
        near = nearness(pose, x, y)
        part = np.where(near.distance > KNOWN, np.uint8(Part.OTHER), near.part)
        won = near.distance < nearest
        labels[rows[won], columns[won]] = index * LABELS_PER_PERSON + part[won]
        nearest[won] = near.distance[won]
    return labels


def enlarged(labels: Labels, soft: Soft, width: int, height: int) -> Labels:
    """Labels of a small view at full size, cut by its soft mask (0..255), so that the outline has no steps."""
    large = cv2.resize(labels, (width, height), interpolation=cv2.INTER_NEAREST)
    inside = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR) >= INSIDE
    return np.asarray(np.where(inside, large, 0), np.uint8)


def numbered(labels: Labels, scores: Sequence[float]) -> tuple[Labels, tuple[Person, ...]]:
    """What the labels hold of each person, and the labels anew, without the numbers of people who have no pixels.

    `scores` are in the order of the numbers in `labels`, from 1.
    """
    counts = np.bincount(labels.ravel(), minlength=256)
    renumbered = np.zeros(256, np.uint8)
    found: list[Person] = []
    for index, score in enumerate(scores, start=1):
        parts = tuple(part for part in Part if counts[index * LABELS_PER_PERSON + part])
        if not parts:
            continue
        own = [index * LABELS_PER_PERSON + part for part in parts]
        new = len(found) + 1
        renumbered[own] = [new * LABELS_PER_PERSON + part for part in parts]
        found.append(Person(new, _bounds(np.isin(labels, own)), score, parts))
    return np.asarray(renumbered[labels]), tuple(found)


def _smaller(mask: NDArray[np.bool_], least_px: float) -> NDArray[np.bool_]:
    """The connected pieces of a mask that have fewer pixels."""
    _count, pieces, stats, _middles = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    return np.asarray(mask & (stats[:, cv2.CC_STAT_AREA] < least_px)[pieces])


def _bounds(mask: NDArray[np.bool_]) -> Bounds:
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    return Bounds(x, y, width, height)


def _middle(pose: Pose) -> float:
    sure = pose.scores >= SURE_JOINT
    return float(pose.points[sure if sure.any() else slice(None), 0].mean())
