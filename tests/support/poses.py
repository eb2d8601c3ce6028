"""A standing figure, drawn by hand, as a pose."""

import numpy as np

from hwawon.vision.pose import Joint, Pose

# x and y in torso lengths from the middle of the shoulders, as seen from the front: the person's left is at the right.
FIGURE = {
    Joint.NOSE: (0.0, -0.45),
    Joint.LEFT_EYE: (0.07, -0.52),
    Joint.RIGHT_EYE: (-0.07, -0.52),
    Joint.LEFT_EAR: (0.16, -0.5),
    Joint.RIGHT_EAR: (-0.16, -0.5),
    Joint.LEFT_SHOULDER: (0.38, 0.0),
    Joint.RIGHT_SHOULDER: (-0.38, 0.0),
    Joint.LEFT_ELBOW: (0.7, 0.45),
    Joint.RIGHT_ELBOW: (-0.7, 0.45),
    Joint.LEFT_WRIST: (0.95, 0.85),
    Joint.RIGHT_WRIST: (-0.95, 0.85),
    Joint.LEFT_HIP: (0.24, 1.0),
    Joint.RIGHT_HIP: (-0.24, 1.0),
    Joint.LEFT_KNEE: (0.3, 1.8),
    Joint.RIGHT_KNEE: (-0.3, 1.8),
    Joint.LEFT_ANKLE: (0.32, 2.6),
    Joint.RIGHT_ANKLE: (-0.32, 2.6),
}


def standing(x: float, y: float, torso_px: float, without: tuple[Joint, ...] = (), score: float = 0.8) -> Pose:
    """The figure with the middle of its shoulders at x, y."""
    points = np.array([FIGURE[joint] for joint in Joint], np.float32) * np.float32(torso_px)
    points += np.array([x, y], np.float32)
    scores = np.array([0.0 if joint in without else 0.9 for joint in Joint], np.float32)
    seen = points[scores > 0]
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    return Pose(points, scores, (float(left), float(top), float(right), float(bottom)), score)
