"""Arbitrary style transfer: repaints a picture in the manner of another one, or of itself.

Ghiasi and others, "Exploring the structure of a real-time, arbitrary neural artistic stylization network", 2017.
A small network reads a style picture into a vector of 100 numbers; a second one repaints any content by it.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadNumber
from hwawon.vision.session import RGB, at_most, open_onnx, require_rgb, resized, to_bytes

MODEL_ID = "style-transfer"
STYLE_SIDE = 256
STEP = 4  # the network halves the content twice and doubles it again
LARGEST_AREA = 1536 * 1024  # the network needs about 0.45 kB for a pixel

StyleVector = NDArray[np.float32]


class StyleTransfer:
    """Both networks, loaded once (about 0.1 s).

    On two cores: `style_vector` 10 ms, `apply_vector` 60 ms at 384x256 and 0.25 s at 768x512. A vector may be kept and
    used again, and vectors may be averaged. The vector of the content itself gives a painterly finish in the content's
    own colours. Painting at 384x256, enlarging twice by `Upscaler` (0.4 s) and stylising at 768x512 takes 0.7 s.
    """

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where the files are absent. `threads` 0 leaves the number to onnxruntime."""
        self._predict = open_onnx(models_dir, MODEL_ID, "predict.onnx", threads)
        self._transform = open_onnx(models_dir, MODEL_ID, "transform.onnx", threads)

    def apply(self, content_rgb: RGB, style_rgb: RGB, amount: float = 1.0) -> RGB:
        """`content_rgb` in the manner of `style_rgb`, of the content's size; see `apply_vector`."""
        return self.apply_vector(content_rgb, self.style_vector(style_rgb), amount)

    def style_vector(self, style_rgb: RGB) -> StyleVector:
        """The manner of a picture (any size) as 100 numbers, float32.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        require_rgb(style_rgb, "style")
        small = resized(style_rgb, STYLE_SIDE, STYLE_SIDE)
        (vector,) = self._predict.run(None, {"style_image": small[None].astype(np.float32) / np.float32(255)})
        return np.asarray(vector, np.float32).reshape(-1)

    def apply_vector(self, content_rgb: RGB, vector: StyleVector, amount: float = 1.0) -> RGB:
        """The content repainted; `amount` 0 returns its pixels unchanged, 1 is the whole effect, between is a mix.

        A content above 1.5 megapixels is repainted at that size and the change is enlarged onto it, so that memory is
        bounded and fine detail stays.

        Raises:
            BadPicture: not (H, W, 3) uint8.
            BadNumber: the amount is not in 0..1.
        """
        require_rgb(content_rgb, "content")
        if not 0.0 <= amount <= 1.0:
            raise BadNumber(f"style amount must be in 0..1, got {amount}")
        if amount == 0.0:
            return content_rgb.copy()
        work = at_most(content_rgb, LARGEST_AREA).astype(np.float32) / np.float32(255)
        change = (self._repaint(work, vector) - work) * np.float32(amount)
        height, width = content_rgb.shape[:2]
        if work.shape != content_rgb.shape:
            change = np.asarray(cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
        return to_bytes(content_rgb.astype(np.float32) / np.float32(255) + change)

    def _repaint(self, content: NDArray[np.float32], vector: StyleVector) -> NDArray[np.float32]:
        height, width = content.shape[:2]
        padded = cv2.copyMakeBorder(content, 0, _missing(height), 0, _missing(width), cv2.BORDER_REPLICATE)
        inputs = {"content_image": padded[None], self._transform.get_inputs()[1].name: vector.reshape(1, 1, 1, -1)}
        (painted,) = self._transform.run(None, inputs)
        return np.asarray(painted[0, :height, :width], np.float32)


def _missing(side: int) -> int:
    """Pixels to add to a side, so that it is a multiple of 4 and wide enough for the network's mirrored margins."""
    return max(-side % STEP, 4 * STEP - side)
