"""Whether a picture is safe to show, as open_nsfw sees it: a hint for people, never a decision."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from hwawon.vision.session import RGB, open_onnx, require_rgb, resized

MODEL_ID, MODEL_FILE = "opennsfw", "opennsfw.onnx"
RESIZED_PX, SEEN_PX = 256, 224
MEAN_BGR = (104.0, 117.0, 123.0)


class SafetyModel:
    """The network, opened once; one picture at a time takes about 0.1 s of a core."""

    def __init__(self, models_dir: Path) -> None:
        """Open it.

        Raises:
            MissingModel: it is not installed.
        """
        self._session: Any = open_onnx(models_dir, MODEL_ID, MODEL_FILE, 1)

    def unsafe(self, rgb: RGB) -> float:
        """How likely (0..1) a picture (H, W, 3) is unsafe.

        Raises:
            BadPicture: not RGB of 8 bits.
        """
        require_rgb(rgb, "the picture")
        margin = (RESIZED_PX - SEEN_PX) // 2
        seen = resized(rgb, RESIZED_PX, RESIZED_PX)[margin : margin + SEEN_PX, margin : margin + SEEN_PX]
        given = seen[None, :, :, ::-1].astype(np.float32) - np.asarray(MEAN_BGR, np.float32)
        answer = self._session.run(None, {self._session.get_inputs()[0].name: given})[0]
        return float(np.clip(answer[0, 1], 0.0, 1.0))


@cache
def safety_model(models_dir: Path) -> SafetyModel:
    """The network of this folder, opened at the first call of a process; raises as `SafetyModel`."""
    return SafetyModel(models_dir)
