"""Finds the people of a picture and the parts of each.

One network finds poses, at several sizes of the picture, because it knows people of middling size best; another one
cuts out the person in a crop around each pose. Joined, they tell whose each pixel is and what of them.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from hwawon.errors import MissingModel
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.vision import labelling, pose
from hwawon.vision.labelling import INSIDE, Soft
from hwawon.vision.parts import LABELS_PER_PERSON, Part, Seen
from hwawon.vision.pose import SEEN, Pose
from hwawon.vision.session import RGB, at_most, open_onnx, require_rgb, resized

MASK_MODEL_ID, POSE_MODEL_ID = "person-mask", "body-pose"
LARGEST_AREA = 768 * 768  # masks and parts have no finer detail than this
MASK_SIDE = 256
POSE_SIDES = (192, 256, 384, 512)
POSE_STEP = 32
MARGINS = (0.1, 0.2, 0.4)  # of a person's box: a close crop shows detail, a wide one what is person at all
# A pose counts when it is sure, or when its joints are and the mask holds them: people half behind others.
SURE, SURE_JOINTS, HELD, HARDLY_HELD = 0.2, 0.33, 0.9, 0.35
WITHOUT_POSE = f"the small model {POSE_MODEL_ID} is not installed: hwawon models install {POSE_MODEL_ID}"


class People:
    """Both networks, loaded once (0.1 s)."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where the mask network is absent. `threads` 0 leaves the number to onnxruntime.

        Without the pose network everything that looks like a person is one person of no known parts.
        """
        self._mask = open_onnx(models_dir, MASK_MODEL_ID, "mask.onnx", threads)
        try:
            self._pose = open_onnx(models_dir, POSE_MODEL_ID, "pose.onnx", threads)
        except MissingModel:
            self._pose = None

    def look(self, rgb: RGB) -> Seen:
        """The people of a picture (H, W, 3) uint8, from the left; nobody gives no persons and labels of 0.

        A picture above 0.6 megapixels is read at that size; outlines are enlarged smoothly.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        require_rgb(rgb, "picture")
        work, extent = at_most(rgb, LARGEST_AREA), Extent.of(rgb)
        if self._pose is None:
            return self._by_mask_alone(work, extent)
        masks = [(one, self._mask_of(work, one)) for one in self._poses(work)]
        held = [(one, mask) for one, mask in masks if _counts(one, mask)]
        if not held:
            return Seen(np.zeros((extent.height, extent.width), np.uint8), ())
        soft = np.maximum.reduce([labelling.without_specks(mask) for _, mask in held])
        ordered = labelling.from_the_left([one for one, _ in held])
        around = cv2.dilate((soft >= INSIDE).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
        labels = labelling.enlarged(labelling.labelled(ordered, around), soft, extent.width, extent.height)
        return Seen(*labelling.numbered(labels, [one.score for one in ordered]))

    def _by_mask_alone(self, work: RGB, extent: Extent) -> Seen:
        soft = self._cut(work)
        everything = np.full(soft.shape, LABELS_PER_PERSON + Part.OTHER, np.uint8)
        labels = labelling.enlarged(everything, soft, extent.width, extent.height)
        return Seen(*labelling.numbered(labels, [float(soft.max()) / 255]), WITHOUT_POSE)

    def _poses(self, rgb: RGB) -> list[Pose]:
        return pose.distinct(found for side in POSE_SIDES for found in self._poses_at(rgb, side))

    def _poses_at(self, rgb: RGB, side_px: int) -> list[Pose]:
        """The poses with the longer side brought to `side_px`, in pixels of `rgb`."""
        height, width = rgb.shape[:2]
        scale = side_px / max(height, width)
        small = resized(rgb, max(1, round(width * scale)), max(1, round(height * scale)))
        below, beside = -small.shape[0] % POSE_STEP, -small.shape[1] % POSE_STEP
        padded = np.pad(small, ((0, below), (0, beside), (0, 0))).astype(np.float32)
        names = [output.name for output in self._pose.get_outputs()]
        maps = dict(zip(names, self._pose.run(names, {"image": padded[None]}), strict=True))
        return [found.scaled(1 / scale) for found in pose.read(maps)]

    def _mask_of(self, rgb: RGB, one: Pose) -> Soft:
        """Where there is somebody around a pose: 0..255 of the picture's size, the mean of several crops."""
        total = np.zeros(rgb.shape[:2], np.float32)
        for box in _crops(one, Extent.of(rgb)):
            total[box.slices] += self._cut(rgb[box.slices])
        return np.asarray(np.rint(total / len(MARGINS)).astype(np.uint8))

    def _cut(self, rgb: RGB) -> Soft:
        """How sure the network is of a person at each pixel, 0..255."""
        small = resized(rgb, MASK_SIDE, MASK_SIDE).astype(np.float32) / np.float32(255)
        (mask,) = self._mask.run(None, {"image": small[None]})
        levels = np.rint(mask[0, :, :, 0] * 255).astype(np.uint8)
        return np.asarray(cv2.resize(levels, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _crops(one: Pose, extent: Extent) -> Sequence[Bounds]:
    seen = one.points[one.scores >= SEEN]
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    left, top = min(left, one.box[0]), min(top, one.box[1])
    right, bottom = max(right, one.box[2]), max(bottom, one.box[3])
    boxes = []
    for margin in MARGINS:
        beside, above = (right - left) * margin, (bottom - top) * margin
        x, y = int(left - beside), int(top - above)
        box = Bounds(x, y, max(1, int(right + beside) - x), max(1, int(bottom + above) - y))
        boxes.append(box.intersection(Bounds.whole(extent)))
    return [box for box in boxes if box.extent.area > 0]


def _counts(one: Pose, mask: Soft) -> bool:
    """Whether a pose is of a person, by its own scores and by the mask at its joints."""
    seen = one.scores >= SEEN
    columns, rows = one.points[seen].astype(np.intp).T
    height, width = mask.shape
    held = float(mask[rows.clip(0, height - 1), columns.clip(0, width - 1)].mean()) / 255
    sure = one.score >= SURE and held >= HARDLY_HELD
    return sure or (float(one.scores[seen].mean()) >= SURE_JOINTS and held >= HELD)
