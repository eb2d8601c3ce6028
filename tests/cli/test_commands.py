from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.command import hwawon


def test_generate_writes_a_picture_of_the_asked_size(tmp_path: Path) -> None:
    arguments = ("generate", "--prompt", "tulips", "--size", "320x256", "--seed", 7, "--engine", "painter:flat")

    first = hwawon(*arguments, "--out", tmp_path / "a.png", "--json", data_dir=tmp_path)
    again = hwawon(*arguments, "--out", tmp_path / "b.png", "--json", data_dir=tmp_path)

    assert set(first.answer) == {"out", "engine", "seed", "width", "height", "seconds"}
    assert (first.answer["width"], first.answer["height"], first.answer["seed"]) == (320, 256, 7)
    assert again.status == 0
    with Image.open(tmp_path / "a.png") as one, Image.open(tmp_path / "b.png") as other:
        assert one.size == (320, 256)
        assert np.array_equal(np.asarray(one), np.asarray(other))


@pytest.mark.parametrize("size", ["", "768", "768x", "0x512", "-8x512", "axb", "770x511", "99999x8"])
def test_a_size_that_cannot_be_painted_ends_with_2(tmp_path: Path, size: str) -> None:
    ran = hwawon("generate", "--prompt", "x", "--size", size, "--out", tmp_path / "a.png", data_dir=tmp_path / "data")

    assert ran.status == 2, ran
    assert not (tmp_path / "a.png").exists()


def test_a_token_is_printed_alone(tmp_path: Path) -> None:
    ran = hwawon("token", "create", "--role", "retoucher", data_dir=tmp_path / "data")

    assert ran.status == 0
    assert ran.out.count("\n") == 1 and len(ran.out.strip()) > 30
    assert hwawon("token", "create", "--role", "king", data_dir=tmp_path / "data").status == 2


def test_an_unknown_setting_is_found_before_anything_is_made(tmp_path: Path) -> None:
    ran = hwawon("token", "create", "--role", "admin", data_dir=tmp_path / "data", HWAWON_DATADIR="x")

    assert ran.status == 2 and "HWAWON_DATADIR" in ran.err
    assert not (tmp_path / "data").exists()


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    ran = hwawon("doctor", "--json", data_dir=tmp_path / "data", HWAWON_MODELS_DIR=str(tmp_path / "none"))

    findings = {one["what"]: one for one in ran.answer["findings"]}
    assert ran.status == 1
    assert findings["database"]["ok"] and "hwawon models install" in findings["models"]["found"]


def test_models_are_listed_with_their_licences(tmp_path: Path) -> None:
    ran = hwawon("models", "list", "--json", data_dir=tmp_path)

    assert all(row["licence"] and row["state"] in ("installed", "missing") for row in ran.answer["models"])


def test_help_lists_every_command(tmp_path: Path) -> None:
    out = hwawon("--help", data_dir=tmp_path).out

    for command in ("serve", "worker", "plan", "retouch", "generate", "sample", "models", "token", "doctor"):
        assert command in out
