"""Networks for faces are rebuilt from weights; with random weights they compute what plain numpy computes."""

import io
import json
from typing import Any

import h5py
import numpy as np
import onnxruntime
import pytest

from hwawon.errors import FetchFailed
from hwawon.vision.conversion import convert
from support.plain_layers import Array, active, convolved, deep, largest, likelihoods, mean

CHANCE = np.random.default_rng(5)


def computed(model: bytes, picture: Array) -> Array:
    """What a converted network makes of a picture (H, W, C)."""
    session = onnxruntime.InferenceSession(model)
    (result,) = session.run(None, {"image": picture.transpose(2, 0, 1)[None].astype(np.float32)})
    return np.asarray(result[0], np.float64)


class Keras:
    """A Keras file of mini-XCEPTION with random weights, and the same arithmetic in plain numpy."""

    def __init__(self) -> None:
        self.weights: dict[str, dict[str, Array]] = {}
        channels = 1
        for number in (1, 2):
            self._keep(f"conv2d_{number}", kernel=(3, 3, channels, 8))
            self._norm(number, 8)
            channels = 8
        for block, wide in enumerate((16, 32, 64, 128), start=1):
            for number, taken in ((2 * block - 1, channels), (2 * block, wide)):
                shapes = {"depthwise_kernel": (3, 3, taken, 1), "pointwise_kernel": (1, 1, taken, wide)}
                self._keep(f"separable_conv2d_{number}", **shapes)
            self._keep(f"conv2d_{block + 2}", kernel=(1, 1, channels, wide))
            for number in range(3):
                self._norm(3 * block + number, wide)
            channels = wide
        self._keep("conv2d_7", kernel=(3, 3, 128, 7), bias=(7,))

    def _keep(self, layer: str, **shapes: tuple[int, ...]) -> None:
        self.weights[layer] = {name: CHANCE.normal(0, 0.3, shape) for name, shape in shapes.items()}

    def _norm(self, number: int, channels: int) -> None:
        names = ("beta", "gamma", "moving_mean")
        self._keep(f"batch_normalization_{number}", **dict.fromkeys(names, (channels,)))
        self.weights[f"batch_normalization_{number}"]["moving_variance"] = CHANCE.uniform(0.5, 2, channels)

    def file(self) -> bytes:
        target = io.BytesIO()
        with h5py.File(target, "w") as file:
            for layer, arrays in self.weights.items():
                for name, array in arrays.items():
                    file[f"model_weights/{layer}/{layer}_1/{name}:0"] = array
        return target.getvalue()

    def normal(self, maps: Array, number: int) -> Array:
        norm = self.weights[f"batch_normalization_{number}"]
        spread = np.sqrt(norm["moving_variance"] + 1e-3)
        return np.asarray((maps - norm["moving_mean"]) / spread * norm["gamma"] + norm["beta"])

    def separable(self, maps: Array, number: int) -> Array:
        kernels = self.weights[f"separable_conv2d_{number}"]
        return convolved(deep(maps, kernels["depthwise_kernel"]), kernels["pointwise_kernel"])

    def plain(self, picture: Array) -> Array:
        maps = picture
        for number in (1, 2):
            maps = active(self.normal(convolved(maps, self.weights[f"conv2d_{number}"]["kernel"], same=False), number))
        for block in range(1, 5):
            short = self.normal(convolved(maps, self.weights[f"conv2d_{block + 2}"]["kernel"], 2), 3 * block)
            made = active(self.normal(self.separable(maps, 2 * block - 1), 3 * block + 1))
            made = self.normal(self.separable(made, 2 * block), 3 * block + 2)
            maps = largest(made, 3, 2, same=True) + short
        last = self.weights["conv2d_7"]
        return likelihoods((convolved(maps, last["kernel"]) + last["bias"]).mean(axis=(0, 1)))


