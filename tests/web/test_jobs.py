"""Jobs over HTTP: their places, pausing, moving, restarting; and whose they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hwawon.jobs import Priority
from hwawon.storage import pictures
from support.api import Studio, open_studio, submitted, wish


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def generate(client: TestClient, seed: int = 1) -> str:
    asked = {"prompt": "tulips", "width": 256, "height": 256, "seed": seed, "engine": "painter:flat"}
    return submitted(client, "/api/generate", asked)


def order(client: TestClient) -> list[str]:
    """The jobs that wait, as they will run."""
    items = client.get("/api/jobs", params={"order": "turn", "state": "enqueued"}).json()["items"]
    places = [one["place"] for one in items if not one["paused"]]
    assert places == list(range(1, len(places) + 1))
    return [one["id"] for one in items]


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_waiting_job_has_a_place_and_a_finished_one_none(studio: Studio) -> None:
    first, second = (generate(studio.retoucher, seed) for seed in (1, 2))
    places = [studio.retoucher.get(f"/api/jobs/{id}").json()["place"] for id in (first, second)]
    assert places == [1, 2]
    studio.work()
    listed = studio.retoucher.get("/api/jobs").json()["items"]
    assert [one["place"] for one in listed] == [None, None]


def test_jobs_move_and_answer_with_their_new_place(studio: Studio) -> None:
    ids = [generate(studio.retoucher, seed) for seed in range(3)]
    moved = studio.retoucher.post(f"/api/jobs/{ids[2]}/move", json={"to": "front"})
    assert (moved.status_code, moved.json()["place"]) == (200, 1)
    studio.retoucher.post(f"/api/jobs/{ids[2]}/move", json={"to": "back"})
    studio.retoucher.post(f"/api/jobs/{ids[1]}/move", json={"to": "before", "job": ids[0]})
    assert order(studio.retoucher) == [ids[1], ids[0], ids[2]]


GOALS: tuple[dict[str, Any], ...] = (
    {"to": "up"},
    {"to": "before"},
    {"to": "front", "job": "x"},
    {},
    {"to": "front", "x": 1},
)


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_that_is_none_is_refused(studio: Studio, goal: dict[str, Any]) -> None:
    id = generate(studio.retoucher)
    assert refused(studio.retoucher.post(f"/api/jobs/{id}/move", json=goal)) == (422, "bad_input")


def test_a_retoucher_moves_among_the_own_jobs_and_a_curator_anywhere(studio: Studio) -> None:
    other, curator = studio.caller("retoucher"), studio.caller("curator")
    theirs, mine = generate(other), generate(studio.retoucher)
    before_theirs = {"to": "before", "job": theirs}
    assert refused(studio.retoucher.post(f"/api/jobs/{mine}/move", json=before_theirs)) == (404, "not_found")
    assert studio.retoucher.post(f"/api/jobs/{mine}/move", json={"to": "front"}).json()["place"] == 2
    assert curator.post(f"/api/jobs/{mine}/move", json=before_theirs).json()["place"] == 1
    assert order(curator) == [mine, theirs]


@pytest.mark.parametrize("what", ["pause", "resume", "move", "restart"])
def test_somebody_elses_job_is_not_there(studio: Studio, what: str) -> None:
    theirs = generate(studio.caller("retoucher"))
    assert refused(studio.retoucher.post(f"/api/jobs/{theirs}/{what}", json={"to": "front"})) == (404, "not_found")


def test_a_paused_job_waits_and_a_finished_one_cannot_be_paused(studio: Studio) -> None:
    id, other = generate(studio.retoucher), generate(studio.retoucher, 2)
    paused = studio.retoucher.post(f"/api/jobs/{id}/pause").json()
    assert (paused["state"], paused["paused"], paused["place"]) == ("enqueued", True, None)
    assert order(studio.retoucher) == [other, id]
    assert refused(studio.retoucher.post(f"/api/jobs/{id}/move", json={"to": "front"})) == (409, "conflict")
    studio.work()
    assert studio.retoucher.get(f"/api/jobs/{id}").json()["state"] == "enqueued"
    resumed = studio.retoucher.post(f"/api/jobs/{id}/resume").json()
    assert (resumed["paused"], resumed["place"]) == (False, 1)
    studio.work()
    for what in ("pause", "resume", "move"):
        assert refused(studio.retoucher.post(f"/api/jobs/{id}/{what}", json={"to": "front"})) == (409, "conflict")


def test_a_batch_is_paused_and_goes_on_for_those_whose_jobs_it_has(studio: Studio) -> None:
    id = generate(studio.retoucher)
    owner = studio.retoucher.get(f"/api/jobs/{id}").json()["owner"]
    with studio.house.database.write() as tx:
        for name in range(2):
            studio.house.queue.submit(tx, "generate", {"n": name}, owner=owner, batch="b", priority=Priority.BULK)
    stranger = studio.caller("retoucher")
    assert stranger.post("/api/jobs/pause", json={"batch": "b"}).json() == {"jobs": 0}
    assert studio.retoucher.post("/api/jobs/pause", json={"batch": "b"}).json() == {"jobs": 2}
    listed = studio.retoucher.get("/api/jobs", params={"batch": "b"}).json()["items"]
    assert [(one["paused"], one["state"]) for one in listed] == [(True, "enqueued")] * 2
    assert studio.caller("curator").post("/api/jobs/resume", json={"batch": "b"}).json() == {"jobs": 2}


def test_the_list_is_narrowed_by_kind_state_and_journal(studio: Studio) -> None:
    body = wish(studio.retoucher)
    journal = studio.retoucher.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    on_it = submitted(studio.retoucher, "/api/retouch", body | {"journal": journal})
    submitted(studio.retoucher, "/api/retouch", body)
    made = generate(studio.retoucher)

    def ids(**query: str) -> list[str]:
        return [one["id"] for one in studio.retoucher.get("/api/jobs", params=query).json()["items"]]

    assert ids(journal=journal) == [on_it]
    assert ids(kind="generate") == [made]
    assert ids(kind="generate", state="failed") == []
    assert studio.retoucher.get(f"/api/jobs/{on_it}").json()["journal"] == journal
    assert studio.retoucher.get(f"/api/jobs/{made}").json()["journal"] is None
    studio.work()
    assert ids(journal=journal, state="succeeded") == [on_it]
    assert ids(journal="nothing") == []
    assert refused(studio.retoucher.get("/api/jobs?order=turn&state=failed")) == (422, "bad_input")


def test_dead_letters_come_back_together_but_those_whose_picture_is_gone(studio: Studio) -> None:
    bodies = [wish(studio.retoucher) for _ in range(2)]
    ids = [submitted(studio.retoucher, "/api/retouch", body) for body in bodies]
    mask, objects = bodies[0]["mask"], studio.house.objects
    with studio.house.database.read() as tx:
        key = pictures.get(tx, bodies[0]["picture"]).key  # the same bytes, so the same object for both
    data = objects.get(key)
    objects.delete(key)
    studio.work()
    objects.put(data, ".png")
    assert {studio.retoucher.get(f"/api/jobs/{id}").json()["state"] for id in ids} == {"failed"}
    assert studio.retoucher.delete(f"/api/pictures/{mask}").status_code == 204

    alone = studio.retoucher.post(f"/api/jobs/{ids[0]}/restart")
    assert refused(alone) == (409, "conflict") and mask in alone.json()["error"]
    stranger = studio.caller("retoucher")
    assert stranger.post("/api/jobs/restart-failed", json={}).json() == {"restarted": 0, "skipped": 0}
    assert studio.retoucher.post("/api/jobs/restart-failed", json={"kind": "generate"}).json()["restarted"] == 0
    assert studio.retoucher.post("/api/jobs/restart-failed", json={}).json() == {"restarted": 1, "skipped": 1}
    studio.work()
    assert studio.retoucher.get(f"/api/jobs/{ids[1]}").json()["state"] == "succeeded"
