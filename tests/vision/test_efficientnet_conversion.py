"""The EfficientNet-Lite conversion, against the same network computed directly with numpy from the same weights."""

import numpy as np
import onnxruntime
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion import convert
from hwawon.vision.conversion.efficientnet_lite import EPSILON, SIDE
from support.torch_files import torch_file

Array = NDArray[np.float32]
# blocks, kernel, stride of the first, how many times wider inside, channels: the real ones are 16 to 320.
STAGES = (
    (1, 3, 1, 1, 4),
    (2, 3, 2, 2, 5),
    (2, 5, 2, 2, 6),
    (3, 3, 2, 2, 7),
    (3, 5, 1, 2, 7),
    (4, 5, 2, 2, 8),
    (1, 3, 1, 2, 9),
)
STEM, HEAD, CLASSES = 4, 12, 10


@pytest.fixture(scope="module")
def weights() -> dict[str, Array]:
    """A small network with random weights, named as in the published file, kernels OIHW."""
    random = np.random.default_rng(5)
    made: dict[str, Array] = {}

    def layer(name: str, norm: str, shape: tuple[int, int, int, int]) -> None:
        made[f"{name}.weight"] = random.normal(0, 1.6 / np.sqrt(np.prod(shape[1:])), shape).astype(np.float32)
        made[f"{norm}.weight"] = random.uniform(0.7, 1.3, shape[0]).astype(np.float32)
        made[f"{norm}.running_var"] = random.uniform(0.7, 1.3, shape[0]).astype(np.float32)
        made[f"{norm}.bias"] = random.normal(0.2, 0.2, shape[0]).astype(np.float32)
        made[f"{norm}.running_mean"] = random.normal(0, 0.1, shape[0]).astype(np.float32)

    layer("_conv_stem", "_bn0", (STEM, 3, 3, 3))
    width, number = STEM, 0
    for blocks, kernel, _stride, wider, out in STAGES:
        for _ in range(blocks):
            block, inner = f"_blocks.{number}.", width * wider
            if wider > 1:
                layer(f"{block}_expand_conv", f"{block}_bn0", (inner, width, 1, 1))
            layer(f"{block}_depthwise_conv", f"{block}_bn1", (inner, 1, kernel, kernel))
            layer(f"{block}_project_conv", f"{block}_bn2", (out, inner, 1, 1))
            width, number = out, number + 1
    layer("_conv_head", "_bn1", (HEAD, width, 1, 1))
    made["_fc.weight"] = random.normal(0, 1, (CLASSES, HEAD)).astype(np.float32)
    made["_fc.bias"] = random.normal(0, 1, CLASSES).astype(np.float32)
    return made


def convolved(weights: dict[str, Array], picture: Array, name: str, norm: str, stride: int = 1) -> Array:
    """Padded as TensorFlow does, (C, H, W); a kernel with one input channel is depthwise. Then normalised."""
    kernel = weights[f"{name}.weight"]
    side, size = kernel.shape[2], picture.shape[1]
    total = max((-(-size // stride) - 1) * stride + side - size, 0)
    around = (total // 2, total - total // 2)
    windows = sliding_window_view(np.pad(picture, ((0, 0), around, around)), (side, side), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    rule = "cyxhw,cihw->cyx" if kernel.shape[1] == 1 and picture.shape[0] > 1 else "iyxhw,oihw->oyx"
    made = np.einsum(rule, windows, kernel, optimize=True)
    gain = weights[f"{norm}.weight"] / np.sqrt(weights[f"{norm}.running_var"] + EPSILON)
    shift = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * gain
    return np.asarray(made * gain[:, None, None] + shift[:, None, None], np.float32)


def direct(weights: dict[str, Array], picture: Array) -> tuple[Array, Array]:
    features = np.clip(convolved(weights, picture, "_conv_stem", "_bn0", 2), 0, 6)
    number = 0
    for blocks, _kernel, first, wider, _out in STAGES:
        for index in range(blocks):
            block, stride, source = f"_blocks.{number}.", first if index == 0 else 1, features
            if wider > 1:
                features = np.clip(convolved(weights, features, f"{block}_expand_conv", f"{block}_bn0"), 0, 6)
            features = np.clip(convolved(weights, features, f"{block}_depthwise_conv", f"{block}_bn1", stride), 0, 6)
            features = convolved(weights, features, f"{block}_project_conv", f"{block}_bn2")
            features = features + source if features.shape == source.shape else features
            number += 1
    embedding = np.clip(convolved(weights, features, "_conv_head", "_bn1"), 0, 6).mean(axis=(1, 2))
    scores = np.exp(weights["_fc.weight"] @ embedding + weights["_fc.bias"])
    return np.asarray(scores / scores.sum()), np.asarray(embedding)


def test_the_converted_network_computes_what_the_weights_say(weights: dict[str, Array]) -> None:
    picture = np.random.default_rng(1).normal(0, 1, (3, SIDE, SIDE)).astype(np.float32)
    network = onnxruntime.InferenceSession(
        convert("efficientnet-lite", torch_file(weights)), providers=["CPUExecutionProvider"]
    )
    classes, embedding = network.run(["classes", "embedding"], {"image": picture[None]})
    expected_classes, expected_embedding = direct(weights, picture)
    assert expected_embedding.std() > 0.1, "a flat result would prove nothing"
    np.testing.assert_allclose(embedding[0], expected_embedding, atol=1e-4)
    np.testing.assert_allclose(classes[0], expected_classes, atol=1e-5)


def test_the_same_weights_give_the_same_bytes(weights: dict[str, Array]) -> None:
    file = torch_file(weights)
    assert convert("efficientnet-lite", file) == convert("efficientnet-lite", file)


def test_a_file_without_one_of_the_tensors_names_it(weights: dict[str, Array]) -> None:
    with pytest.raises(FetchFailed, match=r"no tensor '_blocks\.3\._bn1\.bias'"):
        convert("efficientnet-lite", torch_file({k: v for k, v in weights.items() if k != "_blocks.3._bn1.bias"}))
