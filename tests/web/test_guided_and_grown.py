"""Controls and growing pictures over HTTP: refused at the door, painted, recorded, replayed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from support.api import Studio, open_studio, painted, photo, png, submitted, upload, wish


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def fetched(studio: Studio, id: str) -> NDArray[Any]:
    data = studio.retoucher.get(f"/api/pictures/{id}/file").content
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return pixels[:, :, ::-1]


def ring() -> NDArray[np.uint8]:
    """A closed line of the photograph's size."""
    lines = np.zeros((240, 320), np.uint8)
    cv2.circle(lines, (160, 120), 24, 255, 3)
    return lines


def outcome(studio: Studio, body: dict[str, Any]) -> dict[str, Any]:
    """The result of a retouch."""
    job = submitted(studio.retoucher, "/api/retouch", body)
    studio.work()
    done = studio.retoucher.get(f"/api/jobs/{job}").json()
    assert done["state"] == "succeeded", done["error"]
    found: dict[str, Any] = done["result"]
    return found


def test_a_control_is_heard_and_recorded(studio: Studio) -> None:
    lines = upload(studio.retoucher, png(ring()), "lines")
    body = wish(studio.retoucher, engine="painter", prompt="")

    plain = outcome(studio, body)["candidates"][0]
    guided = outcome(studio, body | {"controls": [{"kind": "line_art", "picture": lines, "scale": 0.9}]})["candidates"][
        0
    ]

    assert not np.array_equal(fetched(studio, plain["picture"]), fetched(studio, guided["picture"]))
    assert guided["changed_outside"] == 0
    record = studio.retoucher.get(f"/api/pictures/{guided['picture']}").json()["record"]
    (told,) = record["request"]["controls"]
    assert (told["kind"], told["picture"], told["scale"]) == ("line_art", lines, 0.9)


def test_the_picture_itself_as_the_reference_needs_no_second_upload_and_is_kept_with_the_step(studio: Studio) -> None:
    client = studio.retoucher
    body = wish(client, engine="painter", prompt="", reference="auto", lineart="auto")
    journal = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    job = submitted(client, "/api/retouch", body | {"journal": journal})
    studio.work()
    assert client.get(f"/api/jobs/{job}").json()["state"] == "succeeded"
    replayed = submitted(client, f"/api/journals/{journal}/replay", {})
    studio.work()
    assert client.get(f"/api/jobs/{replayed}").json()["result"]["same"]


def test_lines_a_reference_and_controls_are_kept_so_that_a_replay_is_the_same(studio: Studio) -> None:
    client = studio.retoucher
    lines, look = upload(client, png(ring()), "lines"), upload(client, png(photo()[:90, ::-1]), "reference")
    body = wish(client, engine="painter", prompt="", lineart=lines, reference=look)
    body["journal"] = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    body["controls"] = [{"kind": "line_art", "picture": upload(client, png(np.roll(ring(), 9, 0)), "lines")}]
    outcome(studio, body)
    shown = client.get(f"/api/journals/{body['journal']}/picture").content

    file = client.get(f"/api/journals/{body['journal']}/export").content
    taken = client.post("/api/journals/import", files={"file": ("a.hwawon", file)}).json()["id"]
    for journal in (body["journal"], taken):
        replay = submitted(client, f"/api/journals/{journal}/replay", {})
        studio.work()
        assert client.get(f"/api/jobs/{replay}").json()["result"]["same"] is True
        assert client.get(f"/api/journals/{journal}/picture").content == shown
    assert "guides" not in client.get(f"/api/journals/{taken}").json()["steps"][0]


