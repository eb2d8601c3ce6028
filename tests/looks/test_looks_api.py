"""Looks over HTTP: what is asked is checked, what is answered covers the box, other people's pictures are not there."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
from httpx2 import Response
from numpy.typing import NDArray

from hwawon.looks import looker
from looks.conftest import Stored
from support.api import Studio, png, submitted, upload, wish
from support.pictures import photograph

LOOKS = ("lines", "strokes", "people", "box", "tags", "select")
NEEDED: dict[str, dict[str, Any]] = {"box": {"region": "face"}, "select": {"rectangle": [10, 10, 50, 50]}}


def grey(answer: Response) -> NDArray[np.uint8]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return np.asarray(cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)


def test_what_can_be_looked_at_is_told_with_what_is_missing(studio: Studio) -> None:
    answer = studio.retoucher.get("/api/looks").json()
    assert {one["id"]: one["available"] for one in answer["detectors"]} == {"hed": True, "xdog": True, "canny": True}
    assert answer["select"] == {"available": True}
    for part in (answer["people"], answer["tagger"]):
        assert part["available"] is (part["reason"] is None)


@pytest.mark.parametrize("detector", ["hed", "xdog", "canny"])
def test_lines_cover_the_box(studio: Studio, flower: Stored, detector: str) -> None:
    body = {"picture": flower.id, "detector": detector, "box": [160, 90, 320, 240]}
    lines = grey(studio.retoucher.post("/api/looks/lines", json=body))
    assert lines.ndim == 2
    assert lines.shape[1] / lines.shape[0] == pytest.approx(320 / 240, rel=0.02)
    assert lines.max() > 200 and np.mean(lines < 60) > 0.4


def test_strokes_lie_in_the_box_longest_first(studio: Studio, flower: Stored) -> None:
    body = {"picture": flower.id, "detector": "canny", "box": [160, 90, 320, 240]}
    strokes = studio.retoucher.post("/api/looks/strokes", json=body).json()["strokes"]
    points = np.array([point for stroke in strokes for point in stroke["points"]])
    assert len(strokes) > 30
    assert (points >= [160, 90]).all() and (points <= [480, 330]).all()
    lengths = [np.hypot(*np.diff(np.array(stroke["points"]), axis=0).T).sum() for stroke in strokes]
    assert all(one > other - 2 for one, other in pairwise(lengths))  # points are rounded
    assert all(0 < stroke["weight"] <= 1 and stroke["width_px"] >= 0.5 for stroke in strokes)


def test_a_selection_has_the_boxs_size_and_is_the_same_again(studio: Studio, flower: Stored) -> None:
    body = {"picture": flower.id, "box": [101, 53, 401, 333], "points": [{"x": 300, "y": 220}]}
    first, again = (studio.retoucher.post("/api/looks/select", json=body) for _ in range(2))
    assert grey(first).shape == (333, 401)
    assert grey(first)[220 - 53, 300 - 101] == 255
    assert first.content == again.content


def test_a_journal_is_looked_at_as_it_is_now(studio: Studio) -> None:
    client = studio.retoucher
    plain = np.full((240, 320, 3), 128, np.uint8)
    picture = upload(client, png(plain))
    journal = client.post("/api/journals", json={"picture": picture}).json()["id"]
    body = {"picture": picture, "journal": journal, "detector": "canny"}
    assert grey(client.post("/api/looks/lines", json=body)).max() == 0
    submitted(client, "/api/retouch", wish(client, picture=picture, journal=journal, strength=1.0))
    studio.work()
    assert grey(client.post("/api/looks/lines", json=body)).max() == 255
    assert grey(client.post("/api/looks/lines", json=body | {"journal": None})).max() == 0


def test_a_journal_over_another_picture_is_refused(studio: Studio, flower: Stored) -> None:
    other = upload(studio.retoucher, png(photograph("coffee")))
    journal = studio.retoucher.post("/api/journals", json={"picture": other}).json()["id"]
    answer = studio.retoucher.post("/api/looks/lines", json={"picture": flower.id, "journal": journal})
    assert answer.status_code == 422
    assert other in answer.json()["error"] and flower.id in answer.json()["error"]


@pytest.mark.parametrize("look", LOOKS)
def test_other_peoples_pictures_and_journals_are_not_there(studio: Studio, look: str) -> None:
    stranger = studio.caller("retoucher", "somebody else")
    picture = upload(stranger, png(photograph("coffee")[:90, :120]))
    journal = stranger.post("/api/journals", json={"picture": picture}).json()["id"]
    mine = upload(studio.retoucher, png(photograph("coffee")[:90, :120]))
    extra = NEEDED.get(look, {})
    assert studio.retoucher.post(f"/api/looks/{look}", json={"picture": picture, **extra}).status_code == 404
    body = {"picture": mine, "journal": journal, **extra}
    assert studio.retoucher.post(f"/api/looks/{look}", json=body).status_code == 404
    viewer = studio.caller("viewer")
    assert viewer.post(f"/api/looks/{look}", json={"picture": mine, **extra}).status_code == 403


@pytest.mark.parametrize(
    ("look", "body", "said"),
    [
        ("lines", {"box": [600, 0, 100, 100]}, "not wholly inside the picture of 640x427"),
        ("lines", {"box": [0, 0, 0, 100]}, "empty"),
        ("lines", {"detector": "sobel"}, "'hed', 'xdog' or 'canny'"),
        ("box", {"region": "tail"}, "'face', 'body' or 'person'"),
        ("tags", {"threshold": 2}, "less than or equal to 1"),
        ("select", {}, "a rectangle, or at least one point to keep"),
        ("select", {"points": [{"x": 5, "y": 5, "keep": False}]}, "at least one point to keep"),
        ("select", {"points": [{"x": 5, "y": 5}], "box": [10, 10, 90, 90]}, "5,5 is not inside the box 10,10,90,90"),
        ("select", {"rectangle": [0, 0, 50, 50], "box": [10, 10, 90, 90]}, "not wholly inside the box"),
    ],
)
def test_what_cannot_be_looked_at_is_said(
    studio: Studio, flower: Stored, look: str, body: dict[str, Any], said: str
) -> None:
    answer = studio.retoucher.post(f"/api/looks/{look}", json={"picture": flower.id} | body)
    assert answer.status_code == 422, answer.text
    assert said in answer.json()["error"]


def test_too_many_looks_at_once_are_told_when_to_come_again(
    studio: Studio, flower: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looker, "MOST_WAITING", 0)
    answer = studio.retoucher.post("/api/looks/tags", json={"picture": flower.id})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) > 0
