"""Finds the people of a picture and the parts of each."""

from pathlib import Path

import numpy as np

from hwawon.imaging.geometry import Bounds
from hwawon.vision.parts import LABELS_PER_PERSON, Part, Person, Seen
from hwawon.vision.session import RGB, open_onnx, require_rgb, resized

MASK_MODEL_ID, POSE_MODEL_ID = "person-mask", "body-pose"
MASK_SIDE = 256


class People:
    """The network that finds people, loaded once."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where the mask network is absent. `threads` 0 leaves the number to onnxruntime."""
        self._mask = open_onnx(models_dir, MASK_MODEL_ID, "mask.onnx", threads)

    def look(self, rgb: RGB) -> Seen:
        """The people of a picture (H, W, 3) uint8, from the left; nobody gives no persons and labels of 0.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        require_rgb(rgb, "picture")
        small = resized(rgb, MASK_SIDE, MASK_SIDE)
        (mask,) = self._mask.run(None, {"image": small[None].astype(np.float32) / np.float32(255)})
        inside = resized(np.rint(mask[0, :, :, 0] * 255).astype(np.uint8), rgb.shape[1], rgb.shape[0]) >= 128
        labels = np.where(inside, np.uint8(LABELS_PER_PERSON + Part.OTHER), np.uint8(0))
        if not inside.any():
            return Seen(labels, ())
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        box = Bounds(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
        person = Person(1, box, float(mask[0, :, :, 0].max()), (Part.OTHER,))
        return Seen(labels, (person,), "the pose network body-pose is not installed")
