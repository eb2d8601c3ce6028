"""Real-ESRGAN: enlarges a picture 2, 3 or 4 times, run by ncnn on the CPU.

Wang and others, "Real-ESRGAN: Training Real-World Blind Super-Resolution with Pure Synthetic Data", 2021.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadNumber, EngineError, MissingModel
from hwawon.vision.models import path_of
from hwawon.vision.session import RGB, require_rgb, resized, to_bytes

UpscalerId = Literal["realesr-animevideov3", "realesrgan-x4plus"]


@dataclass(frozen=True)
class _Kind:
    native: tuple[int, ...]  # the factors that there is a network for
    tile_px: int
    overlap_px: int  # animevideov3 sees 17 px far, so its tiles join without a difference


KINDS: dict[str, _Kind] = {
    "realesr-animevideov3": _Kind(native=(2, 3, 4), tile_px=384, overlap_px=18),
    "realesrgan-x4plus": _Kind(native=(4,), tile_px=80, overlap_px=10),
}
FACTORS = (2, 3, 4)
COLOUR_SIGMA_PX = 2.0  # in pixels of the input; three of it are inside every overlap


class Upscaler:
    """One upscaling network; each factor's file is loaded when it is first asked for.

    On two cores `realesr-animevideov3` (clean, a drawn look) takes 0.5 s from 384x256 to 768x512, 0.7 s to 1536x1024.
    `realesrgan-x4plus` (photographs, fine detail) takes 0.4 to 1 ms for a pixel of the input: 10 s or so for 128x128.
    Memory beside the two pictures is bounded by the tile: below 0.5 GB and 0.8 GB.
    """

    def __init__(self, models_dir: Path, model_id: UpscalerId = "realesr-animevideov3", threads: int = 0) -> None:
        """Raises MissingModel where the files are absent. `threads` 0 leaves the number to ncnn."""
        self._models_dir = models_dir
        self._model_id = model_id
        self._kind = KINDS[model_id]
        self._threads = threads
        self._networks: dict[int, Any] = {}
        for factor in self._kind.native:
            path_of(models_dir, model_id, f"x{factor}.param")
        path_of(models_dir, model_id, "weights.bin")

    def apply(self, rgb: RGB, factor: int) -> RGB:
        """`rgb` (H, W, 3) uint8 as (H*factor, W*factor, 3) uint8; factor 2, 3 or 4.

        Where the model has no network for the factor, the result of its 4x network is averaged down.

        Raises:
            BadPicture: not (H, W, 3) uint8.
            BadNumber: another factor.
        """
        require_rgb(rgb, "picture")
        if factor not in FACTORS:
            raise BadNumber(f"upscale factor must be 2, 3 or 4, got {factor}")
        native = factor if factor in self._kind.native else self._kind.native[-1]
        network = self._networks.get(native) or self._load(native)
        margin = self._kind.overlap_px
        height, width = rgb.shape[:2]
        padded = np.pad(rgb, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
        result = np.empty((height * factor, width * factor, 3), np.uint8)
        for top, left, bottom, right in _tiles(height, width, self._kind.tile_px):
            enlarged = _enlarge(network, padded[top : bottom + 2 * margin, left : right + 2 * margin])
            inner = enlarged[margin * native : -margin * native, margin * native : -margin * native]
            if native != factor:
                inner = resized(inner, (right - left) * factor, (bottom - top) * factor)
            result[top * factor : bottom * factor, left * factor : right * factor] = inner
        return result

    def _load(self, factor: int) -> Any:
        import ncnn

        network = ncnn.Net()
        options = network.opt
        options.use_vulkan_compute = False
        options.use_fp16_packed = options.use_fp16_storage = options.use_fp16_arithmetic = (
            False  # wrong colours on CPUs
        )
        if self._threads:
            options.num_threads = self._threads
        param = path_of(self._models_dir, self._model_id, f"x{factor}.param")
        weights = path_of(self._models_dir, self._model_id, "weights.bin")
        if network.load_param(str(param)) != 0 or network.load_model(str(weights)) != 0:
            raise MissingModel([self._model_id])
        self._networks[factor] = network
        return network


def _enlarge(network: Any, rgb: RGB) -> RGB:
    import ncnn

    planes: NDArray[np.float32] = np.ascontiguousarray(rgb.transpose(2, 0, 1), np.float32) / np.float32(255)
    with network.create_extractor() as extractor:
        extractor.input("data", ncnn.Mat(planes).clone())  # the Mat borrows numpy's memory
        status, output = extractor.extract("output")
        if status != 0:
            raise EngineError(f"ncnn could not enlarge a tile of {rgb.shape[1]}x{rgb.shape[0]}: status {status}")
        return _with_colours_of(rgb, np.array(output).transpose(1, 2, 0))


def _with_colours_of(rgb: RGB, enlarged: NDArray[np.float32]) -> RGB:
    """`enlarged` (0..1) with its broad colours led back to those of `rgb`, as uint8.

    The networks answer 1 to 3 percent too bright (computing them by hand from the weights says the same), which would
    show beside untouched pixels. The difference after averaging down, smoothed, is added; fine detail stays.
    """
    large = np.ascontiguousarray(np.clip(enlarged, 0, 1), np.float32)
    small = cv2.resize(large, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_AREA)
    difference = rgb.astype(np.float32) / np.float32(255) - small
    smooth = cv2.GaussianBlur(difference, (0, 0), COLOUR_SIGMA_PX, borderType=cv2.BORDER_REPLICATE)
    back = cv2.resize(smooth, (large.shape[1], large.shape[0]), interpolation=cv2.INTER_LINEAR)
    return to_bytes(large + np.asarray(back, np.float32))


def _tiles(height: int, width: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles (top, left, bottom, right) of at most `side` that cover the picture once."""
    for top, bottom in _spans(height, side):
        for left, right in _spans(width, side):
            yield top, left, bottom, right


def _spans(length: int, longest: int) -> Iterator[tuple[int, int]]:
    """`length` cut into the fewest pieces of at most `longest`, all nearly equal."""
    count = -(-length // longest)
    for index in range(count):
        yield length * index // count, length * (index + 1) // count
