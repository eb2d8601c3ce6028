"""People over HTTP: labels cover the box, boxes are in the picture's pixels, and nobody is said to be nobody."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.imaging.geometry import Bounds
from hwawon.vision.people import MASK_MODEL_ID, POSE_MODEL_ID
from support.api import Studio, png, upload
from support.pictures import photograph
from support.small_models import with_models

LEFT, TOP = 300, 200  # where the astronaut is on the canvas
FACE = Bounds(LEFT + 185, TOP + 40, 80, 120)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("people"), models_dir=with_models(MASK_MODEL_ID, POSE_MODEL_ID)
    )
    with open_house(settings) as house:
        yield Studio(house)


@pytest.fixture(scope="module")
def canvas(peopled: Studio) -> str:
    """The astronaut on a plain canvas of 1600x1300."""
    pixels = np.full((1300, 1600, 3), 200, np.uint8)
    pixels[TOP : TOP + 512, LEFT : LEFT + 512] = photograph("astronaut")
    return upload(peopled.retoucher, png(pixels))


def looked(studio: Studio, look: str, **body: Any) -> Any:
    answer = studio.retoucher.post(f"/api/looks/{look}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def labels_of(answer: dict[str, Any]) -> NDArray[np.uint8]:
    data = np.frombuffer(base64.b64decode(answer["labels"]), np.uint8)
    labels = np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)
    assert labels.shape == (answer["height"], answer["width"])
    return labels


def test_labels_cover_the_box_and_persons_lie_in_the_picture(peopled: Studio, canvas: str) -> None:
    box = Bounds(LEFT, TOP, 512, 512)
    answer = looked(peopled, "people", picture=canvas, box=list(box))
    (person,) = answer["people"]
    assert answer["reason"] is None
    assert person["index"] == 1 and 0 < person["score"] <= 1
    assert {"face", "torso"} <= set(person["parts"])
    assert Bounds(*person["box"]).is_within(box)
    assert FACE.is_within(Bounds(*person["box"]))
    labels = labels_of(answer)
    assert labels.shape == (512, 512)
    assert labels[100, 225] == 8 + 1
    assert labels[330, 180] == 8 + 2
    assert labels[60, 30] == 0


def test_the_labels_of_a_large_picture_are_smaller_and_cover_it(peopled: Studio, canvas: str) -> None:
    answer = looked(peopled, "people", picture=canvas)
    labels = labels_of(answer)
    assert labels.shape[0] * labels.shape[1] <= 1_010_000
    scale = 1600 / answer["width"]
    assert labels[round((TOP + 330) / scale), round((LEFT + 180) / scale)] // 8 == 1


@pytest.mark.parametrize("wanted", [{}, {"person": 1}])
def test_a_box_is_around_the_face_in_multiples(peopled: Studio, canvas: str, wanted: dict[str, int]) -> None:
    looked_at = [LEFT, TOP, 512, 512]
    body = {"picture": canvas, "box": looked_at, "region": "face", "multiple": 8}
    box = Bounds(*looked(peopled, "box", **body, **wanted)["box"])
    assert FACE.is_within(box)
    assert box.width < 260 and box.width % 8 == box.height % 8 == 0
    person = Bounds(*looked(peopled, "box", picture=canvas, box=looked_at, region="person")["box"])
    assert box.intersection(person).extent.area > 0.9 * box.extent.area
    assert person.height > 350


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"box": [1000, 800, 500, 400], "region": "person"}, "nobody is seen here"),
        ({"box": [LEFT, TOP, 512, 512], "region": "face", "person": 2}, "there is no person 2: 1 seen here"),
    ],
)
def test_where_nobody_is_there_is_no_box(peopled: Studio, canvas: str, body: dict[str, Any], reason: str) -> None:
    answer = peopled.retoucher.post("/api/looks/box", json={"picture": canvas} | body)
    assert answer.status_code == 404
    assert reason in answer.json()["error"]


def test_nobody_gives_no_people_and_no_labels(peopled: Studio) -> None:
    flower = upload(peopled.retoucher, png(photograph("flower")))
    answer = looked(peopled, "people", picture=flower)
    assert answer["people"] == []
    assert labels_of(answer).shape == (427, 640)
    assert not labels_of(answer).any()


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    models = tmp_path / "models"
    with open_house(Settings(data_dir=tmp_path, models_dir=models)) as house:
        studio = Studio(house)
        picture = upload(studio.retoucher, png(photograph("astronaut")))
        answer = studio.retoucher.post("/api/looks/people", json={"picture": picture})
        assert (answer.status_code, answer.json()["missing"]) == (503, [MASK_MODEL_ID])
        told = studio.retoucher.get("/api/looks").json()["people"]
        assert told["available"] is False and "hwawon models install person-mask body-pose" in told["reason"]
        shutil.copytree(with_models(MASK_MODEL_ID) / MASK_MODEL_ID, models / MASK_MODEL_ID)
        told = studio.retoucher.get("/api/looks").json()["people"]
        assert told["available"] is True and POSE_MODEL_ID in told["reason"]
        seen = looked(studio, "people", picture=picture)
        assert [person["parts"] for person in seen["people"]] == [["other"]]
        assert POSE_MODEL_ID in seen["reason"]
        body = {"picture": picture, "region": "face"}
        answer = studio.retoucher.post("/api/looks/box", json=body)
        assert (answer.status_code, answer.json()["missing"]) == (503, [POSE_MODEL_ID])
        assert looked(studio, "box", picture=picture, region="person")["box"][3] > 350
