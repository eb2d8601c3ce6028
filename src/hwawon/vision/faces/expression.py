"""What a face looks like: the mean of two networks, and confusion, which is computed and not seen."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.vision.faces.align import Matrix, chip
from hwawon.vision.session import RGB, open_onnx

FIRST_ID, SECOND_ID = "mini-xception", "face-expression"
FIRST_SIDE, SECOND_SIDE = 64, 112
FIRST_WORDS = ("angry", "disgusted", "fear", "happy", "sad", "surprised", "calm")
SECOND_WORDS = ("calm", "happy", "sad", "angry", "fear", "disgusted", "surprised")
MEAN_RGB = (122.782, 117.001, 104.298)
TIGHT = 1.1  # of the square that just holds the face: a wider one made every network much worse
MIXED = ("surprised", "angry", "fear", "sad")  # a face that is a little of each of these looks confused


class Expressions:
    """Both networks, opened once; 2 ms of a core a face."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Open them; raises MissingModel where one is absent."""
        self._first = open_onnx(models_dir, FIRST_ID, "expression.onnx", threads)
        self._second = open_onnx(models_dir, SECOND_ID, "expression.onnx", threads)

    def read(self, rgb: RGB, tight: Matrix) -> Mapping[str, float]:
        """The likelihood of each of the eight, from the square of a face."""
        grey = cv2.cvtColor(chip(rgb, tight, FIRST_SIDE), cv2.COLOR_RGB2GRAY)
        colour = normal_planes(chip(rgb, tight, SECOND_SIDE), 255)
        first = self._first.run(None, {"image": cv2.dnn.blobFromImage(grey, 2 / 255, mean=(127.5,))})[0][0]
        second = self._second.run(None, {"image": colour})[0][0]
        seen = dict.fromkeys(FIRST_WORDS, 0.0)
        for words, shares in ((FIRST_WORDS, first), (SECOND_WORDS, second)):
            for word, share in zip(words, shares.tolist(), strict=True):
                seen[word] += share / 2
        return with_confused(seen)


def normal_planes(rgb: RGB, divisor: float) -> NDArray[np.float32]:
    """(1, 3, H, W), as networks made with dlib want it."""
    return np.asarray(cv2.dnn.blobFromImage(rgb, 1 / divisor, mean=MEAN_RGB), np.float32)


def with_confused(seen: Mapping[str, float]) -> dict[str, float]:
    """Likelihoods of seven with an eighth, `confused`, taken from surprised, angry, fear and sad; the sum stays.

    It is half of the four where they are alike, and nothing where one of them stands out: no network knows the
    expression, and a face that is a little of everything is what people call so.
    """
    total = sum(seen[word] for word in MIXED)
    if total <= 0:
        return {**seen, "confused": 0.0}
    parts = [seen[word] / total for word in MIXED]
    spread = -sum(part * log(part) for part in parts if part > 0) / log(len(MIXED))
    taken = 0.5 * max(0.0, spread) ** 2
    return {word: share * (1 - taken) if word in MIXED else share for word, share in seen.items()} | {
        "confused": total * taken
    }
