"""What the runtimes share: opening a network, and refusing what is not an RGB picture."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadPicture, MissingModel
from hwawon.vision.models import path_of

RGB = NDArray[np.uint8]


def open_onnx(models_dir: Path, model_id: str, name: str, threads: int) -> Any:
    """An onnxruntime session on the CPU; `threads` 0 leaves the number to onnxruntime.

    Raises:
        MissingModel: the file is absent or damaged; installing again mends both.
    """
    path = path_of(models_dir, model_id, name)
    try:
        return open_file(path, threads)
    except Exception as error:  # onnxruntime has a class of its own for each way in which a file can be broken
        raise MissingModel([model_id]) from error


def open_file(path: Path, threads: int) -> Any:
    """An onnxruntime session on the CPU for a file from anywhere; raises onnxruntime's own errors."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else it reports to its makers from its import on, with a file in TMPDIR
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@contextmanager
def one_thread_for_pixels() -> Iterator[None]:
    """OpenCV without its other threads, which wait for work by spinning: with a small picture they do little else.

    It holds for the whole process.
    """
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def require_rgb(pixels: NDArray[Any], what: str) -> None:
    """Raise BadPicture unless `pixels` is (H, W, 3) uint8 with at least one pixel."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or pixels.size == 0:
        raise BadPicture(f"{what} must be RGB of shape (H, W, 3) and type uint8, got {pixels.shape} {pixels.dtype}")


def at_most(rgb: RGB, area_px: int) -> RGB:
    """`rgb` itself, or averaged down so that height times width is at most about `area_px`, shape kept."""
    height, width = rgb.shape[:2]
    scale = (area_px / (height * width)) ** 0.5
    if scale >= 1.0:
        return rgb
    return resized(rgb, max(1, round(width * scale)), max(1, round(height * scale)))


def resized(rgb: RGB, width: int, height: int) -> RGB:
    """Averaged down, or linearly enlarged, to width x height."""
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def to_bytes(values: NDArray[np.float32]) -> RGB:
    """0..1 to 0..255, rounded; what lies outside is clipped."""
    return np.asarray(np.clip(values * 255.0 + 0.5, 0, 255).astype(np.uint8))
