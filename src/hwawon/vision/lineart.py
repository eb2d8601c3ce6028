"""HED line art: the soft, complete contours that a person would draw.

Xie and Tu, "Holistically-Nested Edge Detection", ICCV 2015.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.vision.session import RGB, at_most, open_onnx, require_rgb, resized

MODEL_ID = "hed"
MEAN_BGR = np.array([103.939, 116.779, 123.68], np.float32)
LARGEST_AREA = 768 * 768  # the network needs about 1 kB for a pixel


class Hed:
    """The HED network, loaded once (about 0.1 s)."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where the file is absent. `threads` 0 leaves the number to onnxruntime."""
        self._session = open_onnx(models_dir, MODEL_ID, "hed.onnx", threads)

    def lines(self, rgb: RGB) -> NDArray[np.uint8]:
        """Line art of (H, W, 3) uint8 RGB as (H, W) uint8: white (edge probability 255) on black.

        A picture above 0.6 megapixels is read at that size and its lines are enlarged, so that memory is bounded.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        require_rgb(rgb, "picture")
        work = at_most(rgb, LARGEST_AREA)
        planes = np.ascontiguousarray((work[:, :, ::-1].astype(np.float32) - MEAN_BGR).transpose(2, 0, 1))
        (edges,) = self._session.run(None, {"image": planes[None]})
        lines = np.rint(edges[0, 0] * 255).astype(np.uint8)
        if work.shape != rgb.shape:
            lines = resized(lines, rgb.shape[1], rgb.shape[0])
        return np.asarray(lines, np.uint8)
