"""Tags of a picture: the thousand classes of ImageNet by EfficientNet-Lite0, or a WD tagger where somebody brought one.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import MissingModel
from hwawon.vision.models import path_of
from hwawon.vision.session import RGB, open_onnx, require_rgb, resized
from hwawon.vision.tag import NETWORK_ID, WORDS_ID, AnyTagger, Tag, TaggerId, present, sorted_above, wd_folder
from hwawon.vision.wd_tagger import WdTagger

__all__ = ["AnyTagger", "Tag", "Tagger", "WdTagger", "open_tagger", "present"]

SIDE = 224
MIDDLE, SPREAD = 127.0, 128.0  # of the values that the network was trained with


class Tagger:
    """EfficientNet-Lite0, loaded once (50 ms); 13 ms a picture on one core. It knows things and animals, no people."""

    source: TaggerId = "imagenet"

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Load; raises MissingModel where a file is absent. `threads` 0 leaves the number to onnxruntime."""
        words = path_of(models_dir, WORDS_ID, "words.json")
        self._network = open_onnx(models_dir, NETWORK_ID, "network.onnx", threads)
        try:
            self._words = [str(word).partition(",")[0] for word in json.loads(words.read_text(encoding="utf-8"))]
        except ValueError as error:
            raise MissingModel([WORDS_ID]) from error

    def tags(self, rgb: RGB, threshold: float = 0.35) -> tuple[Tag, ...]:
        """The classes of the middle square of a picture (H, W, 3) of at least `threshold`, surest first.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        (classes,) = self._network.run(["classes"], {"image": _square(rgb)})
        return sorted_above((Tag(*pair) for pair in zip(self._words, classes[0].tolist(), strict=True)), threshold)

    def embedding(self, rgb: RGB) -> NDArray[np.float32]:
        """1280 numbers from 0 up for the middle square of a picture; pictures of like things have like directions.

        Raises:
            BadPicture: not (H, W, 3) uint8.
        """
        (embedding,) = self._network.run(["embedding"], {"image": _square(rgb)})
        return np.asarray(embedding[0], np.float32)


def open_tagger(models_dir: Path, brought: Path | None = None, threads: int = 0) -> AnyTagger:
    """The best tagger present: a WD tagger in a brought folder or in `models_dir/wd-tagger`, else ImageNet's.

    Raises:
        MissingModel: there is none; names the command that brings ImageNet's.
        EngineUnavailable: the WD tagger's files cannot be used.
    """
    folder = wd_folder(models_dir, brought)
    return WdTagger(folder, threads) if folder else Tagger(models_dir, threads)


def _square(rgb: RGB) -> NDArray[np.float32]:
    require_rgb(rgb, "picture")
    height, width = rgb.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    small = resized(rgb[top : top + side, left : left + side], SIDE, SIDE).astype(np.float32)
    return np.ascontiguousarray(((small - np.float32(MIDDLE)) / np.float32(SPREAD)).transpose(2, 0, 1)[None])
