"""The pool over HTTP, with two curators."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from hwawon.pool import rows
from hwawon.pool.keys import FAVORITES
from hwawon.pool.rows import Scores
from hwawon.storage.garden_tables import pool
from support.api import Studio, open_studio
from support.pool import pool_picture


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path, base_path="/garden") as opened:
        yield opened


def put(studio: Studio, tail: str, **told: Any) -> str:
    with studio.house.database.write() as tx:
        return pool_picture(tx, tail, **told).id


def test_a_picture_is_shown_with_all_that_is_said_of_it(studio: Studio) -> None:
    scores = Scores(unsafe=0.1, sharpness=0.5, blankness=0.0, fingerprint="0" * 16)
    id = put(studio, "sad/spring,rainy,day/a_1v.jpeg", title="A fox", model="m", scores=scores)
    shown = studio.caller("curator").get("/garden/api/pool").json()
    assert (shown["next_cursor"], shown["total"], shown["total_is_exact"]) == (None, 1, True)
    (item,) = shown["items"]
    created = item.pop("created_at")
    assert created.startswith("20")
    assert item == {
        **{"id": id, "key": "imgPool/sad/spring,rainy,day/a_1v.jpeg", "tail": "sad/spring,rainy,day/a_1v.jpeg"},
        **{"emotion": "sad", "favorite": "spring,rainy,day", "orientation": "v", "state": "unreviewed", "stars": 0},
        **{"disputed": False, "published": False, "in_pool": True, "width": 96, "height": 64, "bytes": 1000},
        **{"model": "m", "bulk": None, "parent": None, "journal": None, "unsafe": 0.1, "sharpness": 0.5},
        **{"blankness": 0.0, "cluster": id, "cluster_size": 1, "title": "A fox"},
        "url": f"/garden/api/pictures/{id}/file",
        "thumbnail_url": f"/garden/api/pictures/{id}/thumbnail",
        "view_url": f"/garden/api/pictures/{id}/view",
    }


def test_filters_of_the_address_narrow_the_list_and_the_facets(studio: Studio) -> None:
    curator = studio.caller("curator")
    for n in range(4):
        put(studio, f"{'happy' if n % 2 else 'sad'}/x{n}h.jpeg", prompt="a fox" if n else "a cat")
    asked = "emotion=happy&emotion=sad&state=unreviewed&q=fox&from=2026-01-01"
    assert curator.get(f"/garden/api/pool?{asked}&limit=2&order=oldest").json()["total"] == 3
    found = curator.get("/garden/api/pool/facets?emotion=happy").json()
    assert found == {
        **{"total": 2, "is_exact": True, "state": {"unreviewed": 2}, "emotion": {"happy": 2}},
        **{"orientation": {"h": 2}, "model": {"": 2}},
        "cells": [{"emotion": "happy", "favorite": "", "pictures": 2}],
    }


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("emotion=merry", "merry"),
        ("state=judged", "judged"),
        ("stars_min=6", "6"),
        ("unsafe_min=2", "2"),
        ("limit=501", "501"),
        ("order=random", "random"),
        ("from=yesterday", "yesterday"),
        ("cursor=abc", "abc"),
        ("colour=red", "colour"),
        ("duplicates=perhaps", "perhaps"),
    ],
)
def test_a_filter_that_is_none_is_refused_naming_what_was_asked(studio: Studio, asked: str, words: str) -> None:
    answer = studio.caller("curator").get(f"/garden/api/pool?{asked}")
    assert answer.status_code in (400, 422)
    assert words in answer.json()["error"]


ROUTES = [
    ("GET", "/api/pool", None),
    ("GET", "/api/pool/facets", None),
    ("GET", "/api/pool/agreement", None),
    ("GET", "/api/pool/commit", None),
    ("GET", "/api/pool/x", None),
    ("POST", "/api/pool/verdicts", {"pictures": ["x"], "verdict": "keep"}),
    ("POST", "/api/pool/verdicts/undo", None),
    ("POST", "/api/pool/clusters/x/keep", {"picture": "x"}),
    ("POST", "/api/pool/queue", {}),
    ("POST", "/api/pool/queue/release", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_only_curators_are_let_in(studio: Studio, method: str, path: str, body: Any) -> None:
    for role in ("retoucher", "viewer", "kiosk", "display"):
        assert studio.caller(role).request(method, f"/garden{path}", json=body).status_code == 403
    assert studio.stranger.request(method, f"/garden{path}", json=body).status_code == 401


def test_two_curators_share_a_queue_and_take_back_only_their_own(studio: Studio) -> None:
    ann, ben = studio.caller("curator", "Ann"), studio.caller("curator", "Ben")
    ids = [put(studio, f"calm/x{n}h.jpeg") for n in range(4)]
    mine = ann.post("/garden/api/pool/queue", json={"limit": 2}).json()
    theirs = ben.post("/garden/api/pool/queue", json={"limit": 9, "filters": {"emotion": "calm"}}).json()
    assert [one["id"] for one in mine["items"] + theirs["items"]] == ids
    assert (mine["left"], mine["left_is_exact"]) == (4, True) and mine["held_until"] > mine["items"][0]["created_at"]
    act = ann.post("/garden/api/pool/verdicts", json={"pictures": ids[:2], "verdict": "star", "stars": 4}).json()
    assert [(one["state"], one["stars"]) for one in act["items"]] == [("kept", 4)] * 2
    assert ben.post("/garden/api/pool/verdicts/undo").status_code == 409
    ben.post("/garden/api/pool/queue/release", json={"pictures": ids[2:3]})
    asked = {"second": True, "limit": 1}
    (second,) = ben.post("/garden/api/pool/queue", json=asked).json()["items"]
    assert second["id"] == ids[0]
    (told,) = ben.post("/garden/api/pool/verdicts", json={"pictures": ids[:1], "verdict": "reject"}).json()["items"]
    assert (told["state"], told["disputed"]) == ("kept", True)
    assert ben.get("/garden/api/pool?disputed=true").json()["total"] == 1
    found = ann.get("/garden/api/pool/agreement").json()
    assert found == {"pairs": 1, "same": 0, "share": 0.0, "kappa": 0.0, "disputed": 1}
    refused = ann.post("/garden/api/pool/verdicts/undo")
    assert refused.status_code == 409 and ids[0] in refused.json()["error"]
    ben.post("/garden/api/pool/verdicts/undo")
    undone = ann.post("/garden/api/pool/verdicts/undo").json()
    assert undone["act"] == act["act"] and {one["state"] for one in undone["items"]} == {"unreviewed"}
    history = ann.get(f"/garden/api/pool/{ids[0]}").json()["verdicts"]
    assert [(one["owner_name"], one["verdict"], one["second"], one["undone_at"] is None) for one in history] == [
        ("Ann", "star", False, False),
        ("Ben", "reject", True, False),
    ]


def test_one_picture_shows_its_record_its_near_duplicates_and_its_children(studio: Studio) -> None:
    curator = studio.caller("curator")
    first = put(studio, "calm/ah.jpeg", prompt="a lake")
    near = put(studio, "calm/bh.jpeg", cluster=first)
    child = put(studio, "calm/a-r1h.jpeg", parent=first, kind="retouched")
    with studio.house.database.write() as tx:
        tx.execute(update(pool).where(pool.c.picture.in_([first, near])).values(alike=True))
    shown = curator.get(f"/garden/api/pool/{first}").json()
    assert shown["record"] == {"request": {"prompt": "a lake"}} and shown["cluster_size"] == 2
    assert [one["id"] for one in shown["relatives"]] == [near]
    assert [one["id"] for one in shown["children"]] == [child]
    assert curator.get("/garden/api/pool/nothing").status_code == 404
    kept = curator.post(f"/garden/api/pool/clusters/{first}/keep", json={"picture": near}).json()
    assert [(one["id"], one["state"]) for one in kept["items"]] == [(first, "rejected"), (near, "kept")]
    summary = curator.get("/garden/api/pool/commit?emotion=calm").json()
    assert (summary["kept"], summary["rejected"], summary["kept_not_published"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "body",
    [
        {"pictures": [], "verdict": "keep"},
        {"pictures": ["x"] * 501, "verdict": "keep"},
        {"pictures": ["x"], "verdict": "love"},
        {"pictures": ["x"], "verdict": "star"},
        {"pictures": ["x"], "verdict": "keep", "stars": 3},
    ],
)
def test_a_verdict_that_is_none_is_refused(studio: Studio, body: dict[str, Any]) -> None:
    assert studio.caller("curator").post("/garden/api/pool/verdicts", json=body).status_code == 422


def test_a_verdict_on_what_is_not_there_is_not_found(studio: Studio) -> None:
    body = {"pictures": [put(studio, "calm/ah.jpeg"), "nowhere"], "verdict": "keep"}
    answer = studio.caller("curator").post("/garden/api/pool/verdicts", json=body)
    assert answer.status_code == 404 and "nowhere" in answer.json()["error"]
    with studio.house.database.read() as tx:
        assert rows.get(tx, body["pictures"][0]).state == "unreviewed"


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_list_is_entered_anywhere_by_a_number_or_by_a_picture(studio: Studio, order: str) -> None:
    curator = studio.caller("curator")
    for n in range(9):
        put(studio, f"{'sad' if n % 3 == 0 else 'happy'}/y{n}h.jpeg")
    asked = f"/garden/api/pool?emotion=happy&order={order}&limit=2"
    ids = [item["id"] for item in curator.get(f"/garden/api/pool?emotion=happy&order={order}").json()["items"]]
    assert len(ids) == 6
    for position in range(6):
        page = curator.get(f"{asked}&position={position}").json()
        assert [item["id"] for item in page["items"]] == ids[position : position + 2]
        assert page["position"] == position
        assert curator.get(f"{asked}&at={ids[position]}").json()["position"] == position
    assert curator.get(f"{asked}&position=99").json()["items"] == []
    following = curator.get(f"{asked}&position=3&cursor=").json()["next_cursor"]
    assert [item["id"] for item in curator.get(f"{asked}&cursor={following}").json()["items"]] == ids[5:]


def test_a_picture_that_the_filter_leaves_out_has_no_place_in_its_list(studio: Studio) -> None:
    curator = studio.caller("curator")
    sad = put(studio, "sad/z1h.jpeg")
    happy = put(studio, "happy/z1h.jpeg")
    page = curator.get(f"/garden/api/pool?emotion=happy&at={sad}").json()
    assert ([item["id"] for item in page["items"]], page["position"]) == ([happy], None)
    assert curator.get("/garden/api/pool?emotion=happy&at=nobody").json()["position"] is None


def test_what_is_odd_in_a_filter_is_answered_and_breaks_nothing(studio: Studio) -> None:
    """Signs without a word, the last day of the calendar, one value a thousand times, every cell at once."""
    curator, id = studio.caller("curator"), put(studio, "sad/spring,rainy,day/ah.jpeg")
    cells = [("favorite", favorite) for favorite in FAVORITES]
    many = [("emotion", "sad")] * 1000
    for asked in ([("q", "?!")], [("to", "9999-12-31")], many, cells):
        for path in ("", "/facets", "/commit"):
            answer = curator.get(f"/garden/api/pool{path}", params=tuple(asked))
            assert answer.status_code == 200, (asked[:1], path, answer.text)
    shown = curator.get("/garden/api/pool", params=(*cells, ("state", "unreviewed"))).json()
    assert [one["id"] for one in shown["items"]] == [id]


def test_more_values_than_there_are_favorites_and_nul_are_refused(studio: Studio) -> None:
    curator = studio.caller("curator")
    many = "&".join(f"favorite=f{number}" for number in range(65))
    for asked in (many, "favorite=a%00b", "model=a%00b", "q=%00"):
        assert curator.get(f"/garden/api/pool?{asked}").status_code == 422, asked