class Named:
    """A manifest with its weights: random, some of them in 8 bits."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.data = b""
        self.values: dict[str, Array] = {}

    def keep(self, name: str, shape: tuple[int, ...], size: float = 0.2) -> None:
        entry: dict[str, Any] = {"name": name, "shape": list(shape), "dtype": "float32"}
        if len(shape) > 1:
            stored = CHANCE.integers(0, 256, shape, np.uint8)
            entry["quantization"] = {"dtype": "uint8", "scale": size / 128, "min": -size}
            self.values[name] = stored.astype(np.float64) * size / 128 - size
        else:
            stored = CHANCE.normal(0, size, shape).astype("<f4")
            self.values[name] = stored.astype(np.float64)
        self.entries.append(entry)
        self.data += stored.tobytes()

    def manifest(self) -> bytes:
        return json.dumps([{"weights": self.entries, "paths": ["a.bin", "b.bin"]}]).encode()

    def shards(self) -> list[bytes]:
        half = len(self.data) // 2
        return [self.data[:half], self.data[half:]]


def expression() -> Named:
    named, channels = Named(), 3
    for block, wide in enumerate((32, 64, 128, 256)):
        for layer in range(4):
            name, taken = f"dense{block}/conv{layer}", channels if layer == 0 else wide
            if block == layer == 0:
                named.keep(f"{name}/filters", (3, 3, 3, wide))
            else:
                named.keep(f"{name}/depthwise_filter", (3, 3, taken, 1))
                named.keep(f"{name}/pointwise_filter", (1, 1, taken, wide))
            named.keep(f"{name}/bias", (wide,))
        channels = wide
    named.keep("fc/weights", (256, 7))
    named.keep("fc/bias", (7,))
    return named


def plain_expression(weights: dict[str, Array], picture: Array) -> Array:
    maps = picture
    for block in range(4):
        made: list[Array] = []
        for layer in range(4):
            name, stride = f"dense{block}/conv{layer}", 1 if layer else 2
            if block == layer == 0:
                new = convolved(maps, weights[f"{name}/filters"], stride)
            else:
                new = convolved(
                    deep(maps, weights[f"{name}/depthwise_filter"], stride), weights[f"{name}/pointwise_filter"]
                )
            new = new + weights[f"{name}/bias"]
            made.append(active(new) if layer == 0 else new)
            maps = active(np.sum(made, axis=0))
    return likelihoods(mean(maps, 7, 2)[0, 0] @ weights["fc/weights"] + weights["fc/bias"])


RESIDUAL = {
    "conv32": (32, 3, False),
    "conv64": (64, 3, True),
    "conv128": (128, 2, True),
    "conv256": (256, 2, True),
}


def blocks() -> list[tuple[str, int]]:
    """The names of the network's blocks in order, and their channels."""
    found = []
    for name, (wide, count, halves) in RESIDUAL.items():
        found += [(f"{name}_down", wide)] if halves else []
        found += [(f"{name}_{number + 1}", wide) for number in range(count)]
    return [*found, ("conv256_down_out", 256)]


def vector() -> Named:
    named = Named()

    def layer(name: str, side: int, taken: int, wide: int) -> None:
        named.keep(f"{name}/conv/filters", (side, side, taken, wide), 1.5 / (side * taken**0.5))
        for what in ("conv/bias", "scale/weights", "scale/biases"):
            named.keep(f"{name}/{what}", (wide,), 0.6)

    layer("conv32_down", 7, 3, 32)
    channels = 32
    for name, wide in blocks():
        layer(f"{name}/conv1", 3, channels, wide)
        layer(f"{name}/conv2", 3, wide, wide)
        channels = wide
    named.keep("fc", (256, 128))
    return named


def plain_vector(weights: dict[str, Array], picture: Array) -> Array:
    def layer(maps: Array, name: str, stride: int = 1) -> Array:
        made = convolved(maps, weights[f"{name}/conv/filters"], stride, same=stride == 1)
        scaled = (made + weights[f"{name}/conv/bias"]) * weights[f"{name}/scale/weights"]
        return np.asarray(scaled + weights[f"{name}/scale/biases"])

    maps = largest(active(layer(picture, "conv32_down", 2)), 3, 2, same=False)
    for name, _ in blocks():
        halves = "down" in name
        made = layer(active(layer(maps, f"{name}/conv1", 2 if halves else 1)), f"{name}/conv2")
        short = mean(maps, 2, 2) if halves else maps
        total = np.zeros((*short.shape[:2], made.shape[2]))
        total[: made.shape[0], : made.shape[1]] += made
        total[..., : short.shape[2]] += short
        maps = active(total)
    return np.asarray(maps.mean(axis=(0, 1)) @ weights["fc"])


def test_mini_xception_is_what_its_layers_say() -> None:
    made, picture = Keras(), CHANCE.uniform(-1, 1, (64, 64, 1))
    model = convert("mini-xception", made.file())
    assert computed(model, picture) == pytest.approx(made.plain(picture), rel=1e-3, abs=1e-6)
    assert convert("mini-xception", made.file()) == model, "the same bytes in give the same bytes out"


def test_the_expression_network_is_what_its_layers_say() -> None:
    named, picture = expression(), CHANCE.uniform(-0.5, 0.5, (112, 112, 3))
    model = convert("face-expression", named.manifest(), named.shards())
    assert computed(model, picture) == pytest.approx(plain_expression(named.values, picture), rel=1e-3, abs=1e-6)


def test_the_network_that_knows_faces_again_is_what_its_layers_say() -> None:
    named, picture = vector(), CHANCE.uniform(-0.5, 0.5, (150, 150, 3))
    model = convert("face-vector", named.manifest(), named.shards())
    wanted = plain_vector(named.values, picture)
    assert computed(model, picture) == pytest.approx(wanted, rel=1e-3, abs=1e-3 * float(np.abs(wanted).max()))


def test_files_of_something_else_are_refused() -> None:
    with pytest.raises(FetchFailed, match="mini-XCEPTION"):
        convert("mini-xception", b"no such file")
    with pytest.raises(FetchFailed, match="manifest"):
        convert("face-expression", b"[7]", [b""])
    named = expression()
    for recipe in ("face-vector", "face-expression"):
        with pytest.raises(FetchFailed):
            convert(recipe, named.manifest(), [named.data[:100]])
    with pytest.raises(FetchFailed, match="conv32_down"):
        convert("face-vector", named.manifest(), named.shards())
