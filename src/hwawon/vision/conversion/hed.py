"""Builds the HED edge network as ONNX from the Keras weights file.

Holistically-Nested Edge Detection, Xie and Tu, ICCV 2015: the 13 convolutions of VGG16 in five blocks, a 1x1
convolution on the last map of each, all five brought to the input's size, fused by a 1x1 convolution and a sigmoid.
"""

import io
from typing import Any

import h5py
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

CONVOLUTIONS = (2, 2, 3, 3, 3)  # in each block


def to_onnx(data: bytes) -> bytes:
    """The network as ONNX, from the bytes of the Keras `.weights.h5` file.

    Input `image`: float32 (1, 3, H, W), BGR 0..255 minus the ImageNet mean. Output `edges`: (1, 1, H, W), 0..1.
    """
    with h5py.File(io.BytesIO(data), "r") as weights:
        network = _Network(weights)
        network.build()
    return network.serialised()


class _Network:
    """Nodes and weights collected in the order in which the picture walks through them."""

    def __init__(self, weights: h5py.File) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []

    def build(self) -> None:
        self._add("Shape", ["image"], "size", start=2)
        features = "image"
        sides = []
        for block, count in enumerate(CONVOLUTIONS, start=1):
            if block > 1:
                features = self._add(
                    "MaxPool", [features], f"pool{block}", kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1
                )
            for index in range(count):
                layer = f"block{block}/layers/conv2d" + (f"_{index}" if index else "")
                features = self._add("Relu", [self._convolution(layer, features)], f"relu{block}_{index}")
            sides.append(self._full_size(self._convolution(f"dsn{block}", features), f"side{block}"))
        stacked = self._add("Concat", sides, "sides", axis=1)
        self._add("Sigmoid", [self._convolution("fuse", stacked)], "edges")

    def _add(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def _convolution(self, layer: str, source: str) -> str:
        kernel = self._array(f"{layer}/vars/0").transpose(3, 2, 0, 1)  # HWIO to OIHW
        names = [self._tensor(f"{layer}/kernel", kernel), self._tensor(f"{layer}/bias", self._array(f"{layer}/vars/1"))]
        margin = kernel.shape[2] // 2
        return self._add("Conv", [source, *names], f"{layer}/map", pads=[margin] * 4)

    def _full_size(self, source: str, output: str) -> str:
        how: dict[str, Any] = {"mode": "linear", "coordinate_transformation_mode": "half_pixel", "axes": [2, 3]}
        return self._add("Resize", [source, "", "", "size"], output, **how)

    def _array(self, name: str) -> NDArray[np.float32]:
        return np.asarray(self._weights[name], dtype="<f4")

    def _tensor(self, name: str, array: NDArray[np.float32]) -> str:
        self._tensors.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def serialised(self) -> bytes:
        """The checked model; versions are fixed so that the bytes do not follow the installed onnx."""
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, "height", "width"])
        edges = helper.make_tensor_value_info("edges", TensorProto.FLOAT, [1, 1, "height", "width"])
        graph = helper.make_graph(self._nodes, "hed", [image], [edges], self._tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
        model.producer_name = "hwawon"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))
