"""HED line art: the soft, complete contours that a person would draw.

Xie and Tu, "Holistically-Nested Edge Detection", ICCV 2015.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.vision.session import RGB, at_most, open_onnx, require_rgb, resized

MODEL_ID = "hed"
MEAN_BGR = np.array([103.939, 116.779, 123.68], np.float32)
LARGEST_AREA = 768 * 768  # the network needs about 1.2 kB for a pixel
MARGIN_PX = 16  # the network draws lines along the border of what it sees


class Hed:
    """The HED network, loaded once (0.1 s). On two cores 0.5 s for 256x256, 1.6 s for 512x512."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where the file is absent. `threads` 0 leaves the number to onnxruntime."""
        self._session = open_onnx(models_dir, MODEL_ID, "hed.onnx", threads)

    def lines(self, rgb: RGB) -> NDArray[np.uint8]:
        """Line art of (H, W, 3) uint8 RGB as (H, W) uint8: white (edge probability 255) on black.

        Lines are 3 to 6 pixels wide whatever the size, so a small picture is better enlarged before. A picture above
        0.6 megapixels is read at that size and its lines are enlarged, so that memory is bounded.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        require_rgb(rgb, "picture")
        work = at_most(rgb, LARGEST_AREA)
        mirrored = np.pad(work, ((MARGIN_PX, MARGIN_PX), (MARGIN_PX, MARGIN_PX), (0, 0)), mode="symmetric")
        planes = np.ascontiguousarray((mirrored[:, :, ::-1].astype(np.float32) - MEAN_BGR).transpose(2, 0, 1))
        (edges,) = self._session.run(None, {"image": planes[None]})
        inner = edges[0, 0, MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]
        lines = np.rint(inner * 255).astype(np.uint8)
        if work.shape != rgb.shape:
            lines = resized(lines, rgb.shape[1], rgb.shape[0])
        return np.asarray(lines, np.uint8)
