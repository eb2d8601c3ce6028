"""Painted strengths, trials and wishes that go unheard, over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import update

from hwawon import workshop
from hwawon.storage.tables import picture
from hwawon.storage.trials import TRIAL
from hwawon.storage.types import utc_now
from support.api import Studio, open_studio, photo, png, submitted, upload, wish
from support.webui_stub import A1111, BEFORE_SOFT_MASKS, Personality, Stub, serving

OLD = replace(BEFORE_SOFT_MASKS, missing=("/controlnet",))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def halves(left: int, right: int) -> NDArray[np.uint8]:
    """Strengths of the photograph's size: one left of the mask's middle, one right of it."""
    values = np.full((240, 320), right, np.uint8)
    values[:, :160] = left
    return values


def outcome(studio: Studio, body: dict[str, Any]) -> dict[str, Any]:
    """The result of a retouch."""
    job = submitted(studio.retoucher, "/api/retouch", body)
    studio.work()
    done = studio.retoucher.get(f"/api/jobs/{job}").json()
    assert done["state"] == "succeeded", done["error"]
    found: dict[str, Any] = done["result"]
    return found


def pixels(studio: Studio, id: str) -> NDArray[Any]:
    data = studio.retoucher.get(f"/api/pictures/{id}/file").content
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert found is not None
    return found[:, :, ::-1]


def test_what_is_kept_stays_and_the_step_of_a_journal_is_the_same_when_it_is_replayed(studio: Studio) -> None:
    client = studio.retoucher
    held = upload(client, png(halves(0, 120)), "strengths")
    body = wish(client, strengths=held)
    body["journal"] = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]

    best = outcome(studio, body)["candidates"][0]

    after, reach = pixels(studio, best["picture"]), int(np.ceil(best["reach_px"]))
    assert np.array_equal(after[:, : 160 - reach], photo()[:, : 160 - reach])
    assert not np.array_equal(after[:, 160:], photo()[:, 160:])
    assert best["changed_outside"] == 0
    replay = submitted(client, f"/api/journals/{body['journal']}/replay", {})
    studio.work()
    assert client.get(f"/api/jobs/{replay}").json()["result"]["same"] is True


def test_full_strengths_give_the_same_picture_as_none(studio: Studio) -> None:
    full = upload(studio.retoucher, png(halves(255, 255)), "strengths")
    body = wish(studio.retoucher)

    (first,), (second,) = (outcome(studio, body | {"strengths": held})["candidates"] for held in (None, full))

    assert np.array_equal(pixels(studio, first["picture"]), pixels(studio, second["picture"]))


def test_bad_strengths_are_refused_at_the_door_and_no_job_is_made(studio: Studio) -> None:
    client = studio.retoucher
    small, nothing = (upload(client, png(one), "strengths") for one in (halves(9, 9)[:50], halves(0, 0)))
    theirs = upload(studio.caller("retoucher", "other"), png(halves(9, 9)), "strengths")
    body = wish(client)
    for held, status, told in (
        (small, 422, "the strengths are 320x50; expected the picture's 320x240"),
        (nothing, 422, "nothing is left to repaint"),
        (theirs, 404, theirs),
        ("nobody", 404, "nobody"),
    ):
        for path in ("/api/retouch", "/api/plan"):
            answer = client.post(path, json=body | {"strengths": held})
            assert (answer.status_code, told in answer.json()["error"]) == (status, True), answer.text
    without_mask = {key: value for key, value in body.items() if key != "mask"} | {"strengths": small}
    assert client.post("/api/plan", json=without_mask).status_code == 422
    grown = client.post("/api/retouch", json=body | {"strengths": small, "extend": [8, 0, 0, 0]})
    assert "extend it without them" in grown.json()["error"]
    assert client.get("/api/jobs").json()["items"] == []


def test_a_trial_is_kept_out_of_the_library(studio: Studio) -> None:
    client = studio.retoucher
    body = wish(client, trial=True, count=2)
    before = client.get("/api/pictures").json()["total"]

    candidates = outcome(studio, body)["candidates"]

    assert client.get("/api/pictures").json()["total"] == before
    trials = client.get(f"/api/pictures?kind={TRIAL}").json()["items"]
    assert {one["id"] for one in trials} == {one["picture"] for one in candidates}
    assert client.get(trials[0]["thumbnail_url"]).status_code == 200
    kept = outcome(studio, body | {"trial": False})["candidates"][0]
    assert np.array_equal(pixels(studio, kept["picture"]), pixels(studio, candidates[0]["picture"]))
    assert client.get("/api/pictures").json()["total"] == before + 2


def test_an_old_trial_is_thrown_away_by_a_worker_that_rests(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = outcome(studio, wish(studio.retoucher, trial=True))["candidates"][0]["picture"]
    sweeper = workshop.Sweeper(studio.house)
    with studio.house.database.write() as tx:
        tx.execute(update(picture).where(picture.c.id == trial).values(created_at=utc_now() - timedelta(days=2)))

    sweeper.sweep()
    assert studio.retoucher.get(f"/api/pictures/{trial}").status_code == 200
    monkeypatch.setattr(workshop, "SWEEP_EVERY_S", 0.0)
    sweeper.sweep()

    assert studio.retoucher.get(f"/api/pictures/{trial}").status_code == 404


def test_a_trial_is_no_step_of_a_journal(studio: Studio) -> None:
    body = wish(studio.retoucher, trial=True)
    body["journal"] = studio.retoucher.post("/api/journals", json={"picture": body["picture"]}).json()["id"]

    answer = studio.retoucher.post("/api/retouch", json=body)

    assert answer.status_code == 422
    assert "it is no step of a journal" in answer.json()["error"]


def test_what_an_engine_does_not_heed_is_told_before_and_afterwards(studio: Studio) -> None:
    engines = studio.retoucher.get("/api/engines").json()["items"]
    assert next(one["honours"] for one in engines if one["engine"] == "painter") == [
        "lines",
        "negative_prompt",
        "reference",
        "strengths",
    ]
    body = wish(studio.retoucher, engine="painter", prompt="", guidance_scale=4)

    told = "painter does not heed guidance"
    assert told in studio.retoucher.post("/api/plan", json=body).json()["notices"]
    assert told in outcome(studio, body)["notices"]
    generated = {"prompt": "x", "engine": "painter:flat", "negative_prompt": "y"}
    plan = studio.retoucher.post("/api/generate/plan", json=generated).json()
    assert "painter:flat does not heed negative prompt" in plan["notices"]
    job = submitted(studio.retoucher, "/api/generate", generated)
    studio.work()
    done = studio.retoucher.get(f"/api/jobs/{job}").json()["result"]
    assert done["notices"] == ["painter:flat does not heed negative prompt"]


@pytest.mark.parametrize(
    ("personality", "changes", "told"),
    [
        (OLD, {"strengths": halves(0, 255)}, "webui cannot follow strengths"),
        (OLD, {"lineart": halves(0, 255)}, "webui cannot follow line art"),
        (OLD, {"reference": photo()}, "webui cannot follow reference"),
        (A1111, {"prompt": "(tulip:1.2.3)"}, "the weight '1.2.3'"),
    ],
    ids=("strengths", "lines", "reference", "weight"),
)
def test_what_would_be_painted_wrongly_is_refused_at_the_door(
    tmp_path: Path, personality: Personality, changes: dict[str, Any], told: str
) -> None:
    with serving(Stub(personality)) as url, open_studio(tmp_path, webui_url=url) as studio:
        client = studio.retoucher
        named = {
            key: upload(client, png(value)) if isinstance(value, np.ndarray) else value
            for key, value in changes.items()
        }

        answer = client.post("/api/retouch", json=wish(client, engine="webui") | named)

        assert answer.status_code == 422
        assert told in answer.json()["error"]
        assert client.get("/api/jobs").json()["items"] == []
