"""Real-ESRGAN: enlarges a picture 2, 3 or 4 times, run by ncnn on the CPU.

Wang and others, "Real-ESRGAN: Training Real-World Blind Super-Resolution with Pure Synthetic Data", 2021.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

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
    "realesr-animevideov3": _Kind(native=(2, 3, 4), tile_px=256, overlap_px=18),
    "realesrgan-x4plus": _Kind(native=(4,), tile_px=128, overlap_px=16),
}
FACTORS = (2, 3, 4)


class Upscaler:
    """One upscaling network; each factor's file is loaded when it is first asked for.

    On two cores `realesr-animevideov3` (clean, a drawn look) takes 4 microseconds for a pixel of the input: 0.4 s from
    384x256 to 768x512. `realesrgan-x4plus` (photographs) takes about 0.8 ms for a pixel: 13 s for 128x128.
    Memory beside the result is bounded by the tile: below 0.3 GB and 1 GB.
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
        return to_bytes(np.array(output).transpose(1, 2, 0))


def _tiles(height: int, width: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles (top, left, bottom, right) of at most `side` that cover the picture once."""
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield top, left, min(top + side, height), min(left + side, width)
