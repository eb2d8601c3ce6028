"""A code before the kiosk's camera: only our own is told, nothing is kept, and its holder is known again."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from PIL import Image

from hwawon.garden.codes import shown_code
from support.face_pictures import astronaut, file_of
from support.garden_markers import Markers, files_below
from support.garden_visits import Garden, open_garden

CODE = "n4Je337NdhilU6sQztg-qnZa"  # as one of ours looks; fixed, since the names of tests hold it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("codes")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Garden]:
    with open_garden(folder) as garden:
        yield garden


@pytest.fixture
def garden(opened: Garden) -> Garden:
    opened.place(returning="code", kind="museum")
    return opened


def frame(text: str, side_px: int = 250) -> Any:
    """What the camera sees: a visitor who holds a code, (512, 512, 3)."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=8)
    code = np.array(Image.open(drawn).convert("RGB").resize((side_px, side_px), Image.Resampling.BILINEAR), np.uint8)
    seen = astronaut().copy()
    seen[240 : 240 + side_px, 20 : 20 + side_px] = code
    return seen


def show(garden: Garden, data: bytes) -> Any:
    return garden.kiosk.post("/api/return-code", content=data, headers={"Content-Type": "image/jpeg"})


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (CODE, CODE),
        (f"https://garden.example/studio/return?code={CODE}&language=ko", CODE),
        (f"https://garden.example/forget?code={CODE}", None),
        (f"https://garden.example/return?code={CODE}x", None),
        ("https://garden.example/return", None),
        ("http://[broken/return?code=" + CODE, None),
        ("a shopping list", None),
        ("", None),
    ],
)
def test_only_a_code_to_come_back_is_one(told: str, wanted: str | None) -> None:
    assert shown_code(told) == wanted


def test_a_visitor_who_shows_the_code_of_the_last_step_is_known_again(garden: Garden) -> None:
    first = garden.begin()
    id = str(first["id"])
    garden.done("post", id, "consent", {"camera": False})
    item = garden.slate(id)["pictures"][0]["item"]
    address = garden.done("post", id, "final", {"item": item})["return_code"]
    answer = show(garden, file_of(frame(address), "JPEG"))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"code": re.sub(r".*code=([^&]*).*", r"\1", address)}
    again = garden.begin(returning=answer.json()["code"])
    assert (again["returned"], again["visitor"]) == (True, first["visitor"])


def test_what_is_no_code_of_ours_is_not_told(garden: Garden) -> None:
    for seen in (astronaut(), frame("https://bank.example/?secret=17"), frame(f"https://x.example/forget?code={CODE}")):
        answer = show(garden, file_of(seen, "PNG"))
        assert (answer.status_code, answer.json()["code"]) == (404, "no_code")
        assert "secret" not in answer.text and CODE not in answer.text


def test_frames_are_for_kiosks_of_a_place_that_knows_visitors_again(garden: Garden) -> None:
    data = file_of(frame(CODE), "JPEG")
    assert garden.studio.stranger.post("/api/return-code", content=data).status_code == 401
    assert show(garden, b"no picture").status_code == 422
    assert show(garden, data + bytes(8 * 1024 * 1024)).status_code == 413
    garden.place(kind="school")
    assert show(garden, data).status_code == 200  # no face is looked for
    garden.place(returning="none")
    assert (show(garden, data).status_code, show(garden, data).json()["code"]) == (404, "not_found")


def test_no_byte_of_a_frame_is_kept(
    garden: Garden, folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    markers = Markers()
    for number, kind in enumerate(("JPEG", "PNG", "WEBP")):
        data = markers.planted(frame(CODE), kind, number)  # type: ignore[arg-type]
        assert show(garden, data).json() == {"code": CODE}
        assert show(garden, data[: len(data) // 2]).status_code in (200, 404, 422)
    printed = "".join(capfd.readouterr()).encode() + caplog.text.encode()
    assert markers.found_in([*files_below(folder), ("printed", printed)]) == []
    held = {path for path, data in files_below(folder) if CODE.encode() in data}
    assert held == set()
