"""Builds mini-XCEPTION, which tells expressions, as ONNX from a Keras file.

Arriaga and others, "Real-time Convolutional Neural Networks for Emotion and Gender Classification", 2017: two
convolutions, four blocks of two separable convolutions beside a short way, one convolution whose maps are averaged.
Each normalisation is folded into the convolution before it.
"""

import io
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.graph import Graph

SIDE, CLASSES = 64, 7
EPSILON = 1e-3  # of the normalisations, as Keras trained it
BLOCKS = 4


def to_onnx(data: bytes) -> bytes:
    """The network as ONNX, from the bytes of the `.hdf5` file.

    Input `image`: float32 (1, 1, 64, 64), grey -1..1. Output `emotions`: (1, 7), likelihoods of angry, disgusted, fear,
    happy, sad, surprised, calm.

    Raises:
        FetchFailed: not the weights of this network.
    """
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            network = _Network(file["model_weights"])
            network.build()
    except (OSError, KeyError, ValueError) as error:
        raise FetchFailed(f"not the weights of mini-XCEPTION: {error}") from None
    return network.graph.serialised("mini-xception", [1, 1, SIDE, SIDE], {"emotions": [1, CLASSES]})


class _Network:
    def __init__(self, weights: h5py.Group) -> None:
        self._weights = weights
        self.graph = Graph()

    def build(self) -> None:
        features = "image"
        for number in (1, 2):
            made = self._folded(features, "conv2d", number, number, padding="VALID")
            features = self.graph.add("Relu", [made], f"start{number}")
        for number in range(1, BLOCKS + 1):
            features = self._block(features, number)
        last = f"conv2d_{BLOCKS + 3}"
        made = self.graph.convolution(features, last, self._array(last, "kernel"), self._array(last, "bias"))
        mean = self.graph.add("Flatten", [self.graph.add("GlobalAveragePool", [made], "pooled")], "scores")
        self.graph.add("Softmax", [mean], "emotions", axis=1)

    def _block(self, source: str, number: int) -> str:
        """Two separable convolutions, halved, and added to a short way with a stride of two.

        Keras numbers its layers as they were made: the short way's normalisation is 3, 6, 9, 12, the others follow.
        """
        first, norm = 2 * number - 1, 3 * number
        made = self._separable(source, first, norm + 1)
        made = self._separable(self.graph.add("Relu", [made], f"block{number}/inner"), first + 1, norm + 2)
        how: dict[str, Any] = {"kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"}
        halved = self.graph.add("MaxPool", [made], f"block{number}/halved", **how)
        short = self._folded(source, "conv2d", number + 2, norm, stride=2)
        return self.graph.add("Add", [halved, short], f"block{number}")

    def _separable(self, source: str, number: int, norm: int) -> str:
        name = f"separable_conv2d_{number}"
        deep = self.graph.depthwise(source, f"{name}/deep", self._array(name, "depthwise_kernel"))
        gain, bias = self._norm(norm)
        return self.graph.convolution(deep, name, self._array(name, "pointwise_kernel") * gain, bias)

    def _folded(self, source: str, kind: str, number: int, norm: int, *, stride: int = 1, padding: str = "SAME") -> str:
        name = f"{kind}_{number}"
        gain, bias = self._norm(norm)
        return self.graph.convolution(source, name, self._array(name, "kernel") * gain, bias, stride, padding)

    def _norm(self, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What a normalisation multiplies by, and adds."""
        name = f"batch_normalization_{number}"
        gain = self._array(name, "gamma") / np.sqrt(self._array(name, "moving_variance") + EPSILON)
        return gain, self._array(name, "beta") - self._array(name, "moving_mean") * gain

    def _array(self, layer: str, name: str) -> NDArray[np.float64]:
        """The one array of this name in a layer; Keras puts a group of its own between."""
        (inner,) = self._weights[layer].values()
        return np.asarray(inner[f"{name}:0"], np.float64)
