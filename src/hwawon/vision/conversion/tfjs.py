"""Rebuilds a TensorFlow.js graph model of convolutions as ONNX, operation by operation.

TensorFlow keeps channels last (NHWC), ONNX wants them first. Each convolution is set between two transpositions;
onnxruntime removes the pairs. Only what lies before the wanted outputs is taken.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.tfjs_model import GraphModel, Node

FIRST, LAST = [0, 3, 1, 2], [0, 2, 3, 1]  # where channels go
PLAIN = {
    "Add": "Add",
    "AddV2": "Add",
    "AddN": "Sum",
    "Identity": "Identity",
    "Mul": "Mul",
    "Prelu": "PRelu",
    "Relu": "Relu",
    "Sigmoid": "Sigmoid",
    "Sub": "Sub",
}
IMAGE = "image"
Shape = Sequence[int | str]


def to_onnx(model: GraphModel, shape: Shape, outputs: Mapping[str, str]) -> bytes:
    """The network from its one placeholder, as input `image` of `shape` (NHWC, float32; a name is a free side).

    `outputs` gives the new name for each node that is an output, all of rank 4, NHWC.

    Raises:
        FetchFailed: the graph has an operation that this does not know.
    """
    builder = _Builder(model)
    for node_name, name in outputs.items():
        builder.add("Identity", [builder.value(node_name)], name)
    return builder.serialised(shape, list(outputs.values()))


class _Builder:
    """Nodes and weights collected in the order in which the picture walks through them."""

    def __init__(self, model: GraphModel) -> None:
        self._model = model
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []
        self._known: set[str] = set()
        self._special: dict[str, Callable[[Node], None]] = {
            "AvgPool": self._pool,
            "Cast": self._cast,
            "Conv2D": self._convolution,
            "Conv2DBackpropInput": self._transposed_convolution,
            "DepthwiseConv2dNative": self._convolution,
            "FusedDepthwiseConv2dNative": self._convolution,
            "MaxPool": self._pool,
            "Pad": self._pad,
            "Relu6": lambda node: self._clipped(self.value(node.inputs[0]), node.name),
            "ResizeBilinear": self._resize,
            "_FusedConv2D": self._convolution,
        }

    def value(self, name: str) -> str:
        """The ONNX value of a node's output, built with all that it needs where it is new."""
        node = self._node(name)
        if node.operation == "Placeholder":
            return IMAGE
        if name in self._known:
            return name
        self._known.add(name)
        if name in self._model.constants:
            self._tensor(name, self._model.constants[name])
        elif node.operation in PLAIN:
            self._say(PLAIN[node.operation], [self.value(source) for source in node.inputs], name)
        elif node.operation in self._special:
            self._special[node.operation](node)
        else:
            raise FetchFailed(f"cannot convert the operation {node.operation} of {name}")
        return name

    def add(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def _say(self, operation: str, inputs: list[str], output: str) -> None:
        self.add(operation, inputs, output)

    def _node(self, name: str) -> Node:
        try:
            return self._model.nodes[name]
        except KeyError:
            raise FetchFailed(f"the graph has no node {name}") from None

    def _tensor(self, name: str, array: NDArray[Any]) -> str:
        self._tensors.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _in_planes(self, node: Node, source: str, operation: str, weights: Sequence[str], **how: Any) -> str:
        """An operation that wants channels first; its result stands with channels last."""
        planes = self.add("Transpose", [self.value(source)], f"{node.name}/planes", perm=FIRST)
        done = self.add(operation, [planes, *weights], f"{node.name}/made", **how)
        return self.add("Transpose", [done], f"{node.name}/raw", perm=LAST)

    def _convolution(self, node: Node) -> None:
        kernel = self._model.constants[node.inputs[1]]
        groups = 1
        if "epthwise" in node.operation:
            height, width, groups, multiple = kernel.shape
            kernel = kernel.reshape(height, width, 1, groups * multiple)
        weights = [self._tensor(f"{node.name}/kernel", kernel.transpose(3, 2, 0, 1))]
        if "BiasAdd" in node.words("fused_ops"):
            weights.append(self.value(node.inputs[2]))
        how: dict[str, Any] = {"group": groups, "strides": _inner(node.numbers("strides")), "auto_pad": _padding(node)}
        how["dilations"] = _inner(node.numbers("dilations")) or [1, 1]
        self._activated(node, self._in_planes(node, node.inputs[0], "Conv", weights, **how))

    def _activated(self, node: Node, raw: str) -> None:
        fused = set(node.words("fused_ops")) - {"BiasAdd"}
        if fused == {"Relu6"}:
            self._clipped(raw, node.name)
        elif fused == {"Prelu"}:
            self.add("PRelu", [raw, self.value(node.inputs[3])], node.name)
        elif fused <= {"Relu"}:
            self.add("Relu" if fused else "Identity", [raw], node.name)
        else:
            raise FetchFailed(f"cannot convert the activation {fused} of {node.name}")

    def _clipped(self, source: str, output: str) -> None:
        bounds = [self._tensor(f"{output}/{bound}", np.array(bound, np.float32)) for bound in (0, 6)]
        self.add("Clip", [source, *bounds], output)

    def _transposed_convolution(self, node: Node) -> None:
        """Its inputs are the size of the result, the kernel (height, width, out, in) and the picture."""
        kernel = self._model.constants[node.inputs[1]]
        strides = _inner(node.numbers("strides"))
        surplus = [max(side - stride, 0) for side, stride in zip(kernel.shape[:2], strides, strict=True)]
        pads = [extra // 2 for extra in surplus] + [extra - extra // 2 for extra in surplus]
        weights = [self._tensor(f"{node.name}/kernel", kernel.transpose(3, 2, 0, 1))]
        raw = self._in_planes(node, node.inputs[2], "ConvTranspose", weights, strides=strides, pads=pads)
        self.add("Identity", [raw], node.name)

    def _pool(self, node: Node) -> None:
        operation = {"AvgPool": "AveragePool", "MaxPool": "MaxPool"}[node.operation]
        how: dict[str, Any] = {"strides": _inner(node.numbers("strides")), "auto_pad": _padding(node)}
        raw = self._in_planes(node, node.inputs[0], operation, [], kernel_shape=_inner(node.numbers("ksize")), **how)
        self.add("Identity", [raw], node.name)

    def _pad(self, node: Node) -> None:
        """With zeros; TensorFlow writes (before, after) for each axis, ONNX all befores and then all afters."""
        margins = self._tensor(f"{node.name}/margins", self._model.constants[node.inputs[1]].T.reshape(-1))
        self.add("Pad", [self.value(node.inputs[0]), margins], node.name)

    def _cast(self, node: Node) -> None:
        self.add("Cast", [self.value(node.inputs[0])], node.name, to=TensorProto.FLOAT)

    def _resize(self, node: Node) -> None:
        """To a constant size, or by the factor with which the graph multiplies the size of the picture.

        All four sides are named: onnxruntime (1.31) confuses them where it removes transpositions around fewer.
        """
        half = "half_pixel" if node.flag("half_pixel_centers") else "asymmetric"
        mode = "align_corners" if node.flag("align_corners") else half
        source, size = self.value(node.inputs[0]), node.inputs[1]
        if size in self._model.constants:
            inner = self._tensor(f"{node.name}/inner", self._model.constants[size])
            planes = self.add("Transpose", [source], f"{node.name}/sized", perm=FIRST)
            outer = self.add("Shape", [planes], f"{node.name}/outer", start=0, end=2)
            weights = ["", "", self.add("Concat", [outer, inner], f"{node.name}/size", axis=0)]
        else:
            (factor,) = (name for name in self._node(size).inputs if name in self._model.constants)
            scales = np.array([1, 1, *self._model.constants[factor]], np.float32)
            weights = ["", self._tensor(f"{node.name}/scales", scales)]
        how: dict[str, Any] = {"mode": "linear", "coordinate_transformation_mode": mode}
        self.add("Identity", [self._in_planes(node, node.inputs[0], "Resize", weights, **how)], node.name)

    def serialised(self, shape: Shape, outputs: Sequence[str]) -> bytes:
        """The checked model; versions are fixed so that the bytes do not follow the installed onnx."""
        image = helper.make_tensor_value_info(IMAGE, TensorProto.FLOAT, shape)
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * 4) for name in outputs]
        graph = helper.make_graph(self._nodes, "tfjs", [image], results, self._tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
        model.producer_name = "hwawon"
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def _inner(numbers: Sequence[int]) -> list[int]:
    """Height and width out of NHWC."""
    return list(numbers[1:3])


def _padding(node: Node) -> str:
    return {"SAME": "SAME_UPPER", "VALID": "VALID"}[node.word("padding")]
