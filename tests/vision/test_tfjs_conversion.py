"""TensorFlow.js graph models made here, converted, and compared with the same arithmetic in numpy."""

import base64
import json
from itertools import pairwise
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.tfjs import to_onnx
from hwawon.vision.conversion.tfjs_model import read

Array = NDArray[np.float32]
RANDOM = np.random.default_rng(11)


class Graph:
    """A graph model under construction; the placeholder is `picture`."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = [{"name": "picture", "op": "Placeholder"}]
        self.entries: list[dict[str, Any]] = []
        self.data = b""

    def constant(self, name: str, array: NDArray[Any], kind: str = "float32", **quantisation: Any) -> str:
        self.nodes.append({"name": name, "op": "Const"})
        entry: dict[str, Any] = {"name": name, "shape": list(array.shape), "dtype": kind}
        self.entries.append(entry | ({"quantization": quantisation} if quantisation else {}))
        self.data += array.tobytes()
        return name

    def add(self, name: str, operation: str, *inputs: str, **attributes: Any) -> str:
        node = {"name": name, "op": operation, "input": list(inputs), "attr": attributes}
        self.nodes.insert(0, node)  # later nodes first: the order of the file means nothing
        return name

    def file(self) -> bytes:
        manifest = [{"paths": ["weights.bin"], "weights": self.entries}]
        return json.dumps({"modelTopology": {"node": self.nodes}, "weightsManifest": manifest}).encode()

    def run(self, output: str, picture: Array, shards: int = 1) -> Array:
        cuts = [len(self.data) * index // shards for index in range(shards + 1)]
        parts = [self.data[first:last] for first, last in pairwise(cuts)]
        shape = [1, "height", "width", picture.shape[2]]
        session = onnxruntime.InferenceSession(to_onnx(read(self.file(), parts), shape, {output: "result"}))
        (result,) = session.run(["result"], {"image": picture[None]})
        return np.asarray(result[0])


def numbers(*values: int) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def words(*values: str) -> dict[str, Any]:
    return {"list": {"s": [base64.b64encode(value.encode()).decode() for value in values]}}


def word(value: str) -> dict[str, Any]:
    return {"s": base64.b64encode(value.encode()).decode()}


def noise(*shape: int) -> Array:
    return RANDOM.normal(0, 1, shape).astype(np.float32)


def convolved(picture: Array, kernel: Array, stride: int, depthwise: bool = False) -> Array:
    """TensorFlow's SAME convolution of (H, W, C): the larger half of the margin is at the right and at the bottom."""
    side = kernel.shape[0]
    margins, sizes = [], []
    for length in picture.shape[:2]:
        out = -(-length // stride)
        total = max((out - 1) * stride + side - length, 0)
        margins.append((total // 2, total - total // 2))
        sizes.append(out)
    padded = np.pad(picture, (*margins, (0, 0)))
    rule = "hwc,hwcm->cm" if depthwise else "hwi,hwio->o"
    made = [
        np.einsum(rule, padded[y * stride : y * stride + side, x * stride : x * stride + side], kernel).ravel()
        for y in range(sizes[0])
        for x in range(sizes[1])
    ]
    return np.asarray(np.reshape(made, (*sizes, -1)), np.float32)


@pytest.mark.parametrize(("height", "width"), [(12, 16), (13, 9)])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize(("fused", "limit"), [("Relu6", 6.0), ("Relu", np.inf)])
def test_a_fused_convolution_computes_what_its_weights_say(
    height: int, width: int, stride: int, fused: str, limit: float
) -> None:
    graph, picture = Graph(), noise(height, width, 3)
    kernel, bias = noise(3, 3, 3, 5), noise(5)
    inputs = ("picture", graph.constant("kernel", kernel), graph.constant("bias", bias), "^picture")
    how = {"strides": numbers(1, stride, stride, 1), "padding": word("SAME"), "fused_ops": words("BiasAdd", fused)}
    graph.add("out", "_FusedConv2D", *inputs, **how)
    expected = np.clip(convolved(picture, kernel, stride) + bias, 0, limit)
    assert expected.std() > 0.5, "a flat result would prove nothing"
    np.testing.assert_allclose(graph.run("out", picture), expected, atol=1e-4)


@pytest.mark.parametrize("multiple", [1, 2])
def test_a_depthwise_convolution_keeps_the_channels_apart(multiple: int) -> None:
    graph, picture = Graph(), noise(9, 10, 4)
    kernel = noise(3, 3, 4, multiple)
    how = {"strides": numbers(1, 2, 2, 1), "padding": word("SAME")}
    graph.add("out", "DepthwiseConv2dNative", "picture", graph.constant("kernel", kernel), **how)
    np.testing.assert_allclose(graph.run("out", picture), convolved(picture, kernel, 2, depthwise=True), atol=1e-4)


@pytest.mark.parametrize("side", [2, 3])
def test_a_transposed_convolution_spreads_each_pixel(side: int) -> None:
    """Its middle is where the plain convolution of the same kernel would take the pixel from."""
    graph, picture = Graph(), noise(4, 5, 3)
    kernel = noise(side, side, 2, 3)
    size = graph.constant("size", np.array([1, 8, 10, 2], np.int32), "int32")
    graph.add(
        "out", "Conv2DBackpropInput", size, graph.constant("kernel", kernel), "picture", strides=numbers(1, 2, 2, 1)
    )
    expected = np.zeros((8 + side - 2, 10 + side - 2, 2), np.float32)
    for y in range(4):
        for x in range(5):
            expected[2 * y : 2 * y + side, 2 * x : 2 * x + side] += np.einsum("hwoi,i->hwo", kernel, picture[y, x])
    np.testing.assert_allclose(graph.run("out", picture), expected[:8, :10], atol=1e-4)


def bilinear(length: int, wanted: int, half: bool) -> Array:
    """The weights of one axis, (wanted, length)."""
    weights = np.zeros((wanted, length), np.float32)
    for index in range(wanted):
        at = (index + 0.5) * length / wanted - 0.5 if half else index * length / wanted
        low = int(np.floor(at))
        for cell, share in ((low, 1 - (at - low)), (low + 1, at - low)):
            weights[index, min(max(cell, 0), length - 1)] += share
    return weights


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("by_factor", [True, False])
def test_a_picture_is_enlarged_between_pixel_middles_or_corners(half: bool, by_factor: bool) -> None:
    graph, picture = Graph(), noise(5, 7, 2)
    two = np.array([2, 2] if by_factor else [10, 14], np.int32)
    size = graph.constant("two", two, "int32")
    if by_factor:
        size = graph.add("size", "Mul", graph.add("cut", "StridedSlice", graph.add("shape", "Shape", "picture")), size)
    graph.add("out", "ResizeBilinear", "picture", size, half_pixel_centers={"b": half})
    expected = np.einsum("yh,hwc,xw->yxc", bilinear(5, 10, half), picture, bilinear(7, 14, half))
    np.testing.assert_allclose(graph.run("out", picture), expected, atol=1e-4)


def test_sums_products_and_pools_are_taken_over() -> None:
    graph, picture = Graph(), noise(8, 8, 3)
    graph.add("sum", "AddN", "picture", "picture", graph.constant("row", np.array([1, 2, 3], np.float32)))
    graph.add("less", "Sub", "sum", graph.constant("half", np.array(0.5, np.float32)))
    graph.add("short", "Relu6", "less")
    graph.add("soft", "Sigmoid", graph.add("times", "Mul", "short", "picture"))
    graph.add("out", "AvgPool", "soft", ksize=numbers(1, 4, 4, 1), strides=numbers(1, 4, 4, 1), padding=word("VALID"))
    soft = 1 / (1 + np.exp(-np.clip(2 * picture + (0.5, 1.5, 2.5), 0, 6) * picture))
    np.testing.assert_allclose(graph.run("out", picture), soft.reshape(2, 4, 2, 4, 3).mean(axis=(1, 3)), atol=1e-5)


def test_weights_of_8_and_16_bits_are_widened_and_may_lie_in_several_files() -> None:
    graph, picture = Graph(), noise(3, 4, 3)
    eight, sixteen = np.array([0, 128, 255], np.uint8), np.array([1.5, -2, 0.25], np.float16)
    times = graph.constant("times", eight, dtype="uint8", scale=0.01, min=-1.0)
    graph.add(
        "out", "Add", graph.add("product", "Mul", "picture", times), graph.constant("plus", sixteen, dtype="float16")
    )
    expected = picture * np.array([-1.0, 0.28, 1.55], np.float32) + sixteen.astype(np.float32)
    np.testing.assert_allclose(graph.run("out", picture, shards=3), expected, atol=1e-6)


def test_an_unknown_operation_is_named() -> None:
    graph = Graph()
    graph.add("out", "TopKV2", "picture")
    with pytest.raises(FetchFailed, match="cannot convert the operation TopKV2 of out"):
        graph.run("out", noise(4, 4, 3))


def test_what_lies_behind_the_wanted_output_does_not_matter() -> None:
    graph, picture = Graph(), noise(4, 4, 3)
    graph.add("tail", "TopKV2", graph.add("out", "Relu", "picture"))
    np.testing.assert_array_equal(graph.run("out", picture), np.maximum(picture, 0))


@pytest.mark.parametrize("file", [b"{", b"[]", b'{"modelTopology": {}}'])
def test_what_is_no_graph_model_is_refused(file: bytes) -> None:
    with pytest.raises(FetchFailed, match=r"not a TensorFlow\.js graph model"):
        read(file, [])


def test_missing_weights_are_refused() -> None:
    graph = Graph()
    graph.add("out", "Add", "picture", graph.constant("plus", noise(3)))
    with pytest.raises(FetchFailed, match="the weights end within plus: 11 bytes"):
        read(graph.file(), [graph.data[:-1]])


def test_the_same_model_gives_the_same_bytes() -> None:
    graph = Graph()
    graph.add("out", "Add", "picture", graph.constant("plus", noise(3)))
    made = [to_onnx(read(graph.file(), [graph.data]), [1, 4, 4, 3], {"out": "result"}) for _ in range(2)]
    assert made[0] == made[1]


def test_a_fused_convolution_may_end_in_a_slope_for_each_channel() -> None:
    graph, picture = Graph(), noise(7, 6, 3)
    kernel, bias, slope = noise(1, 1, 3, 4), noise(4), noise(1, 1, 4)
    named = {"kernel": kernel, "bias": bias, "slope": slope}
    inputs = ("picture", *(graph.constant(name, array) for name, array in named.items()))
    how = {"strides": numbers(1, 1, 1, 1), "padding": word("SAME"), "fused_ops": words("BiasAdd", "Prelu")}
    graph.add("out", "_FusedConv2D", *inputs, **how)
    raw = convolved(picture, kernel, 1) + bias
    np.testing.assert_allclose(graph.run("out", picture), np.where(raw > 0, raw, raw * slope), atol=1e-4)


def test_a_slope_stands_alone_too() -> None:
    graph, picture = Graph(), noise(5, 6, 3)
    slope = noise(1, 1, 3)
    graph.add("out", "Prelu", "picture", graph.constant("slope", slope))
    np.testing.assert_allclose(graph.run("out", picture), np.where(picture > 0, picture, picture * slope), atol=1e-5)


def test_the_largest_of_each_window_is_taken() -> None:
    graph, picture = Graph(), noise(8, 6, 2)
    how = {"strides": numbers(1, 2, 2, 1), "ksize": numbers(1, 2, 2, 1), "padding": word("SAME")}
    graph.add("out", "MaxPool", "picture", **how)
    expected = picture.reshape(4, 2, 3, 2, 2).max(axis=(1, 3))
    np.testing.assert_allclose(graph.run("out", picture), expected, atol=1e-6)


def test_channels_and_sides_are_filled_up_with_zeros() -> None:
    graph, picture = Graph(), noise(4, 5, 2)
    margins = np.array([[0, 0], [1, 0], [0, 2], [0, 3]], np.int32)
    graph.add("out", "Pad", "picture", graph.constant("margins", margins, "int32"))
    np.testing.assert_allclose(graph.run("out", picture), np.pad(picture, margins[1:]), atol=1e-6)
