"""Builds face-api's expression network as ONNX from its named weights.

Muehler, "face-api.js", 2018: four blocks of four convolutions, all but the first of them separable, each added to the
ones before; one average and one linear layer.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.graph import Graph
from hwawon.vision.conversion.tfjs_model import arrays

SIDE, CLASSES, BLOCKS, LAYERS = 112, 7, 4, 4
LAST_SIDE = 7  # of the last maps, which are averaged


def to_onnx(manifest: bytes, shards: Sequence[bytes]) -> bytes:
    """The network as ONNX, from the manifest and the file of its weights.

    Input `image`: float32 (1, 3, 112, 112), RGB 0..255 minus (122.782, 117.001, 104.298), divided by 255. Output
    `emotions`: (1, 7), likelihoods of calm, happy, sad, angry, fear, disgusted, surprised.

    Raises:
        FetchFailed: not the weights of this network.
    """
    network = _Network(weights_of(manifest, shards))
    try:
        network.build()
    except KeyError as error:
        raise FetchFailed(f"the network has no weights {error}") from None
    return network.graph.serialised("face-api-expression", [1, 3, SIDE, SIDE], {"emotions": [1, CLASSES]})


def weights_of(manifest: bytes, shards: Sequence[bytes]) -> Mapping[str, NDArray[Any]]:
    """The weights by name. Raises FetchFailed: not a manifest, or the data ends too early."""
    try:
        entries = [entry for group in json.loads(manifest) for entry in group["weights"]]
        return dict(arrays(entries, b"".join(shards)))
    except (ValueError, KeyError, TypeError) as error:
        raise FetchFailed(f"not a manifest of weights: {error!r}") from None


class _Network:
    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._weights = weights
        self.graph = Graph()

    def build(self) -> None:
        features = "image"
        for number in range(BLOCKS):
            features = self._block(features, number)
        how: dict[str, Any] = {"kernel_shape": [LAST_SIDE] * 2, "strides": [2, 2]}
        pooled = self.graph.add("AveragePool", [features], "pooled", **how)
        flat = self.graph.add("Flatten", [pooled], "flat")
        weights = [self.graph.keep(f"fc/{name}", self._weights[f"fc/{name}"]) for name in ("weights", "bias")]
        self.graph.add("Softmax", [self.graph.add("Gemm", [flat, *weights], "scores")], "emotions", axis=1)

    def _block(self, source: str, number: int) -> str:
        """Each layer hears the sum of all before it; the first one halves."""
        made: list[str] = []
        features = source
        for layer in range(LAYERS):
            name = f"dense{number}/conv{layer}"
            made.append(self._layer(features, name, stride=1 if layer else 2))
            total = made[0] if layer == 0 else self.graph.add("Sum", made, f"{name}/sum")
            features = self.graph.add("Relu", [total], f"{name}/active")
            if layer == 0:
                made = [features]
        return features

    def _layer(self, source: str, name: str, stride: int) -> str:
        bias = self._weights[f"{name}/bias"]
        if f"{name}/filters" in self._weights:
            return self.graph.convolution(source, name, self._weights[f"{name}/filters"], bias, stride)
        deep = self.graph.depthwise(source, f"{name}/deep", self._weights[f"{name}/depthwise_filter"], stride)
        return self.graph.convolution(deep, name, self._weights[f"{name}/pointwise_filter"], bias)
