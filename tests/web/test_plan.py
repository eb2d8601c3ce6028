"""What is told before the click, over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.bulk.sample import queue_sample
from support.api import Studio, open_studio, submitted, wish

ORIGINALS = [(640, 480), (768, 512), (800, 600), (960, 640), (1024, 576), (1024, 600), (1024, 768), (1280, 800)]
ASKED = {"prompt": "tulips", "width": 320, "height": 256, "seed": 3, "engine": "painter:flat", "count": 2}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def test_a_plan_to_generate_tells_passes_fit_and_once_one_was_made_the_time(studio: Studio) -> None:
    before = studio.retoucher.post("/api/generate/plan", json=ASKED | {"prompt": ""}).json()
    submitted(studio.retoucher, "/api/generate", ASKED)
    studio.work()
    after = studio.retoucher.post("/api/generate/plan", json=ASKED).json()

    expected = {"engine": "painter:flat", "checkpoint": "painter-garden", "width": 320, "height": 256, "count": 2}
    assert before == expected | {"steps": 10, "passes": [[320, 256]], "fit": "fits", "eta_s": None, "notices": []}
    assert after["eta_s"] > 0


def test_a_plan_to_retouch_tells_them_too(studio: Studio) -> None:
    body = wish(studio.retoucher)
    before = studio.retoucher.post("/api/plan", json=body).json()
    submitted(studio.retoucher, "/api/retouch", body)
    studio.work()
    after = studio.retoucher.post("/api/plan", json=body).json()
    nothing = studio.retoucher.post("/api/plan", json=body | {"strength": 0}).json()

    assert (before["passes"], before["fit"], before["eta_s"]) == ([before["work_size"]], "fits", None)
    assert after["eta_s"] > 0
    assert nothing["passes"] == []


def test_the_originals_sizes_are_listed_with_what_each_takes(studio: Studio) -> None:
    submitted(studio.retoucher, "/api/generate", ASKED | {"width": 640, "height": 480, "count": 1})
    studio.work()

    items = studio.retoucher.get("/api/sizes?engine=painter:flat").json()["items"]

    assert [(one["width"], one["height"]) for one in items] == ORIGINALS
    assert all(one["allowed"] and one["fit"] == "fits" for one in items)
    assert items[-1]["eta_s"] > items[0]["eta_s"] > 0


BAD: dict[str, tuple[str, str, dict[str, Any] | None, str]] = {
    "engine of a plan": ("POST", "/api/generate/plan", ASKED | {"engine": "photoshop"}, "unknown_engine"),
    "size of a plan": ("POST", "/api/generate/plan", ASKED | {"width": 321}, "bad_input"),
    "checkpoint of a plan": ("POST", "/api/generate/plan", ASKED | {"checkpoint": "none"}, "bad_input"),
    "engine of the sizes": ("GET", "/api/sizes?engine=photoshop", None, "unknown_engine"),
    "checkpoint of the sizes": ("GET", "/api/sizes?checkpoint=none", None, "bad_input"),
    "steps of the sizes": ("GET", "/api/sizes?steps=0", None, "bad_input"),
    "count of the sizes": ("GET", "/api/sizes?count=many", None, "bad_input"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_planned_is_refused_with_the_reason(studio: Studio, case: str) -> None:
    method, path, body, code = BAD[case]
    answer = studio.retoucher.request(method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


@pytest.mark.parametrize("path", ["/api/sizes", "/api/generate/plan"])
def test_viewers_plan_nothing(studio: Studio, path: str) -> None:
    method = "GET" if path == "/api/sizes" else "POST"
    assert studio.caller("viewer").request(method, path, json=ASKED).status_code == 403


def test_every_job_has_a_pace_that_says_what_it_takes(studio: Studio) -> None:
    body = wish(studio.retoucher, strength=0.5)
    journal = studio.retoucher.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    asked = [
        submitted(studio.retoucher, "/api/generate", ASKED),
        submitted(studio.retoucher, "/api/retouch", body | {"journal": journal, "count": 2}),
    ]
    studio.work()
    asked.append(submitted(studio.retoucher, f"/api/journals/{journal}/replay", {}))
    with studio.house.database.write() as tx:
        asked.append(queue_sample(tx, studio.house.queue, small=True)[0].id)

    generate, retouch, replay, sample = (studio.house.queue.get(id).pace for id in asked)

    assert generate == "painter:flat painter-garden 320x256@10 x2 unguided"
    width, height = studio.retoucher.post("/api/plan", json=body).json()["work_size"]
    assert retouch == f"painter:flat painter-garden {width}x{height}@5 x2 unguided"
    assert replay == f"painter:flat painter-garden {width}x{height}@10 x1 unguided"  # both candidates
    assert sample == "painter painter-garden 768x512@10 x1 unguided"
