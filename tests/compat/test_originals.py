"""The original's paths: its JSON, its names, who may call them, and nothing that ends in a 500."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert

from hwawon.bulk.one import BATCH
from hwawon.storage.tables import journal
from hwawon.storage.types import utc_now
from support.api import Studio, open_studio
from support.planting import plant, rows_of, served, tails_of

BASE = "http://127.0.0.1:8600"
CELL = "calm/spring,sunny,day"
BULK = {
    "index": 0,
    "prompt": '{"emotion":"happy","emotionText":"happy","favorite":"","others":"flowers, fantasy"}',
    "fname": "imgPool/happy/spring,sunny,day/img_20230417-144723",
}
CALLS: dict[str, dict[str, Any]] = {
    "/text2image": {"text": "flowers", "width": 64, "height": 64},
    "/bulk": BULK,
    "/retrieve": {"emotion": "happy"},
    "/removePool": {"objName": ["imgPool/happy/a_1h.jpeg"]},
    "/remove": {"objName": ["emotions/happy/a_1h.jpeg"]},
    "/clearIndex": {"objName": "emotions/happy/a_1h.jpeg"},
    "/gardenfromDB": {"emotion": "happy"},
}


def promote(curator: TestClient, ids: list[str]) -> None:
    answer = curator.post("/api/promotions", json={"kind": "promote", "pictures": ids})
    assert answer.json()["promoted"] == len(ids), answer.text


def planted(studio: Studio, count: int, cell: str = CELL) -> list[str]:
    emotion, favorite = cell.split("/")
    ids: list[str] = plant(studio.house.database, studio.house.objects, *tails_of(count, emotion, favorite))
    return ids


def keys_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.text
    return {side: [one["url"].removeprefix(f"{BASE}/") for one in found] for side, found in answer.json().items()}


@pytest.mark.parametrize("path", CALLS)
def test_no_credential_is_401_and_a_wrong_role_403(path: str, untouched: Studio) -> None:
    assert untouched.stranger.post(path, json=CALLS[path]).status_code == 401
    for role in ("viewer", "display", "retoucher", *(("kiosk",) if path != "/gardenfromDB" else ())):
        assert untouched.caller(role).post(path, json=CALLS[path]).status_code == 403, role
    if path != "/text2image":  # which waits for a worker
        for role in ("curator", "admin", *(("kiosk",) if path == "/gardenfromDB" else ())):
            assert untouched.caller(role).post(path, json=CALLS[path]).status_code == 200, role
    assert untouched.admin.get(path).status_code == 405


def test_retrieve_lists_the_pool_by_search_key_in_two_lists(studio: Studio, curator: TestClient) -> None:
    planted(studio, 5)
    planted(studio, 2, "calm/winter,snowy,day")
    cell = keys_of(curator.post("/retrieve", json={"emotion": CELL}))
    emotion = keys_of(curator.post("/retrieve", json={"emotion": "calm"}))
    assert cell == {
        "landscape": [f"imgPool/{CELL}/img_{number:05d}h.jpeg" for number in (0, 2, 4)],
        "portrait": [f"imgPool/{CELL}/img_{number:05d}v.jpeg" for number in (1, 3)],
    }
    assert [len(side) for side in emotion.values()] == [4, 3]
    first = curator.post("/retrieve", json={"emotion": CELL}).json()["landscape"][0]
    assert first == {"url": f"{BASE}/imgPool/{CELL}/img_00000h.jpeg", "emotion": CELL}
    assert curator.get(first["url"]).content.startswith(b"\xff\xd8")


@pytest.mark.parametrize("path", ["/retrieve", "/gardenfromDB"])
def test_an_unknown_search_key_gives_two_empty_lists(path: str, untouched: Studio) -> None:
    curator = untouched.caller("curator")
    for key in ("joy", "", "happy", "calm/", "a/b/c", "calm/\u0000", "../../etc", "calm/" + "x" * 500):
        assert curator.post(path, json={"emotion": key}).json() == {"landscape": [], "portrait": []}, key


def test_garden_from_db_lists_what_visitors_see(studio: Studio, curator: TestClient) -> None:
    ids = planted(studio, 6)
    promote(curator, ids[:5])
    body = {"id": "47f9eeb5", "emotion": CELL, "generation": "adult", "gender": "Male"}
    kiosk = studio.caller("kiosk")
    found = keys_of(kiosk.post("/gardenfromDB", json=body))
    assert [len(side) for side in found.values()] == [3, 2]
    assert found["landscape"][0] == f"emotions/{CELL}/img_00000h.jpeg"
    assert keys_of(kiosk.post("/gardenfromDB", json={"emotion": "Calm"})) == found
    assert studio.stranger.get(f"/{found['portrait'][0]}").status_code == 200


def test_a_file_deleted_behind_the_server_is_listed_no_more(studio: Studio, curator: TestClient) -> None:
    promote(curator, planted(studio, 3))
    studio.house.objects.delete(f"imgPool/{CELL}/img_00000h.jpeg")
    studio.house.objects.delete(f"emotions/{CELL}/img_00001v.jpeg")
    pool = keys_of(curator.post("/retrieve", json={"emotion": CELL}))
    garden = keys_of(curator.post("/gardenfromDB", json={"emotion": CELL}))
    assert [len(side) for side in pool.values()] == [1, 1]
    assert [len(side) for side in garden.values()] == [2, 0]


def test_bodies_are_read_under_any_content_type(studio: Studio, curator: TestClient) -> None:
    planted(studio, 2)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "image/jpeg", ""):
        headers = {"Content-Type": kind} if kind else {}
        answer = curator.post("/retrieve", content=json.dumps({"emotion": CELL}), headers=headers)
        assert [len(side) for side in keys_of(answer).values()] == [1, 1]


def test_bulk_queues_a_pair_once_and_gives_the_request_back(studio: Studio, curator: TestClient) -> None:
    for _ in range(2):
        answer = curator.post("/bulk", json=BULK)
        assert (answer.status_code, answer.json()) == (200, BULK)
    answer = curator.post("/bulk", json={**BULK, "prompt": json.loads(str(BULK["prompt"])), "index": 1, "more": 1})
    assert answer.json()["more"] == 1
    jobs = curator.get(f"/api/jobs?batch={BATCH}").json()["items"]
    assert sorted(job["request"]["name"].rpartition("/")[2] for job in jobs) == [
        "img_20230417-144723_0h.jpeg",
        "img_20230417-144723_0v.jpeg",
        "img_20230417-144723_1h.jpeg",
        "img_20230417-144723_1v.jpeg",
    ]
    assert {(job["request"]["request"]["width"], job["request"]["request"]["height"]) for job in jobs} == {
        (1280, 800),
        (800, 1280),
    }
    assert {job["request"]["request"]["prompt"] for job in jobs} == {"happy, flowers, fantasy"}


def test_remove_pool_deletes_files_and_rows_and_keeps_what_is_served(studio: Studio, curator: TestClient) -> None:
    database, objects = studio.house.database, studio.house.objects
    ids = planted(studio, 5)
    promote(curator, ids[2:3])
    keys = [f"imgPool/{CELL}/img_0000{number}{'hv'[number % 2]}.jpeg" for number in range(5)]

    for _ in range(2):
        answer = curator.post("/removePool", json={"objName": keys[:3]})
        assert (answer.status_code, answer.content) == (200, b"")

    left = keys_of(curator.post("/retrieve", json={"emotion": CELL}))
    assert sorted(left["landscape"] + left["portrait"]) == keys[3:]
    assert sorted(objects.keys("imgPool")) == keys[3:]
    serving = f"emotions/{CELL}/img_00002h.jpeg"
    assert keys_of(curator.post("/gardenfromDB", json={"emotion": CELL})) == {"landscape": [serving], "portrait": []}
    now = rows_of(database, ids[2])
    assert (now["pool_key"], now["key"], now["published"], served(database)) == (None, serving, True, [serving])
    assert curator.get(f"/api/pictures/{ids[2]}/file").status_code == 200
    assert curator.get(f"/api/pool/{ids[0]}").status_code == 404


def test_remove_takes_file_index_and_item_together(studio: Studio, curator: TestClient) -> None:
    database, objects = studio.house.database, studio.house.objects
    ids = planted(studio, 4)
    promote(curator, ids)
    emotions = [f"emotions/{CELL}/img_0000{number}{'hv'[number % 2]}.jpeg" for number in range(4)]
    in_pool = [key.replace("emotions", "imgPool") for key in emotions]
    curator.post("/removePool", json={"objName": in_pool[1:2]})

    wanted = [emotions[0], emotions[1], emotions[2], in_pool[2]]
    for _ in range(2):
        assert curator.post("/remove", json={"objName": wanted}).status_code == 200
        assert curator.post("/clearIndex", json={"objName": emotions[0]}).status_code == 200

    assert served(database) == sorted(objects.keys("emotions")) == [emotions[3]]
    assert sorted(objects.keys("imgPool")) == [in_pool[0], in_pool[3]]
    assert [curator.get(f"/api/pool/{id}").status_code for id in ids] == [200, 404, 404, 200]
    assert studio.stranger.get(f"/{emotions[0]}").status_code == 404


def test_clear_index_unpublishes_and_keeps_the_file(studio: Studio, curator: TestClient) -> None:
    ids = planted(studio, 2)
    promote(curator, ids)
    key = f"emotions/{CELL}/img_00000h.jpeg"
    for _ in range(2):
        assert curator.post("/clearIndex", json={"objName": key}).status_code == 200
    assert served(studio.house.database) == [f"emotions/{CELL}/img_00001v.jpeg"]
    assert studio.house.objects.exists(key)
    assert studio.stranger.get(f"/{key}").status_code == 404
    promote(curator, ids[:1])
    assert len(served(studio.house.database)) == 2


def test_a_key_as_it_stands_in_an_address_is_understood(studio: Studio, curator: TestClient) -> None:
    plant(studio.house.database, studio.house.objects, "happy/100% cat #1/a_1h.jpeg")
    found = curator.post("/retrieve", json={"emotion": "happy"}).json()["landscape"]
    assert found[0]["url"] == f"{BASE}/imgPool/happy/100%25%20cat%20%231/a_1h.jpeg"
    assert curator.get(found[0]["url"]).status_code == 200
    curator.post("/removePool", json={"objName": [found[0]["url"].removeprefix(f"{BASE}/")]})
    assert list(studio.house.objects.keys("imgPool")) == []


def test_what_a_journal_is_built_on_is_refused_with_its_reason(studio: Studio, curator: TestClient) -> None:
    ids = planted(studio, 2)
    now = utc_now()
    with studio.house.database.write() as tx:
        tx.execute(insert(journal).values(id="j", base_picture=ids[0], title="Tulips", created_at=now, updated_at=now))
    keys = [f"imgPool/{CELL}/img_00000h.jpeg", f"imgPool/{CELL}/img_00001v.jpeg"]
    answer = curator.post("/removePool", json={"objName": keys})
    assert answer.status_code == 409 and "Tulips" in answer.json()["error"]
    assert list(studio.house.objects.keys("imgPool")) == keys[:1]


OUTSIDE = (
    "html/index.html",
    "profile/a.jpeg",
    "display/zone1/img1h.jpeg",
    "imgPool",
    "imgPool/a.jpeg",
    "imgPool/happy/a/b/c.jpeg",
    "imgPool/../hwawon.sqlite",
    "imgPool/happy/..",
    "imgPool/happy/.hidden.jpeg",
    "imgPool/happy/a.txt",
    "imgPool/joy/a.jpeg",
    "/imgPool/happy/a.jpeg",
    "imgPool\\happy\\a.jpeg",
    "imgPool/happy/a\u0000.jpeg",
    "ab/cd/abcd.png",
    "imgPool/happy/" + "x" * 400 + ".jpeg",
)


@pytest.mark.parametrize("path", ["/removePool", "/remove", "/clearIndex"])
def test_a_key_outside_the_gardens_folders_is_refused_and_nothing_is_deleted(
    path: str, studio: Studio, curator: TestClient
) -> None:
    promote(curator, planted(studio, 2))
    before = sorted(studio.house.objects.keys())
    good = f"imgPool/{CELL}/img_00000h.jpeg"
    for key in OUTSIDE:
        answer = curator.post(path, json={"objName": key if path == "/clearIndex" else [good, key]})
        assert answer.status_code == 422, key
    assert sorted(studio.house.objects.keys()) == before


def test_each_removal_has_its_own_folders(studio: Studio, curator: TestClient) -> None:
    assert curator.post("/removePool", json={"objName": ["emotions/happy/a_1h.jpeg"]}).status_code == 422
    assert curator.post("/clearIndex", json={"objName": "imgPool/happy/a_1h.jpeg"}).status_code == 422


BAD: list[Any] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b'{"emotion": "\\ud800", "objName": ["\\ud800"]}',
    b"[" * 5000,
    {},
    {"emotion": None, "objName": None, "text": None, "fname": None, "prompt": None, "index": None},
    {"emotion": 5, "objName": 5, "text": 5, "fname": 5, "prompt": "{}", "index": "x"},
    {"emotion": ["happy"], "objName": "imgPool/happy/a_1h.jpeg", "text": ["a"], "fname": [], "prompt": [], "index": []},
    {"emotion": {}, "objName": {"0": "imgPool/happy/a_1h.jpeg"}, "text": {}, "fname": {}, "prompt": {}, "index": {}},
    {"emotion": "x" * 5000, "objName": ["imgPool/happy/a.jpeg"] * 5001, "text": "", "fname": "x", "index": -1},
    {"objName": [["imgPool/happy/a.jpeg"]], "text": "   ", "fname": "emotions/happy/a", "prompt": "{}", "index": 0},
    {"text": "a", "width": 63, "height": "tall", "fname": "imgPool/happy/a", "prompt": "no json", "index": 0},
    {"text": "a\u0000", "width": 64, "height": 64, "fname": "imgPool/joy/a", "prompt": "{}", "index": 0},
    {"text": "a", "width": 1e9, "height": -1, "fname": "imgPool/happy/a", "prompt": "[1]", "index": 0},
    {"text": "a", "width": 67, "height": 64, "fname": "imgPool/happy/a", "prompt": '{"emotionText": 5}', "index": 0},
    {"text": "a", "width": True, "height": [], "fname": "imgPool/happy/a/b/c", "prompt": "{}", "index": 10**40},
    {"text": "__none__", "fname": "imgPool/../a", "prompt": '{"others": "a\\u0000"}', "index": 1.5},
]


@pytest.mark.parametrize("path", CALLS)
def test_bad_input_is_refused_with_a_reason_and_never_a_500(path: str, untouched: Studio) -> None:
    curator = untouched.caller("curator")
    for body in BAD:
        answer = curator.post(path, content=body if isinstance(body, bytes) else json.dumps(body).encode())
        is_search = isinstance(body, dict) and isinstance(body.get("emotion"), str)
        if path in ("/retrieve", "/gardenfromDB") and is_search and answer.status_code == 200:
            continue
        assert answer.status_code == 422, (body, answer.text)
        assert answer.json()["error"]


def test_the_paths_lie_below_the_path_prefix(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat", base_path="/studio") as studio:
        curator = studio.caller("curator")
        planted(studio, 1)
        found = curator.post("/studio/retrieve", json={"emotion": CELL}).json()["landscape"]
        assert found[0]["url"] == f"{BASE}/studio/imgPool/{CELL}/img_00000h.jpeg"
        page = studio.stranger.get("/studio/html/viewer/viewer2.html", follow_redirects=False)
        assert page.headers["location"] == "/studio/#/serving"


PAGES = {
    "/html/text2image.html": "generate",
    "/html/text2image/text2image.html": "generate",
    "/html/pool/bulk/bulk.html": "bulk",
    "/html/pool/preview/preview.html": "curate",
    "/html/pool/preview/preview2.html": "curate",
    "/html/viewer/viewer.html": "serving",
    "/html/viewer/viewer2.html": "serving",
    "/html/prompt-generator/prompt-generator.html": "bulk",
}


def test_the_originals_pages_lead_to_ours(untouched: Studio) -> None:
    for address, page in PAGES.items():
        answer = untouched.stranger.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/#/{page}")


def test_a_closed_network_needs_no_credential_for_these_paths_alone(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat", compat_open=True) as studio:
        key = f"imgPool/{CELL}/img_00000h.jpeg"
        planted(studio, 1)
        stranger = studio.stranger
        assert len(stranger.post("/retrieve", json={"emotion": CELL}).json()["landscape"]) == 1
        assert stranger.get(f"/{key}").status_code == 200
        assert stranger.post("/bulk", json=BULK).status_code == 200
        assert stranger.get("/api/pool").status_code == 401
        elsewhere = {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        wrong = {"Authorization": "Bearer wrong"}
        for headers, status in ((elsewhere, 403), ({"Origin": "http://elsewhere.example"}, 403), (wrong, 401)):
            assert stranger.post("/remove", json={"objName": [key]}, headers=headers).status_code == status
        assert studio.caller("viewer").post("/remove", json={"objName": [key]}).status_code == 403
        assert stranger.post("/remove", json={"objName": [key]}, headers={"Origin": BASE}).status_code == 200
        assert not studio.house.objects.exists(key)
