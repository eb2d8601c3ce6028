"""An ONNX graph under construction, as conversions of small networks of convolutions need it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[Any]


class Graph:
    """Nodes and weights in the order in which the picture walks through them; channels stand first."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []

    def add(self, operation: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """A node; its output's name."""
        self._nodes.append(helper.make_node(operation, list(inputs), [output], name=output, **attributes))
        return output

    def keep(self, name: str, array: Array) -> str:
        """Weights, as float32; their name."""
        values = np.ascontiguousarray(array, dtype="<f4").reshape(array.shape)
        self._tensors.append(numpy_helper.from_array(values, name))
        return name

    def keep_whole(self, name: str, array: Array) -> str:
        """Whole numbers, as int64; their name."""
        self._tensors.append(numpy_helper.from_array(np.asarray(array, dtype="<i8"), name))
        return name

    def convolution(
        self, source: str, name: str, kernel: Array, bias: Array | None = None, stride: int = 1, padding: str = "SAME"
    ) -> str:
        """With a kernel of TensorFlow's order (height, width, in, out), and TensorFlow's padding."""
        weights = [self.keep(f"{name}/kernel", kernel.transpose(3, 2, 0, 1))]
        return self._convolved(source, name, weights, bias, stride, padding, 1)

    def depthwise(self, source: str, name: str, kernel: Array, stride: int = 1) -> str:
        """Each channel by its own part of a kernel (height, width, channels, 1)."""
        weights = [self.keep(f"{name}/kernel", kernel.transpose(2, 3, 0, 1))]
        return self._convolved(source, name, weights, None, stride, "SAME", kernel.shape[2])

    def _convolved(
        self, source: str, name: str, weights: list[str], bias: Array | None, stride: int, padding: str, groups: int
    ) -> str:
        inputs = [source, *weights] + ([] if bias is None else [self.keep(f"{name}/bias", bias)])
        pads = {"SAME": "SAME_UPPER", "VALID": "VALID"}[padding]
        return self.add("Conv", inputs, f"{name}/map", strides=[stride] * 2, auto_pad=pads, group=groups)

    def serialised(self, name: str, image: Sequence[int], outputs: Mapping[str, Sequence[int]]) -> bytes:
        """The checked model with the input `image`; versions are fixed, so that the bytes do not follow the installed
        onnx."""
        taken = helper.make_tensor_value_info("image", TensorProto.FLOAT, list(image))
        results = [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, list(shape)) for output, shape in outputs.items()
        ]
        graph = helper.make_graph(self._nodes, name, [taken], results, self._tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
        model.producer_name = "hwawon"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))