def bad_controls(client: Any) -> dict[str, tuple[Any, int, str]]:
    lines, small = upload(client, png(ring()), "lines"), upload(client, png(ring()[:50]), "lines")
    return {
        "unknown kind": ({"kind": "crayon", "picture": lines}, 422, "'line_art'"),
        "not followed": ({"kind": "depth", "picture": lines}, 422, "it follows line art, reference"),
        "unknown model": (
            {"kind": "line_art", "picture": lines, "model": "x"},
            422,
            "unknown controlnet 'x'; known are none",
        ),
        "missing picture": ({"kind": "line_art", "picture": "nobody"}, 404, "nobody"),
        "lines that would be detected": ({"kind": "line_art", "picture": "auto"}, 404, "auto"),
        "another size": ({"kind": "line_art", "picture": small}, 422, "320x50; expected the picture's 320x240"),
        "too strong": ({"kind": "line_art", "picture": lines, "scale": 3}, 422, "scale"),
        "backwards": ({"kind": "line_art", "picture": lines, "start": 0.6, "end": 0.5}, 422, "start 0.6"),
    }


def test_bad_controls_are_refused_at_the_door_and_no_job_is_made(studio: Studio) -> None:
    client = studio.retoucher
    body = wish(client)
    for case, (control, status, told) in bad_controls(client).items():
        for path in ("/api/retouch", "/api/plan"):
            answer = client.post(path, json=body | {"controls": [control]})
            assert answer.status_code == status, case
            assert told in answer.json()["error"], case
    small = upload(client, png(ring()[:50]), "lines")
    assert client.post("/api/retouch", json=body | {"lineart": small}).status_code == 422
    assert client.get("/api/jobs").json()["items"] == []


def test_somebody_elses_picture_is_no_control(studio: Studio) -> None:
    theirs = upload(studio.caller("retoucher", "other"), png(ring()), "lines")

    answer = studio.retoucher.post(
        "/api/retouch", json=wish(studio.retoucher, controls=[{"kind": "line_art", "picture": theirs}])
    )

    assert answer.status_code == 404


