"""The recommender's lab over HTTP, on the whole installation: policies, evaluation, training, and forgetting."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.pool.keys import EMOTIONS
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate.planting import plant
from hwawon.recommend.simulate.run import Exhibition
from hwawon.recommend.simulate.world import make_world
from support.api import Studio, open_studio

GETS = ("policies", "evaluation", "training")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Pictures, some hundred likes of earlier visitors, and some slates."""
    folder: Path = tmp_path_factory.mktemp("lab")
    with open_studio(folder, engine="painter:flat") as opened:
        world = make_world(320)
        plant(opened.house.database, world)
        exhibition = Exhibition(world, opened.house.database, Recommender(opened.house.database))
        exhibition.remember([world.visitor(1000 + number) for number in range(120)], 6)
        for number in range(25):
            exhibition.receive(world.visitor(number), 2)
        yield opened


def evaluated(studio: Studio) -> dict[str, Any]:
    curator, until_s = studio.caller("curator"), time.monotonic() + 60
    while True:
        told = curator.get("/api/recommend/evaluation").json()
        if told["report"] or told["state"] == "failed" or time.monotonic() > until_s:
            assert told["state"] == "ready", told
            report: dict[str, Any] = told["report"]
            return report
        time.sleep(0.05)


@pytest.mark.parametrize("path", GETS)
def test_only_curators_see_the_lab(studio: Studio, path: str) -> None:
    address = f"/api/recommend/{path}"
    assert studio.stranger.get(address).status_code == 401
    assert studio.retoucher.get(address).status_code == 403
    assert studio.caller("kiosk").get(address).status_code == 403
    assert studio.caller("kiosk").post("/api/recommend/training").status_code == 403
    assert studio.retoucher.put("/api/recommend/policies", json={"policies": []}).status_code == 403


def test_policies_are_put_in_place_of_all_and_default_has_what_is_left(studio: Studio) -> None:
    curator = studio.caller("curator")
    bold = {"name": "bold", "settings": {"exploration": 0.9}, "share": 0.25}
    assert curator.put("/api/recommend/policies", json={"policies": [bold]}).status_code == 200
    told = curator.get("/api/recommend/policies").json()["policies"]
    assert [(one["name"], one["share"]) for one in told] == [("default", 0.75), ("bold", 0.25)]
    assert told[1]["settings"]["exploration"] == 0.9
    curator.put("/api/recommend/policies", json={"policies": []})
    assert [one["name"] for one in curator.get("/api/recommend/policies").json()["policies"]] == ["default"]


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        ([{"name": "a", "share": 0.7}, {"name": "b", "share": 0.7}], "at most 1, got 1.4"),
        ([{"name": "a", "share": 1.5}], "less than or equal to 1"),
        ([{"name": "A B", "share": 0.1}], "should match pattern"),
        ([{"name": "a", "settings": {"colour": 1}}], "colour"),
        ([{"name": "a"}, {"name": "a"}], "'a' 2 times"),
    ],
)
def test_policies_that_do_not_fit_are_refused(studio: Studio, policies: list[dict[str, Any]], said: str) -> None:
    answer = studio.caller("curator").put("/api/recommend/policies", json={"policies": policies})
    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_an_evaluation_is_computed_behind_the_request_and_tells_all_numbers(studio: Studio) -> None:
    report = evaluated(studio)
    assert report["offered"] == 320
    assert [one["protocol"] for one in report["replays"]] == ["time", "visitors"]
    for replay in report["replays"]:
        assert [way["name"] for way in replay["ways"]] == ["random", "popular", "ours"]
        ours = replay["ways"][2]["marks"]
        assert set(ours) >= {"precision@5", "recall@10", "ndcg@25", "mrr@25"}
        assert ours["ndcg@10"]["low"] <= ours["ndcg@10"]["value"] <= ours["ndcg@10"]["high"]
    (usual,) = [one for one in report["policies"] if one["name"] == "default"]
    assert (usual["slates"], usual["pictures"]) == (50, 250)
    assert usual["likes"] > 0
    assert usual["random"]["snips"]["high"] > 0
    assert {one["value"] for one in usual["groups"] if one["attribute"] == "emotion"} <= set(EMOTIONS)


def test_a_training_is_a_job_whose_report_is_told(studio: Studio) -> None:
    curator = studio.caller("curator")
    asked = curator.post("/api/recommend/training", headers={"Idempotency-Key": "one"})
    assert asked.status_code == 202
    assert curator.post("/api/recommend/training").json()["id"] == asked.json()["id"]
    assert curator.get("/api/recommend/training").json()["job"] == asked.json()["id"]
    studio.work()
    told = curator.get("/api/recommend/training").json()
    assert told["job"] is None
    (model,) = told["models"]
    assert (model["kind"], model["state"]) in (("ease", "refused"), ("ease", "live"))
    assert set(model["report"]) >= {"with", "without", "gain", "trials"}
    assert "key" not in model


def test_scripts_for_personalize_are_answered_by_the_whole_server(studio: Studio) -> None:
    body = {"campaignArn": "arn:aws:personalize:eu-west-1:1:campaign/garden", "userId": "script", "numResults": 5}
    answer = studio.caller("kiosk").post("/personalize/recommendations", json=body)
    assert answer.status_code == 200
    assert len(answer.json()["itemList"]) == 5
    similar = {"campaignArn": body["campaignArn"], "itemId": answer.json()["itemList"][0]["itemId"], "numResults": 3}
    assert len(studio.caller("kiosk").post("/personalize/recommendations", json=similar).json()["itemList"]) == 3
    for name in ("trending-now", "popularity-count"):
        named = {"recommenderArn": f"arn:aws:personalize:eu-west-1:1:recommender/{name}", "numResults": 4}
        assert studio.caller("kiosk").post("/personalize/recommendations", json=named).status_code == 200
    assert studio.stranger.post("/personalize/recommendations", json=body).status_code == 403
