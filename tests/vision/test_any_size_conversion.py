"""A network saved for one batch and size must run on any picture afterwards, and compute the same."""

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from hwawon.vision.conversion import convert

KERNEL = np.random.default_rng(3).normal(size=(2, 3, 4, 4)).astype(np.float32)


@pytest.fixture(scope="module")
def fixed() -> bytes:
    """4x4 convolution in steps of 4, for ten pictures of 32x32, its weights listed as an input as old exporters do."""
    graph = helper.make_graph(
        [helper.make_node("Conv", ["picture", "kernel"], ["map"], strides=[4, 4])],
        "fixed",
        [
            helper.make_tensor_value_info("picture", TensorProto.FLOAT, [10, 3, 32, 32]),
            helper.make_tensor_value_info("kernel", TensorProto.FLOAT, [2, 3, 4, 4]),
        ],
        [helper.make_tensor_value_info("map", TensorProto.FLOAT, [10, 2, 8, 8])],
        [numpy_helper.from_array(KERNEL, "kernel")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize(("height", "width"), [(32, 32), (64, 160)])
def test_one_picture_of_any_size_is_computed(fixed: bytes, height: int, width: int) -> None:
    picture = np.random.default_rng(4).random((1, 3, height, width)).astype(np.float32)
    session = onnxruntime.InferenceSession(convert("any-size", fixed), providers=["CPUExecutionProvider"])
    assert [value.name for value in session.get_inputs()] == ["picture"]
    squares = picture[0].reshape(3, height // 4, 4, width // 4, 4)
    expected = np.einsum("chawb,ocab->ohw", squares, KERNEL)
    np.testing.assert_allclose(session.run(None, {"picture": picture})[0][0], expected, atol=1e-4)


def test_the_same_bytes_come_again(fixed: bytes) -> None:
    assert convert("any-size", fixed) == convert("any-size", fixed)
