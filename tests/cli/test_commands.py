import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.imaging.geometry import Extent
from hwawon.imaging.resample import resize
from support.command import hwawon
from support.pictures import photograph


def pixels(path: str) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image)


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


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photograph of 300 x 260 pixels: no size that the engines paint."""
    Image.fromarray(photograph("coffee")[:260, :300]).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_generate_begins_from_a_picture_at_a_size_near_its_own(photo: Path, tmp_path: Path) -> None:
    fixed = ("generate", "--prompt", "red", "--image", photo, "--seed", 7, "--engine", "painter:flat", "--json")

    weak, strong, sized, same = (
        hwawon(*fixed, *more, "--out", tmp_path / f"{name}.png", data_dir=tmp_path / "data").answer
        for name, more in (
            ("weak", ("--strength", 0.2)),
            ("strong", ("--strength", 0.9)),
            ("sized", ("--size", "320x256")),
            ("same", ("--strength", 0)),
        )
    )

    own = resize(photograph("coffee")[:260, :300], Extent(304, 264))
    away = [float(np.abs(pixels(one["out"]) - own.astype(float)).mean()) for one in (same, weak, strong)]
    assert [(one["width"], one["height"]) for one in (weak, sized)] == [(304, 264), (320, 256)]
    assert away[0] == 0 < away[1] < away[2]
    with Image.open(strong["out"]) as image:
        told = json.loads(image.info["hwawon"])
        assert "Denoising strength: 0.9" in image.info["parameters"]
    assert (told["task"], told["request"]["image"], told["request"]["width"]) == ("image_to_image", "photo.png", 304)


def test_generate_hears_controls_and_a_reference(photo: Path, tmp_path: Path) -> None:
    fixed = ("generate", "--prompt", "tulips", "--size", "320x256", "--seed", 7, "--engine", "painter", "--json")
    lines = np.zeros((130, 160), np.uint8)
    lines[30:34, 40:120] = lines[90:94, 40:120] = lines[30:94, 40:44] = lines[30:94, 116:120] = 255
    Image.fromarray(lines).save(tmp_path / "lines.png")
    drawn = ("--control", f"line_art={tmp_path / 'lines.png'}")
    wishes = {"plain": (), "drawn": drawn, "rough": ("--reference", photo, "--reference-strength", "rough")}
    wishes["precise"] = ("--reference", photo)

    made = {
        name: hwawon(*fixed, *more, "--out", tmp_path / f"{name}.png", data_dir=tmp_path / "data").answer["out"]
        for name, more in wishes.items()
    }

    plain = pixels(made["plain"]).astype(float)
    moved = {name: float(np.abs(pixels(path) - plain).mean()) for name, path in made.items()}
    assert moved["drawn"] > 0
    assert 0 < moved["rough"] < moved["precise"]
    with Image.open(made["rough"]) as image:
        (told,) = json.loads(image.info["hwawon"])["request"]["controls"]
    assert (told["kind"], told["picture"], told["scale"]) == ("reference", "photo.png", 0.5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--strength", 0.5), "a strength is of an image"),
        (("--image", "nothing.png"), "nothing.png"),
        (("--control", "line_art=nothing.png"), "nothing.png"),
        (("--control", "depth=photo.png"), "it follows line art, reference"),
        (("--control", "depth"), "KIND=FILE"),
        (("--reference", "photo.png", "--reference-strength", "much"), "scale"),
        (("--reference", "photo.png", "--control", "reference=photo.png"), "one reference"),
    ],
)
def test_bad_pictures_of_a_generation_end_with_2(
    photo: Path, tmp_path: Path, arguments: tuple[object, ...], told: str
) -> None:
    placed = [str(one).replace("photo.png", str(photo)) for one in arguments]
    ran = hwawon(
        "generate", "--prompt", "x", "--out", tmp_path / "a.png", "--engine", "painter:flat", *placed,
        data_dir=tmp_path / "data",
    )  # fmt: skip

    assert (ran.status, ran.out) == (2, ""), ran
    assert told in ran.err and "Traceback" not in ran.err
    assert not (tmp_path / "a.png").exists()


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


def test_doctor_looks_at_the_webui_and_at_the_machine_that_are_set(tmp_path: Path) -> None:
    ran = hwawon(
        "doctor",
        "--json",
        data_dir=tmp_path,
        HWAWON_WEBUI_URL="http://127.0.0.1:9",
        HWAWON_ENDPOINTS="http://127.0.0.1:9/paint",
        HWAWON_POWER="shell",
        HWAWON_POWER_START="true",
        HWAWON_POWER_STOP="true",
        HWAWON_POWER_STATE="exit 7",
    )
    found = {one["what"]: one for one in ran.answer["findings"]}
    assert ran.status == 1
    assert "does not answer" in found["remote WebUI"]["found"]
    assert found["endpoints"]["found"] == "1 of 1 do not answer: http://127.0.0.1:9/paint"
    assert "status 7" in found["machine that paints"]["found"]


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

    for command in ("serve", "worker", "plan", "retouch", "generate", "sample", "bench", "models", "token", "doctor"):
        assert command in out