def test_a_picture_grows_and_keeps_its_own_pixels(studio: Studio) -> None:
    body = wish(studio.retoucher, extend=[48, 0, 0, 16])
    del body["mask"]
    plan = studio.retoucher.post("/api/plan", json=body).json()

    result = outcome(studio, body)

    best = result["candidates"][0]
    after = fetched(studio, best["picture"])
    new = np.zeros((256, 368), np.uint8)
    new[:240, 48:] = 255
    distance = cv2.distanceTransform(new, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    kept = (distance > best["reach_px"] + 1e-3)[:240, 48:]
    assert plan["extend"] == result["extend"] == [48, 0, 0, 16]
    assert plan["box"] == result["box"] == [0, 0, 368, 256]
    assert after.shape == (256, 368, 3)
    assert np.array_equal(after[:240, 48:][kept], photo()[kept])
    assert best["changed_outside"] == 0
    row = studio.retoucher.get(f"/api/pictures/{best['picture']}").json()
    assert (row["width"], row["height"], row["record"]["request"]["extend"]) == (368, 256, [48, 0, 0, 16])


def test_what_is_painted_is_the_new_area_and_the_mask(studio: Studio) -> None:
    plain, masked = (wish(studio.retoucher, extend=[48, 0, 0, 0], strength=0.9) for _ in range(2))
    del plain["mask"]

    grown, both = (fetched(studio, outcome(studio, body)["candidates"][0]["picture"]) for body in (plain, masked))

    inside = painted() > 0
    assert np.array_equal(grown[:, 48:][inside], photo()[inside])
    assert not np.array_equal(both[:, 48:][inside], photo()[inside])


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"extend": [0, 0, 0, 0]}, 422, "at least 1 pixel"),
        ({"extend": [-1, 0, 0, 0]}, 422, "extend"),
        ({"extend": [60_000, 60_000, 60_000, 60_000]}, 413, "at most"),
        ({"extend": [8, 0, 0, 0], "box": [0, 0, 100, 100]}, 422, "new area"),
        ({"mask": None}, 422, "expected a mask"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_bad_extensions_are_refused_at_the_door(
    studio: Studio, changes: dict[str, Any], status: int, told: str
) -> None:
    answer = studio.retoucher.post("/api/retouch", json=wish(studio.retoucher) | changes)

    assert answer.status_code == status, answer.text
    assert told in answer.json()["error"]
    assert studio.retoucher.get("/api/jobs").json()["items"] == []


def test_a_journal_keeps_its_size(studio: Studio) -> None:
    body = wish(studio.retoucher, extend=[8, 0, 0, 0])
    journal = studio.retoucher.post("/api/journals", json={"picture": body["picture"]}).json()["id"]

    answer = studio.retoucher.post("/api/retouch", json=body | {"journal": journal})

    assert answer.status_code == 422
    assert "a journal keeps one size" in answer.json()["error"]


def generated(studio: Studio, body: dict[str, Any]) -> dict[str, Any]:
    """The first picture of a generation, with its record."""
    job = submitted(studio.retoucher, "/api/generate", {"prompt": "red", "seed": 3, "engine": "painter:flat"} | body)
    studio.work()
    done = studio.retoucher.get(f"/api/jobs/{job}").json()
    assert done["state"] == "succeeded", done["error"]
    found: dict[str, Any] = studio.retoucher.get(f"/api/pictures/{done['result']['pictures'][0]}").json()
    return found


def test_a_picture_begins_from_another_at_a_size_near_its_own(studio: Studio) -> None:
    image = upload(studio.retoucher, png(photo()[:, :300]))

    kept = generated(studio, {"image": image, "strength": 0})
    moved = generated(studio, {"image": image})

    assert (kept["width"], kept["height"]) == (400, 320)
    assert kept["record"]["task"] == moved["record"]["task"] == "image_to_image"
    assert (moved["record"]["request"]["image"], moved["record"]["request"]["strength"]) == (image, 0.6)
    assert not np.array_equal(fetched(studio, kept["id"]), fetched(studio, moved["id"]))
    asked = generated(studio, {"image": image, "width": 256, "height": 320})
    assert (asked["width"], asked["height"]) == (256, 320)


def test_a_generation_hears_its_controls_at_the_asked_size(studio: Studio) -> None:
    lines = upload(studio.retoucher, png(ring()), "lines")
    body = {"engine": "painter", "prompt": "tulips", "width": 320, "height": 256}

    plain = generated(studio, body)
    drawn = generated(studio, body | {"controls": [{"kind": "line_art", "picture": lines}]})

    assert not np.array_equal(fetched(studio, plain["id"]), fetched(studio, drawn["id"]))
    assert drawn["record"]["request"]["controls"][0]["picture"] == lines


def test_bad_pictures_of_a_generation_are_refused_at_the_door(studio: Studio) -> None:
    client = studio.retoucher
    mine = upload(client, png(photo()))
    theirs = upload(studio.caller("retoucher", "other"), png(photo()))
    depth = {"kind": "depth", "picture": mine}
    for changes, status, told in (
        ({"image": "nobody"}, 404, "nobody"),
        ({"image": theirs}, 404, "somebody else's"),
        ({"controls": [{"kind": "line_art", "picture": theirs}]}, 404, "somebody else's"),
        ({"controls": [depth]}, 422, "it follows line art, reference"),
        ({"strength": 0.4}, 422, "a strength is of an image"),
        ({"image": mine, "strength": 1.4}, 422, "strength"),
    ):
        for path in ("/api/generate", "/api/generate/plan"):
            answer = client.post(path, json={"prompt": "x", "engine": "painter:flat"} | changes)
            assert answer.status_code == status, changes
            assert told in answer.json()["error"], changes
    assert client.get("/api/jobs").json()["items"] == []


def test_a_plan_of_a_picture_from_another_tells_its_size(studio: Studio) -> None:
    image = upload(studio.retoucher, png(photo()[:, :300]))

    plan = studio.retoucher.post("/api/generate/plan", json={"image": image, "engine": "painter:flat"}).json()

    assert (plan["width"], plan["height"]) == (400, 320)
