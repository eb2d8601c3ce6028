"""Frees the style transfer network of its fixed 384x384 input and of its 8-bit activations.

The published file computes in float between QuantizeLinear and DequantizeLinear pairs, which only round. Without
them the same weights paint smoother flat areas (less grain in skies) at the same speed. Its layers are all
convolutions, means and resizes by a factor, so any height and width that are multiples of 4 will do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

Arrays = Mapping[str, NDArray[Any]]


def to_float_any_size(data: bytes) -> bytes:
    """The ONNX model in `data` with float activations and free height and width (axes 1 and 2, NHWC)."""
    model = onnx.load_model_from_string(data)
    graph = model.graph
    constants: Arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = _float_weights(graph.node, constants)
    nodes = _without_rounding(graph.node, weights, graph.output[0].name)
    used = {name for node in nodes for name in node.input}
    kept = {**constants, **weights}
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.initializer.extend(numpy_helper.from_array(kept[name], name) for name in sorted(used & kept.keys()))
    for value in (graph.input[0], graph.output[0]):
        for axis, name in ((1, "height"), (2, "width")):
            value.type.tensor_type.shape.dim[axis].dim_param = name
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _float_weights(nodes: Sequence[onnx.NodeProto], constants: Arrays) -> Arrays:
    return {
        node.output[0]: _dequantise(*(constants[name] for name in node.input))
        for node in nodes
        if node.op_type == "DequantizeLinear" and node.input[0] in constants
    }


def _dequantise(quantised: NDArray[Any], scale: NDArray[Any], zero: NDArray[Any]) -> NDArray[np.float32]:
    """(q - zero) * scale, both per output channel (axis 0) where they are vectors."""
    per_channel = (-1,) + (1,) * (quantised.ndim - 1) if scale.ndim else ()
    centred = quantised.astype(np.float32) - zero.astype(np.float32).reshape(per_channel)
    return np.asarray(centred * scale.reshape(per_channel), np.float32)


def _without_rounding(nodes: Sequence[onnx.NodeProto], weights: Arrays, output: str) -> list[onnx.NodeProto]:
    """The nodes less every rounding one, each input led to the value before it was rounded."""
    roundings = [node for node in nodes if node.op_type in ("QuantizeLinear", "DequantizeLinear")]
    before = {node.output[0]: node.input[0] for node in roundings if node.output[0] not in weights}

    def unrounded(name: str) -> str:
        while name in before:
            name = before[name]
        return name

    last = unrounded(output)
    kept = []
    for node in nodes:
        if node.op_type in ("QuantizeLinear", "DequantizeLinear"):
            continue
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        for names, resolve in ((copy.input, unrounded), (copy.output, str)):
            for index, name in enumerate(names):
                names[index] = output if resolve(name) == last else resolve(name)
        kept.append(copy)
    return kept
