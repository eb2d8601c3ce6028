"""A file of weights says what it holds; one that lies, or was cut, is refused with both sizes."""

import json
from pathlib import Path

import pytest

from hwawon.errors import BadInput
from hwawon.weights.safetensors_header import Tensor, read_header
from support.weights import safetensors


def written(path: Path, header: object, data: bytes = b"", length: int | None = None) -> Path:
    text = json.dumps(header).encode()
    path.write_bytes((len(text) if length is None else length).to_bytes(8, "little") + text + data)
    return path


def test_names_types_shapes_and_metadata_are_read(tmp_path: Path) -> None:
    header = read_header(safetensors(tmp_path / "a.safetensors", {"x": (2, 3), "y": (4,)}, {"title": "rose"}))
    assert header.tensors == {"x": Tensor("F16", (2, 3)), "y": Tensor("F16", (4,))}
    assert header.metadata == {"title": "rose"}


def test_a_real_writer_of_the_format_is_understood(tmp_path: Path) -> None:
    numpy = pytest.importorskip("safetensors.numpy")
    np = pytest.importorskip("numpy")
    numpy.save_file({"x": np.zeros((2, 5), np.float32), "n": np.zeros((), np.int64)}, tmp_path / "a.safetensors")
    assert read_header(tmp_path / "a.safetensors").tensors == {"x": Tensor("F32", (2, 5)), "n": Tensor("I64", ())}


@pytest.mark.parametrize(("change", "said"), [(-1, "truncated"), (+1, "too long")])
def test_a_file_of_another_size_is_refused_with_both_sizes(tmp_path: Path, change: int, said: str) -> None:
    path = safetensors(tmp_path / "a.safetensors", {"x": (10, 10)})
    data = path.read_bytes()
    path.write_bytes(data[:change] if change < 0 else data + b"?")
    with pytest.raises(BadInput, match=rf"{said}: expected 200 bytes .* found {200 + change}"):
        read_header(path)


def test_a_header_longer_than_the_file_is_refused_with_both_sizes(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="should end at byte 1008, the file has 10 bytes"):
        read_header(written(tmp_path / "a.safetensors", {}, length=1000))


@pytest.mark.parametrize("data", [b"", b"abc", b"Once upon a time there was a rose garden.\n"])
def test_a_text_is_no_file_of_weights(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(data)
    with pytest.raises(BadInput, match="not a safetensors file"):
        read_header(path)


@pytest.mark.parametrize(
    "header",
    [
        [],
        {"x": 1},
        {"x": {"dtype": "F16", "shape": [2], "data_offsets": [0]}},
        {"x": {"dtype": "F16", "shape": [2], "data_offsets": [0, 8]}},
        {"x": {"dtype": "F16", "shape": [-2], "data_offsets": [0, -4]}},
        {"x": {"dtype": "F16", "shape": "no", "data_offsets": [0, 4]}},
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, header: object) -> None:
    with pytest.raises(BadInput, match="header is damaged"):
        read_header(written(tmp_path / "a.safetensors", header, bytes(8)))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_header(tmp_path / "gone.safetensors")
