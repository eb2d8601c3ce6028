"""Tensors out of torch's file, by a reader that runs nothing."""

import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.errors import FetchFailed
from hwawon.vision.conversion.torch_file import read_tensors
from support import torch_files
from support.torch_files import torch_file

RANDOM = np.random.default_rng(2)
TENSORS: dict[str, NDArray[Any]] = {
    "stem.weight": RANDOM.normal(0, 1, (4, 3, 3, 3)).astype(np.float32),
    "half": RANDOM.normal(0, 1, (5,)).astype(np.float16),
    "steps": np.array(1234567890123, np.int64),
}


def test_every_tensor_comes_out_with_its_shape_type_and_values() -> None:
    read = read_tensors(torch_file(TENSORS))
    assert list(read) == list(TENSORS)
    for name, array in TENSORS.items():
        assert read[name].dtype == array.dtype
        np.testing.assert_array_equal(read[name], array)


def with_objects(objects: bytes) -> bytes:
    """A file whose list of tensors is replaced."""
    start = b"".join([pickle.dumps(torch_files.MAGIC, 2), pickle.dumps(1001, 2), pickle.dumps({}, 2)])
    return b"".join([start, b"\x80\x02" + objects + b".", pickle.dumps(["0"], 2), struct.pack("<q", 2), b"\0" * 8])


def test_a_turned_tensor_is_read_by_its_strides() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    turned = torch_files.tensor("0", array).replace(
        torch_files.numbers((2, 3)) + torch_files.numbers((3, 1)),
        torch_files.numbers((3, 2)) + torch_files.numbers((1, 3)),
    )
    file = torch_file({"array": array}).replace(torch_files.tensor("0", array), turned)
    np.testing.assert_array_equal(read_tensors(file)["array"], array.T)


def test_a_file_that_names_a_program_is_refused_and_the_program_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    call = torch_files.name("pathlib", "Path.touch") + torch_files.group([torch_files.text(str(mark))]) + b"R"
    with pytest.raises(FetchFailed, match=r"pathlib\.Path\.touch has no place in a file of tensors"):
        read_tensors(with_objects(torch_files.ordered({"weight": call})))
    assert not mark.exists()


@pytest.mark.parametrize("module", ["torch", "builtins", "os"])
def test_no_other_name_is_known(module: str) -> None:
    with pytest.raises(FetchFailed, match="has no place"):
        read_tensors(with_objects(torch_files.name(module, "eval")))


@pytest.mark.parametrize(("offset", "count"), [(1, 2), (-1, 2), (0, 3)])
def test_a_tensor_outside_its_values_is_refused(offset: int, count: int) -> None:
    weight = torch_files.tensor("0", np.zeros(count, np.float32), offset)
    with pytest.raises(FetchFailed, match="lies outside its 2 values"):
        read_tensors(with_objects(torch_files.ordered({"weight": weight})))


@pytest.mark.parametrize("cut", [0, 10, 40, 300, -1, -200])
def test_a_file_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(FetchFailed):
        read_tensors(torch_file(TENSORS)[:cut])


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(FetchFailed, match="not a file of tensors"):
        read_tensors(torch_file(TENSORS, magic=7))
