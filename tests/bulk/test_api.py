"""Runs over HTTP: who may ask, what is told before, what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.api import Studio, open_studio
from support.bulks import SMALL, asked, begun, told


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def test_runs_are_for_curators_and_every_curator_orders_all(studio: Studio) -> None:
    id = begun(studio)
    curator = studio.caller("curator")

    for method, path in [
        ("POST", "/api/bulks"),
        ("POST", "/api/bulks/plan"),
        ("GET", "/api/bulks"),
        ("GET", f"/api/bulks/{id}"),
        ("DELETE", f"/api/bulks/{id}"),
        *(("POST", f"/api/bulks/{id}/{order}") for order in ("pause", "resume", "cancel", "restart")),
    ]:
        assert studio.stranger.request(method, path, json=asked()).status_code == 401
        assert studio.retoucher.request(method, path, json=asked()).status_code == 403
        assert studio.caller("kiosk").request(method, path, json=asked()).status_code == 403
    assert curator.get(f"/api/bulks/{id}").json()["total"] == 6
    assert curator.post(f"/api/bulks/{id}/cancel").json()["state"] == "cancelled"


def test_an_empty_question_is_the_originals_run_by_the_engine_of_the_settings(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat") as studio:
        answer = studio.admin.post("/api/bulks", json={})
        assert answer.status_code == 202
        assert answer.json()["total"] == 20
        run = told(studio, answer.json()["id"])

    assert (run["state"], run["engine"], run["left"]) == ("running", "painter:flat", 20)
    assert run["request"]["repeats"] == 10
    assert (run["eta_s"], run["pictures_per_hour"]) == (None, None)


def test_a_plan_shows_the_exact_prompts_and_makes_nothing(studio: Studio) -> None:
    studio.admin.put("/api/wildcards/colour", json={"words": ["red", "blue"]})
    cells = [{"emotion": "sad", "emotion_text": ""}, {"emotion": "calm", "prompt": "a {rose|lily}"}]
    body = asked(cells=cells, others="__colour__ flowers", repeats=2, seed=5)

    plan = studio.admin.post("/api/bulks/plan", json=body).json()

    assert plan["total"] == 8
    assert len(plan["prompts"]) == 5
    assert set(plan["prompts"]) <= {"red flowers", "blue flowers", "a rose", "a lily"}
    assert plan["tokens_over"] == 0
    assert plan["eta_s"] is None
    assert studio.admin.get("/api/bulks").json()["items"] == []
    begun(studio, cells=cells, others="__colour__ flowers", repeats=2, seed=5)
    studio.work()
    made = studio.admin.get("/api/pictures?limit=100").json()["items"]
    records = [studio.admin.get(f"/api/pictures/{one['id']}").json()["record"] for one in made]
    first = sorted(records, key=lambda record: record["nth"])[:5]
    assert [record["request"]["prompt"] for record in first] == plan["prompts"]

    assert 0 < studio.admin.post("/api/bulks/plan", json=body).json()["eta_s"] < 60


def test_a_plan_counts_the_cells_whose_words_are_too_many(studio: Studio) -> None:
    cells = [{"emotion": "sad"}, {"emotion": "calm", "prompt": "rose " * 80}, {"emotion": "happy"}]

    assert studio.admin.post("/api/bulks/plan", json=asked(cells=cells)).json()["tokens_over"] == 1


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"cells": [{"emotion": "bored"}]}, 422, "unknown emotion"),
        ({"repeats": 0}, 422, "greater than or equal to 1"),
        ({"others": "__nothing__"}, 422, "there is no list of words 'nothing'"),
        ({"orientations": [SMALL[0] | {"width": 321}]}, 422, "cannot paint 321x256"),
        ({"sampler": "best"}, 422, "unknown sampler 'best'"),
        ({"engine": "nobody"}, 422, "unknown engine"),
        ({"engine": "painter:dies"}, 422, "unknown engine"),
        ({"controls": [{"kind": "line_art", "picture": "f" * 32}]}, 404, "there is no picture"),
    ],
)
@pytest.mark.parametrize("path", ["/api/bulks", "/api/bulks/plan"])
def test_what_cannot_be_made_is_refused_before_anything_is_made(
    studio: Studio, path: str, changes: dict[str, Any], status: int, said: str
) -> None:
    answer = studio.caller("curator").post(path, json=asked(**changes))

    assert answer.status_code == status, answer.text
    assert said in answer.json()["error"]
    assert studio.house.queue.page(10).items == ()
    assert studio.admin.get("/api/bulks").json()["items"] == []


def test_words_that_no_database_holds_are_refused(studio: Studio) -> None:
    answer = studio.admin.post("/api/bulks", json=asked(cells=[{"emotion": "happy", "prompt": "x\x00"}]))

    assert answer.status_code == 422
    assert "NUL" in answer.json()["error"]


def test_runs_are_listed_newest_first_in_pages(studio: Studio) -> None:
    ids = [begun(studio, title=f"run {number}") for number in range(3)]

    first = studio.admin.get("/api/bulks?limit=2").json()
    second = studio.admin.get(f"/api/bulks?limit=2&cursor={first['next_cursor']}").json()

    assert [one["id"] for one in first["items"] + second["items"]] == ids[::-1]
    assert [one["title"] for one in first["items"]] == ["run 2", "run 1"]
    assert all((one["total"], one["left"], one["state"]) == (6, 6, "running") for one in first["items"])
    assert second["next_cursor"] is None
    assert studio.admin.get("/api/bulks?limit=101").status_code == 422
    assert studio.admin.get("/api/bulks/nothing").status_code == 404
    assert studio.admin.post("/api/bulks/nothing/pause").status_code == 404


def test_a_run_tells_of_itself_to_those_who_listen(studio: Studio) -> None:
    from hwawon.storage import events

    id = begun(studio)
    studio.admin.post(f"/api/bulks/{id}/pause")
    studio.admin.post(f"/api/bulks/{id}/cancel")
    studio.admin.delete(f"/api/bulks/{id}")

    with studio.house.database.read() as tx:
        heard = [one.payload for one in events.after(tx, 0) if one.topic == "bulk"]
    assert heard == [{"id": id}] * 4


def test_a_list_of_runs_names_their_cells_and_one_run_tells_their_words(studio: Studio) -> None:
    cells = [{"emotion": "sad", "favorite": "spring,rainy,day", "prompt": "a long story " * 1000}]
    id = str(studio.admin.post("/api/bulks", json=asked(cells=cells)).json()["id"])
    (listed,) = studio.admin.get("/api/bulks").json()["items"]
    assert listed["request"]["cells"] == [{"emotion": "sad", "favorite": "spring,rainy,day"}]
    assert told(studio, id)["request"] == listed["request"] | {"cells": cells}
