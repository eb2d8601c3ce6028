"""Promotions over HTTP: small ones within the request, large ones by a job that can be cancelled and continued."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.promote import run
from support.api import Studio, open_studio
from support.planting import plant, served, tails_of


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data") as opened:
        yield opened


def begin(studio: Studio, key: str | None = None, **asked: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = studio.admin.post("/api/promotions", json=asked, headers=headers)
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


def shown(studio: Studio, id: str) -> dict[str, Any]:
    return dict(studio.admin.get(f"/api/promotions/{id}").json())


def test_the_same_key_and_body_is_the_same_promotion_and_another_body_is_refused(studio: Studio) -> None:
    ids = plant(studio.house.database, studio.house.objects, *tails_of(3))
    first = begin(studio, "k", kind="promote", pictures=ids)
    begin(studio, kind="retract", pictures=ids)
    again = begin(studio, "k", kind="promote", pictures=ids)
    assert (again["id"], again["promoted"]) == (first["id"], 3)
    assert served(studio.house.database) == []
    other = studio.admin.post(
        "/api/promotions", json={"kind": "promote", "pictures": ids[:1]}, headers={"Idempotency-Key": "k"}
    )
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    other = studio.caller("curator").post(
        "/api/promotions", json={"kind": "promote", "pictures": ids[:1]}, headers={"Idempotency-Key": "k"}
    )
    assert other.status_code == 202  # another person's key is another key


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "promote"},
        {"kind": "promote", "pictures": []},
        {"kind": "promote", "pictures": ["a"], "filter": {}},
        {"kind": "publish", "pictures": ["a"]},
        {"kind": "promote", "filter": {"emotion": "glad"}},
        {"kind": "promote", "filter": {"nothing": 1}},
        {"kind": "promote", "pictures": ["a"], "unpublish_only": True},
        {"kind": "remove", "filter": {}},
    ],
)
def test_a_wish_that_means_nothing_is_refused_before_anything_is_done(studio: Studio, body: dict[str, Any]) -> None:
    answer = studio.admin.post("/api/promotions", json=body)
    assert (answer.status_code, answer.json()["ok"]) == (422, False)
    assert studio.admin.get("/api/promotions").json() == {"items": [], "next_cursor": None}


def test_up_to_64_pictures_are_done_within_the_request_and_more_by_a_job(studio: Studio) -> None:
    plant(studio.house.database, studio.house.objects, *tails_of(64))
    small = begin(studio, kind="promote", filter={})
    assert (small["state"], small["promoted"], small["job"]) == ("done", 64, None)
    plant(studio.house.database, studio.house.objects, *tails_of(65, "sad"))
    large = begin(studio, kind="promote", filter={"emotion": "sad"})
    assert (large["state"], large["asked"], large["left"]) == ("running", 65, 65)
    assert studio.admin.post(f"/api/promotions/{large['id']}/continue").status_code == 409
    assert studio.admin.post(f"/api/promotions/{large['id']}/undo").status_code == 409
    assert studio.work() == 1
    done = shown(studio, large["id"])
    assert (done["state"], done["promoted"], done["can_undo"]) == ("done", 65, True)
    job = studio.admin.get(f"/api/jobs/{large['job']}").json()
    assert (job["state"], job["step"], job["steps"]) == ("succeeded", 65, 65)
    assert [one["id"] for one in studio.admin.get("/api/promotions").json()["items"]] == [large["id"], small["id"]]


def test_a_cancelled_promotion_is_counted_and_goes_on_where_it_stopped(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SLICE", 20)
    ids = plant(studio.house.database, studio.house.objects, *tails_of(100))
    made = begin(studio, kind="promote", pictures=ids)
    planned = run._planned

    def cancelling(*args: Any) -> Any:
        studio.admin.delete(f"/api/jobs/{made['job']}")
        return planned(*args)

    with monkeypatch.context() as patch:
        patch.setattr(run, "_planned", cancelling)
        studio.work()
    stopped = shown(studio, made["id"])
    assert (stopped["state"], stopped["promoted"], stopped["left"]) == ("running", 20, 80)
    assert len(served(studio.house.database)) == 20
    assert studio.admin.post(f"/api/promotions/{made['id']}/continue").status_code == 202
    studio.work()
    done = shown(studio, made["id"])
    assert (done["state"], done["promoted"], done["skipped"], done["failed"]) == ("done", 100, 0, 0)
    assert studio.admin.post(f"/api/promotions/{made['id']}/continue").status_code == 409


def test_the_pictures_of_a_promotion_are_listed_by_outcome_in_pages(studio: Studio) -> None:
    ids = plant(studio.house.database, studio.house.objects, *tails_of(5))
    begin(studio, kind="promote", pictures=ids[:1])
    studio.house.objects.delete(f"imgPool/{tails_of(5)[3]}")
    made = begin(studio, kind="promote", pictures=ids)
    address = f"/api/promotions/{made['id']}/pictures"
    first = studio.admin.get(address, params={"outcome": "promoted", "limit": 2}).json()
    rest = studio.admin.get(address, params={"outcome": "promoted", "limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["picture"] for one in first["items"] + rest["items"]] == [ids[1], ids[2], ids[4]]
    assert rest["next_cursor"] is None
    (failed,) = studio.admin.get(address, params={"outcome": "failed"}).json()["items"]
    assert (failed["position"], failed["reason"]) == (3, f"its file imgPool/{tails_of(5)[3]} is gone")
    for other in ("", "/pictures", "/undo", "/continue"):
        method = studio.admin.post if other in ("/undo", "/continue") else studio.admin.get
        assert method(f"/api/promotions/{'0' * 32}{other}").status_code == 404


def test_a_list_of_promotions_shows_the_first_of_what_was_asked_for(studio: Studio) -> None:
    one = begin(studio, kind="promote", pictures=[f"p{number}" for number in range(300)])
    assert len(shown(studio, one["id"])["selection"]["pictures"]) == 300
    begin(studio, kind="promote", filter={"emotion": "sad"})
    by_filter, by_ids = studio.admin.get("/api/promotions").json()["items"]
    assert by_ids["selection"]["pictures"] == [f"p{number}" for number in range(100)]
    assert by_filter["selection"]["filter"] == {"emotion": ["sad"]}
