"""Builds EfficientNet-Lite0 as ONNX from the tensors of a torch file.

Tan and Le, "EfficientNet", ICML 2019; Lite0 is its smallest network without squeezing and with ReLU6. Each
normalisation is folded into the convolution before it.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.torch_file import read_tensors

SIDE = 224
EPSILON = 1e-3  # of the normalisations, as TensorFlow trained it
STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))  # blocks, and the stride of the first of them

Tensors = Mapping[str, NDArray[Any]]


def to_onnx(data: bytes) -> bytes:
    """The network as ONNX, from the bytes of the `.pth` file.

    Input `image`: float32 (1, 3, 224, 224), (RGB 0..255 - 127) / 128. Outputs `classes` (1, 1000), probabilities, and
    `embedding` (1, 1280).

    Raises:
        FetchFailed: not the tensors of this network.
    """
    network = _Network(read_tensors(data))
    try:
        network.build()
    except KeyError as error:
        raise FetchFailed(f"the network has no tensor {error}") from None
    return network.serialised()


class _Network:
    """Nodes and weights collected in the order in which the picture walks through them."""

    def __init__(self, tensors: Tensors) -> None:
        self._given = tensors
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []
        self._widths: dict[str, int] = {}  # channels of each value

    def build(self) -> None:
        self._keep("zero", np.zeros(()))
        self._keep("six", np.full((), 6.0))
        features = self._convolution("image", "_conv_stem", "_bn0", stride=2)
        strides = [first if index == 0 else 1 for blocks, first in STAGES for index in range(blocks)]
        for number, stride in enumerate(strides):
            features = self._block(features, f"_blocks.{number}.", stride)
        features = self._convolution(features, "_conv_head", "_bn1")
        pooled = self._add("GlobalAveragePool", [features], "pooled")
        embedding = self._add("Flatten", [pooled], "embedding")
        weights = [self._tensor("_fc.weight"), self._tensor("_fc.bias")]
        self._add("Softmax", [self._add("Gemm", [embedding, *weights], "scores", transB=1)], "classes", axis=1)

    def _block(self, source: str, name: str, stride: int) -> str:
        """Widen, convolve each channel, narrow again; the input is added where nothing has changed its shape."""
        features = source
        if f"{name}_expand_conv.weight" in self._given:
            features = self._convolution(features, f"{name}_expand_conv", f"{name}_bn0")
        features = self._convolution(features, f"{name}_depthwise_conv", f"{name}_bn1", stride=stride, depthwise=True)
        narrow = self._convolution(features, f"{name}_project_conv", f"{name}_bn2", active=False)
        same = stride == 1 and self._widths[source] == self._widths[narrow]
        return self._add("Add", [narrow, source], f"{name}sum", self._widths[narrow]) if same else narrow

    def _convolution(
        self, source: str, layer: str, norm: str, stride: int = 1, depthwise: bool = False, active: bool = True
    ) -> str:
        kernel = self._given[f"{layer}.weight"].astype(np.float64)
        gain = self._given[f"{norm}.weight"] / np.sqrt(self._given[f"{norm}.running_var"].astype(np.float64) + EPSILON)
        bias = self._given[f"{norm}.bias"] - self._given[f"{norm}.running_mean"] * gain
        names = [
            self._keep(f"{layer}.kernel", kernel * gain[:, None, None, None]),
            self._keep(f"{layer}.bias", bias),
        ]
        how: dict[str, Any] = {"strides": [stride] * 2, "group": len(kernel) if depthwise else 1}
        made = self._add("Conv", [source, *names], f"{layer}.map", len(kernel), auto_pad="SAME_UPPER", **how)
        return self._add("Clip", [made, "zero", "six"], f"{layer}.relu6", len(kernel)) if active else made

    def _add(self, operation: str, inputs: list[str], output: str, width: int = 0, **attributes: Any) -> str:
        self._widths[output] = width
        self._nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def _tensor(self, name: str) -> str:
        return self._keep(name, self._given[name])

    def _keep(self, name: str, array: NDArray[Any]) -> str:
        self._tensors.append(
            numpy_helper.from_array(np.ascontiguousarray(array, dtype="<f4").reshape(array.shape), name)
        )
        return name

    def serialised(self) -> bytes:
        """The checked model; versions are fixed so that the bytes do not follow the installed onnx."""
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
        results = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None]) for name in ("classes", "embedding")
        ]
        graph = helper.make_graph(self._nodes, "efficientnet-lite0", [image], results, self._tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
        model.producer_name = "hwawon"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))
