"""Taking 8-bit rounding and the fixed size out of a network, against numpy."""

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from hwawon.vision.conversion import convert

KERNEL = np.random.default_rng(1).integers(-127, 128, (4, 3, 1, 1)).astype(np.int8)
SCALES = np.array([0.01, 0.02, 0.005, 0.03], np.float32)
BIAS = np.array([300, -200, 0, 50], np.int32)
COARSE = np.array(0.25, np.float32)  # the steps to which the network below rounds its values


@pytest.fixture(scope="module")
def rounded() -> bytes:
    """A network of fixed 8x8 size: to channels first, 1x1 convolution, Relu, back; rounded after each step."""
    constants: dict[str, NDArray[Any]] = {
        "kernel8": KERNEL,
        "scales": SCALES,
        "zeros8": np.zeros(4, np.int8),
        "bias32": BIAS,
        "zeros32": np.zeros(4, np.int32),
        "step": COARSE,
        "zero": np.array(0, np.int8),
    }
    nodes = [
        helper.make_node("DequantizeLinear", ["kernel8", "scales", "zeros8"], ["kernel"], axis=0),
        helper.make_node("DequantizeLinear", ["bias32", "scales", "zeros32"], ["bias"], axis=0),
        helper.make_node("QuantizeLinear", ["content", "step", "zero"], ["content8"]),
        helper.make_node("Transpose", ["content8"], ["planes8"], perm=[0, 3, 1, 2]),
        helper.make_node("DequantizeLinear", ["planes8", "step", "zero"], ["planes"]),
        helper.make_node("Conv", ["planes", "kernel", "bias"], ["mixed"]),
        helper.make_node("Relu", ["mixed"], ["positive"]),
        helper.make_node("QuantizeLinear", ["positive", "step", "zero"], ["positive8"]),
        helper.make_node("Transpose", ["positive8"], ["result8"], perm=[0, 2, 3, 1]),
        helper.make_node("DequantizeLinear", ["result8", "step", "zero"], ["result"]),
    ]
    graph = helper.make_graph(
        nodes,
        "rounded",
        [helper.make_tensor_value_info("content", TensorProto.FLOAT, [1, 8, 8, 3])],
        [helper.make_tensor_value_info("result", TensorProto.FLOAT, [1, 8, 8, 4])],
        [numpy_helper.from_array(np.asarray(array), name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def run(model: bytes, content: NDArray[np.float32]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"content": content[None]})[0][0])


def exact(content: NDArray[np.float32]) -> NDArray[np.float32]:
    kernel = KERNEL[:, :, 0, 0].astype(np.float32) * SCALES[:, None]
    return np.asarray(np.maximum(content @ kernel.T + BIAS * SCALES, 0))


@pytest.mark.parametrize("shape", [(8, 8, 3), (12, 20, 3)])
def test_any_size_comes_out_unrounded(rounded: bytes, shape: tuple[int, ...]) -> None:
    content = np.random.default_rng(2).random(shape).astype(np.float32)
    np.testing.assert_allclose(run(convert("free-style", rounded), content), exact(content), atol=1e-4)


def test_the_unconverted_network_does_round(rounded: bytes) -> None:
    content = np.random.default_rng(2).random((8, 8, 3)).astype(np.float32)
    assert np.abs(run(rounded, content) - exact(content)).max() > 0.05


def test_no_rounding_node_is_left_and_the_same_bytes_come_again(rounded: bytes) -> None:
    converted = convert("free-style", rounded)
    kinds = {node.op_type for node in onnx.load_model_from_string(converted).graph.node}
    assert kinds == {"Transpose", "Conv", "Relu"}
    assert convert("free-style", rounded) == converted
