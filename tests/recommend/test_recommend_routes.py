"""The recommender over HTTP: for curators alone, with numbers that explain themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.recommend.schema import SlateOut
from support.api import Studio, open_studio
from support.visitors_world import feels, publish, say, tails

PATHS = ("health", "why?item=x", "similar?item=x", "trending", "top-liked")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One server's rooms, with pictures that somebody likes."""
    folder: Path = tmp_path_factory.mktemp("recommend")
    with open_studio(folder) as opened:
        keys = publish(opened.house.database, tails(4))
        for number in range(4):
            say(opened.house.database, f"visitor {number}", keys[number % 2], context=feels("calm", generation="adult"))
        yield opened


@pytest.mark.parametrize("path", PATHS)
def test_only_curators_ask_the_recommender(studio: Studio, path: str) -> None:
    address = f"/api/recommend/{path}"
    assert studio.stranger.get(address).status_code == 401
    assert studio.retoucher.get(address).status_code == 403
    assert studio.caller("kiosk").get(address).status_code == 403


def test_it_tells_how_it_stands(studio: Studio) -> None:
    studio.admin.get("/api/recommend/top-liked")  # which waits until everything is read
    told = studio.caller("curator").get("/api/recommend/health").json()
    assert (told["ready"], told["pictures"], told["visitors"], told["likes"]) == (True, 16, 4, 4)
    assert told["position"] == 4
    assert told["memory_bytes"] > 0


def test_it_tells_the_numbers_behind_a_picture(studio: Studio) -> None:
    item = f"emotions/{tails(4)[0]}"
    query = {"item": item, "emotion": "calm", "generation": "adult"}
    told = studio.admin.get("/api/recommend/why", params=query).json()
    assert (told["likes"], told["served"], told["liked_by"]["emotion:calm"]) == (2, True, 2.0)
    assert told["score"] == pytest.approx(sum(told["parts"].values()), abs=0.001)
    other = studio.admin.get("/api/recommend/why", params=query | {"emotion": "sad"}).json()
    assert other["parts"]["kind"] < told["parts"]["kind"]


def test_a_script_gets_slates_and_lists(studio: Studio) -> None:
    wanted = {"mood": {"calm": 3, "sad": 1}, "season": "winter", "size": 4, "visitor": "visitor 1", "orientation": "v"}
    answer = studio.admin.post("/api/recommend/slates", json=wanted)
    slate = SlateOut.model_validate(answer.json())
    assert (answer.status_code, len(slate.pictures)) == (201, 4)
    assert {one.orientation for one in slate.pictures} == {"v"}
    item = f"emotions/{tails(4)[0]}"
    liked = studio.admin.get("/api/recommend/top-liked").json()["items"]
    assert [one["score"] for one in liked] == [2, 2]
    assert studio.admin.get("/api/recommend/trending").json()["items"][0]["score"] > 0
    alike = studio.admin.get("/api/recommend/similar", params={"item": item, "limit": 3}).json()["items"]
    assert len(alike) == 3
    assert all(one["item"].startswith("emotions/calm/winter") for one in alike)


def test_what_cannot_be_is_refused_with_a_word(studio: Studio) -> None:
    for body in (
        {"emotion": "bored"},
        {"mood": {"calm": -1}},
        {"size": 0},
        {"size": 51},
        {"season": "monsoon"},
        {"no": 1},
    ):
        assert studio.admin.post("/api/recommend/slates", json=body).status_code == 422
    assert studio.admin.get("/api/recommend/why", params={"item": "emotions/no/suchh.jpeg"}).status_code == 404
    assert studio.admin.get("/api/recommend/similar", params={"item": "nothing"}).status_code == 404
    assert studio.admin.get("/api/recommend/trending", params={"window": 1}).status_code == 422
