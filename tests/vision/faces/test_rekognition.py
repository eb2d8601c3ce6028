"""Amazon Rekognition's own answer becomes our face; its refusals become ours."""

import io
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber
from PIL import Image

from hwawon.config import load
from hwawon.errors import EngineUnavailable, MissingLibrary
from hwawon.looks.faces import look
from hwawon.looks.request import FacesLook
from hwawon.looks.room import Room
from hwawon.looks.setup import Setup
from hwawon.vision.faces import rekognition
from hwawon.vision.faces.rekognition import Rekognition
from hwawon.vision.faces.wire import face_detail
from support.face_pictures import astronaut, face_models, jpeg
from support.pictures import exif_block

DETAIL: dict[str, Any] = {
    "BoundingBox": {"Width": 0.25, "Height": 0.5, "Left": 0.375, "Top": 0.125},
    "AgeRange": {"Low": 20, "High": 28},
    "Smile": {"Value": True, "Confidence": 80.0},
    "Eyeglasses": {"Value": False, "Confidence": 99.0},
    "Sunglasses": {"Value": False, "Confidence": 98.0},
    "Gender": {"Value": "Female", "Confidence": 75.0},
    "Beard": {"Value": False, "Confidence": 97.0},
    "Mustache": {"Value": False, "Confidence": 96.0},
    "EyesOpen": {"Value": True, "Confidence": 95.0},
    "MouthOpen": {"Value": False, "Confidence": 94.0},
    "Emotions": [{"Type": "CONFUSED", "Confidence": 60.0}, {"Type": "CALM", "Confidence": 15.0}],
    "Landmarks": [{"Type": "eyeLeft", "X": 0.4375, "Y": 0.25}],
    "Pose": {"Roll": 1.0, "Yaw": -2.0, "Pitch": 3.0},
    "Quality": {"Brightness": 70.0, "Sharpness": 90.0},
    "Confidence": 100.0,
}


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client("rekognition", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    monkeypatch.setattr(rekognition, "_client", lambda: client)
    with Stubber(client) as stubber:
        yield stubber


def room(models: Path) -> Room:
    return Room(Setup.of(load(models_dir=models, faces="rekognition")))


def test_its_answer_is_our_face_and_comes_back_out_as_it_went_in(stub: Stubber) -> None:
    stub.add_response("detect_faces", {"FaceDetails": [DETAIL]}, {"Image": {"Bytes": ANY}, "Attributes": ["ALL"]})
    (face,) = Rekognition().read(b"a picture")
    assert face.emotion == "confused" and face.derived == frozenset()
    assert face.emotions["confused"] == pytest.approx(0.8)  # its confidences need not sum up to 100
    assert (face.age_low, face.age_high, face.generation) == (20, 28, "young-adult")
    assert sum(face.ages) == pytest.approx(1) and face.gender == "Female" and face.mood[5] == 800
    told = face_detail(face)
    assert set(told) == set(DETAIL)
    for name in DETAIL.keys() - {"Emotions"}:
        assert told[name] == (pytest.approx(DETAIL[name]) if isinstance(DETAIL[name], float | dict) else DETAIL[name])


def test_nobody_is_nobody(stub: Stubber) -> None:
    stub.add_response("detect_faces", {"FaceDetails": []})
    assert Rekognition().read(b"a picture") == ()


def test_what_is_sent_is_upright_small_and_without_metadata(stub: Stubber) -> None:
    sent: list[bytes] = []
    stub.client.meta.events.register(
        "provide-client-params.rekognition.DetectFaces", lambda params, **_: sent.append(params["Image"]["Bytes"])
    )
    stub.add_response("detect_faces", {"FaceDetails": [DETAIL]})
    file = jpeg(astronaut()[:400], exif=exif_block(6))
    assert len(look(room(Path("none")), file, FacesLook())) == 1
    with Image.open(io.BytesIO(sent[0])) as picture:
        assert (picture.format, picture.size) == ("JPEG", (400, 512))
        assert not dict(picture.getexif())
    assert b"Hwawon Optics" in file and b"Hwawon Optics" not in sent[0]


def test_where_it_refuses_the_small_models_answer_and_the_log_says_so(
    stub: Stubber, caplog: pytest.LogCaptureFixture
) -> None:
    stub.add_client_error("detect_faces", "ThrottlingException", "too fast", 400)
    with caplog.at_level(logging.WARNING):
        (face,) = look(room(face_models()), jpeg(astronaut()), FacesLook())
    assert face.emotion == "happy" and "confused" in face.derived
    assert "ThrottlingException: too fast" in caplog.text


def test_without_small_models_its_refusal_is_told_with_what_would_help(stub: Stubber, tmp_path: Path) -> None:
    stub.add_client_error("detect_faces", "AccessDeniedException", "no policy", 400)
    with pytest.raises(EngineUnavailable, match=r"AccessDeniedException.*hwawon models install centerface"):
        look(room(tmp_path), jpeg(astronaut()), FacesLook())


def test_without_its_library_the_command_that_brings_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MissingLibrary, match=r"hwawon\[aws\]"):
        Rekognition()


def test_without_a_region_it_is_said_to_be_not_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(EngineUnavailable, match="not set up"):
        Rekognition()
