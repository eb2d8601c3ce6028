"""Builds the network that knows a face again as ONNX, from face-api's named weights.

King, dlib's `dlib_face_recognition_resnet_model_v1`, 2017: a small residual network (He and others, 2016) from an
aligned face to 128 numbers, which lie within 0.6 of each other for two pictures of one person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.face_api import weights_of
from hwawon.vision.conversion.graph import Graph

SIDE, NUMBERS = 150, 128
START_SIDE = 35  # of the maps before the first block
# Each block's name, its channels, and whether it halves its maps.
BLOCKS = (
    *((f"conv32_{number}", 32, False) for number in (1, 2, 3)),
    ("conv64_down", 64, True),
    *((f"conv64_{number}", 64, False) for number in (1, 2, 3)),
    ("conv128_down", 128, True),
    *((f"conv128_{number}", 128, False) for number in (1, 2)),
    ("conv256_down", 256, True),
    *((f"conv256_{number}", 256, False) for number in (1, 2)),
    ("conv256_down_out", 256, True),
)


def to_onnx(manifest: bytes, shards: Sequence[bytes]) -> bytes:
    """The network as ONNX, from the manifest and the file of its weights.

    Input `image`: float32 (1, 3, 150, 150), RGB 0..255 minus (122.782, 117.001, 104.298), divided by 255. Output
    `vector`: (1, 128).

    Raises:
        FetchFailed: not the weights of this network.
    """
    network = _Network(weights_of(manifest, shards))
    try:
        network.build()
    except KeyError as error:
        raise FetchFailed(f"the network has no weights {error}") from None
    return network.graph.serialised("face-vector", [1, 3, SIDE, SIDE], {"vector": [1, NUMBERS]})


class _Network:
    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = weights
        self.graph = Graph()

    def build(self) -> None:
        start = self._active(self._scaled("image", "conv32_down", 2))
        features = self.graph.add("MaxPool", [start], "start", kernel_shape=[3, 3], strides=[2, 2])
        side, channels = START_SIDE, 32
        for name, wanted, halves in BLOCKS:
            if halves:
                features, side = self._halving(features, name, side, wanted - channels)
            else:
                features = self._block(features, name)
            channels = wanted
        pooled = self.graph.add("Flatten", [self.graph.add("GlobalAveragePool", [features], "pooled")], "flat")
        self.graph.add("MatMul", [pooled, self.graph.keep("fc", self._weights["fc"])], "vector")

    def _block(self, source: str, name: str) -> str:
        made = self._scaled(self._active(self._scaled(source, f"{name}/conv1")), f"{name}/conv2")
        return self._active(self.graph.add("Add", [made, source], f"{name}/sum"))

    def _halving(self, source: str, name: str, side: int, new_channels: int) -> tuple[str, int]:
        """Its convolution may end one pixel short of the short way, whose channels may be too few: zeros are added."""
        made = self._scaled(self._active(self._scaled(source, f"{name}/conv1", 2)), f"{name}/conv2")
        short = self.graph.add("AveragePool", [source], f"{name}/halved", kernel_shape=[2, 2], strides=[2, 2])
        half, got = side // 2, (side - 3) // 2 + 1
        made = self._filled(made, f"{name}/made", 0, half - got)
        short = self._filled(short, f"{name}/short", new_channels, 0)
        return self._active(self.graph.add("Add", [made, short], f"{name}/sum")), half

    def _filled(self, source: str, name: str, channels: int, pixels: int) -> str:
        if not channels and not pixels:
            return source
        margins = self.graph.keep_whole(f"{name}/margins", np.array([0, 0, 0, 0, 0, channels, pixels, pixels]))
        return self.graph.add("Pad", [source, margins], f"{name}/filled")

    def _scaled(self, source: str, name: str, stride: int = 1) -> str:
        """A convolution with the scale after it folded in."""
        kernel, bias = self._weights[f"{name}/conv/filters"], self._weights[f"{name}/conv/bias"]
        gain, shift = self._weights[f"{name}/scale/weights"], self._weights[f"{name}/scale/biases"]
        padding = "VALID" if stride == 2 else "SAME"
        return self.graph.convolution(source, name, kernel * gain, bias * gain + shift, stride, padding)

    def _active(self, source: str) -> str:
        return self.graph.add("Relu", [source], f"{source}/active")
