"""The HED conversion, against the same network computed directly with numpy from the same weights."""

import io

import h5py
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from hwawon.vision.conversion import convert
from hwawon.vision.conversion.hed import CONVOLUTIONS

Array = NDArray[np.float32]
WIDTHS = (3, 4, 5, 6, 7)  # channels of each block; the real ones are 64 to 512


@pytest.fixture(scope="module")
def weights() -> dict[str, Array]:
    """A small network with random weights, named as in the published file, kernels HWIO."""
    random = np.random.default_rng(5)
    made: dict[str, Array] = {}

    def layer(name: str, side: int, inputs: int, outputs: int) -> None:
        spread = 1.5 / (side * np.sqrt(inputs))
        made[f"{name}/vars/0"] = random.normal(0, spread, (side, side, inputs, outputs)).astype(np.float32)
        made[f"{name}/vars/1"] = random.normal(0, 0.1, outputs).astype(np.float32)

    inputs = 3
    for block, (count, width) in enumerate(zip(CONVOLUTIONS, WIDTHS, strict=True), start=1):
        for index in range(count):
            layer(f"block{block}/layers/conv2d" + (f"_{index}" if index else ""), 3, inputs, width)
            inputs = width
        layer(f"dsn{block}", 1, width, 1)
    layer("fuse", 1, 5, 1)
    return made


@pytest.fixture(scope="module")
def h5(weights: dict[str, Array]) -> bytes:
    file = io.BytesIO()
    with h5py.File(file, "w") as store:
        for name, array in weights.items():
            store[name] = array
    return file.getvalue()


def convolve(picture: Array, kernel: Array, bias: Array) -> Array:
    """(H, W, I) by (k, k, I, O), zeros outside."""
    height, width = picture.shape[:2]
    margin = kernel.shape[0] // 2
    padded = np.pad(picture, ((margin, margin), (margin, margin), (0, 0)))
    total = np.zeros((height, width, kernel.shape[3]), np.float32)
    for row in range(kernel.shape[0]):
        for column in range(kernel.shape[1]):
            total += padded[row : row + height, column : column + width] @ kernel[row, column]
    return total + bias


def halve(picture: Array) -> Array:
    """The largest of each 2x2 square; an odd last row or column stands alone."""
    height, width, channels = picture.shape
    padded = np.full((height + height % 2, width + width % 2, channels), -np.inf, np.float32)
    padded[:height, :width] = picture
    squares = padded.reshape(padded.shape[0] // 2, 2, padded.shape[1] // 2, 2, channels)
    return np.asarray(squares.max(axis=(1, 3)), np.float32)


def enlarge(picture: Array, height: int, width: int) -> Array:
    """Linear between pixel centres, the border repeated."""

    def along(axis_length: int, wanted: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
        place = np.clip((np.arange(wanted) + 0.5) * axis_length / wanted - 0.5, 0, axis_length - 1)
        low = np.floor(place).astype(np.int64)
        return low, np.minimum(low + 1, axis_length - 1), (place - low).astype(np.float32)

    top, bottom, down = along(picture.shape[0], height)
    left, right, across = along(picture.shape[1], width)
    rows = picture[top] * (1 - down)[:, None, None] + picture[bottom] * down[:, None, None]
    return np.asarray(rows[:, left] * (1 - across)[None, :, None] + rows[:, right] * across[None, :, None])


def direct(weights: dict[str, Array], picture: Array) -> Array:
    """The network's forward pass, (H, W, 3) in, (H, W) out."""
    height, width = picture.shape[:2]
    features, sides = picture, []
    for block, count in enumerate(CONVOLUTIONS, start=1):
        features = halve(features) if block > 1 else features
        for index in range(count):
            name = f"block{block}/layers/conv2d" + (f"_{index}" if index else "")
            features = np.maximum(convolve(features, weights[f"{name}/vars/0"], weights[f"{name}/vars/1"]), 0)
        side = convolve(features, weights[f"dsn{block}/vars/0"], weights[f"dsn{block}/vars/1"])
        sides.append(enlarge(side, height, width))
    fused = convolve(np.concatenate(sides, axis=2), weights["fuse/vars/0"], weights["fuse/vars/1"])
    return np.asarray(1 / (1 + np.exp(-fused[:, :, 0])))


@pytest.mark.parametrize(("height", "width"), [(64, 48), (37, 53), (17, 90)])
def test_the_converted_network_computes_what_the_weights_say(
    weights: dict[str, Array], h5: bytes, height: int, width: int
) -> None:
    picture = np.random.default_rng(height).normal(0, 2, (height, width, 3)).astype(np.float32)
    session = onnxruntime.InferenceSession(convert("hed", h5), providers=["CPUExecutionProvider"])
    (edges,) = session.run(["edges"], {"image": np.ascontiguousarray(picture.transpose(2, 0, 1))[None]})
    expected = direct(weights, picture)
    assert edges.shape == (1, 1, height, width)
    assert expected.std() > 0.02, "a flat picture would prove nothing"
    np.testing.assert_allclose(edges[0, 0], expected, atol=1e-4)


def test_the_same_weights_give_the_same_bytes(h5: bytes) -> None:
    assert convert("hed", h5) == convert("hed", h5)
