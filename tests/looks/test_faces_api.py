"""`POST /api/faces`: real faces over HTTP, in DetectFaces' shape; nothing of a picture stays."""

import base64
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.garden import place as places
from hwawon.looks import face_upload
from hwawon.vision.faces.wire import ATTRIBUTES
from support.api import Studio, png
from support.face_pictures import astronaut, face_models, file_of, grace_hopper, jpeg
from support.pictures import exif_block, photograph

PRESENT = {
    "AgeRange",
    "BoundingBox",
    "Confidence",
    "Emotions",
    "Eyeglasses",
    "EyesOpen",
    "Gender",
    "Landmarks",
    "MouthOpen",
    "Pose",
    "Quality",
    "Smile",
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("faces"), models_dir=face_models())
    with open_house(settings) as house:
        yield Studio(house)


@pytest.fixture(scope="module")
def kiosk(studio: Studio) -> TestClient:
    return studio.caller("kiosk")


def asked(client: TestClient, data: bytes, query: str = "") -> Response:
    return client.post(f"/api/faces{query}", content=data, headers={"Content-Type": "image/jpeg"})


def details(answer: Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["FaceDetails"]
    return found


def test_a_face_is_told_with_every_member_that_has_a_source(kiosk: TestClient) -> None:
    answer = asked(kiosk, jpeg(astronaut()))
    (face,) = details(answer)
    assert set(face) == PRESENT
    assert answer.json()["OrientationCorrection"] is None
    assert face["Emotions"][0]["Type"] == "HAPPY" and face["Emotions"][0]["Confidence"] > 90
    assert {one["Type"] for one in face["Emotions"] if one.get("Derived")} == {"CONFUSED"}
    assert sum(one["Confidence"] for one in face["Emotions"]) == pytest.approx(100)
    assert face["Gender"]["Value"] == "Female" and face["Smile"]["Value"] is True
    box = face["BoundingBox"]
    assert box["Left"] < 0.43 < box["Left"] + box["Width"] and box["Top"] < 0.22 < box["Top"] + box["Height"]


def test_attributes_choose_the_members_as_detect_faces_does(kiosk: TestClient) -> None:
    default = {"BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"}
    body: dict[str, Any] = {"Image": {"Bytes": base64.b64encode(jpeg(grace_hopper())).decode()}}
    (face,) = details(kiosk.post("/api/faces", json=body))
    assert set(face) == default
    (face,) = details(kiosk.post("/api/faces", json=body | {"Attributes": ["DEFAULT", "EMOTIONS"]}))
    assert set(face) == default | {"Emotions"}
    (face,) = details(asked(kiosk, jpeg(grace_hopper()), "?attributes=AGE_RANGE"))
    assert set(face) == default | {"AgeRange"}


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_each_format_and_each_orientation_of_the_file_gives_the_same_face(kiosk: TestClient, format: str) -> None:
    lying = Image.fromarray(astronaut()).transpose(Image.Transpose.ROTATE_90)  # as a camera held on its side stores it
    target = io.BytesIO()
    lying.save(target, format, exif=exif_block(6))
    (face,) = details(asked(kiosk, target.getvalue()))
    assert abs(face["Pose"]["Roll"]) < 10
    assert face["BoundingBox"]["Top"] == pytest.approx(0.12, abs=0.05)


@pytest.mark.parametrize("name", ["flower", "coffee", "china", "chelsea"])
def test_where_nobody_is_nobody_is_found_at_once(kiosk: TestClient, name: str) -> None:
    asked(kiosk, jpeg(astronaut()))  # the helper is warm
    begun = time.monotonic()
    assert details(asked(kiosk, jpeg(photograph(name)))) == []
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "bad_picture"),
        (b"GIF89a" + bytes(40), 422, "bad_picture"),
        (jpeg(astronaut())[:4000], 422, "bad_picture"),
        (png(astronaut())[:4000], 422, "bad_picture"),
        (file_of(astronaut(), "WEBP")[:4000], 422, "bad_picture"),
        (file_of(astronaut(), "TIFF"), 422, "bad_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), 422, "bad_picture"),
    ],
    ids=["nothing", "a GIF", "half a JPEG", "half a PNG", "half a WebP", "a TIFF", "a broken JPEG"],
)
def test_what_is_no_whole_picture_is_refused_with_a_reason(
    kiosk: TestClient, data: bytes, status: int, code: str
) -> None:
    answer = asked(kiosk, data)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_a_picture_of_too_many_pixels_or_bytes_is_refused_unread(
    kiosk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    answer = asked(kiosk, huge.getvalue())
    assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large")
    monkeypatch.setattr(face_upload.face_bytes, "__defaults__", (1000,))
    assert asked(kiosk, jpeg(astronaut())).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"Image": {"Bytes": "?"}}',
        b'{"Image": {"S3Object": {}}}',
        b'{"Image": {"Bytes": ""}, "Attributes": [7]}',
        b'{"Image": {"Bytes": ""}, "Attributes": ["HAIR"]}',
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_broken_json_is_refused_and_not_repeated(kiosk: TestClient, body: bytes) -> None:
    answer = kiosk.post("/api/faces", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input"), answer.text


def test_only_kiosks_curators_and_administrators_may_ask(studio: Studio) -> None:
    file = jpeg(astronaut())
    assert asked(studio.stranger, file).status_code == 401
    assert [asked(studio.caller(role), file).status_code for role in ("display", "viewer", "retoucher")] == [403] * 3
    assert asked(studio.caller("curator"), file).status_code == 200


def test_a_workplace_reads_no_faces(studio: Studio, kiosk: TestClient) -> None:
    with studio.house.database.write() as tx:
        before = places.load(tx)
        places.save(tx, before.model_copy(update={"kind": places.Kind.WORKPLACE}))
    try:
        answer = asked(kiosk, jpeg(astronaut()))
        assert (answer.status_code, answer.json()["code"]) == (403, "emotion_reading_off")
    finally:
        with studio.house.database.write() as tx:
            places.save(tx, before)


def test_a_missing_model_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    with open_house(Settings(data_dir=tmp_path, models_dir=tmp_path / "none")) as house:
        answer = asked(Studio(house).caller("kiosk"), jpeg(astronaut()))
    assert (answer.status_code, answer.json()["code"]) == (503, "missing_model")
    assert "hwawon models install centerface" in answer.json()["error"]


def test_the_words_that_choose_members_are_documented() -> None:
    assert len([word for word in ATTRIBUTES if word not in ("ALL", "DEFAULT")]) == 12
