"""Zones over HTTP: who may do what, manifests that are asked for again and waited for, and pictures that leave."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from support.api import Studio, open_studio
from support.screens import published, retract


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("screens")) as opened:
        yield opened


@pytest.fixture(scope="module")
def keys(studio: Studio) -> list[str]:
    return published(studio.house.database, studio.house.objects, 24)


@pytest.fixture(scope="module")
def curator(studio: Studio) -> TestClient:
    return studio.caller("curator")


@pytest.fixture(scope="module")
def display(studio: Studio) -> TestClient:
    return studio.caller("display")


def of(keys: list[str], orientation: str) -> list[str]:
    return [key for key in keys if key.endswith(f"{orientation}.jpeg")]


def manifest(display: TestClient, zone: str = "zone1") -> dict[str, Any]:
    answer = display.get(f"/api/zones/{zone}/manifest")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def put(curator: TestClient, zone: str, status: int = 200, **pictures: Any) -> dict[str, Any]:
    answer = curator.post(f"/api/zones/{zone}/manifest", json=pictures)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_three_zones_are_there_from_the_start_and_show_pictures_by_themselves(
    curator: TestClient, keys: list[str]
) -> None:
    found = curator.get("/api/zones").json()["items"]
    assert [zone["name"] for zone in found[:3]] == ["zone1", "zone2", "zone3"]
    assert len(found[0]["slots"]) == 18
    items = [one["item"] for one in found[0]["slots"].values()]
    assert len(set(items)) == 18 and set(items) <= set(keys)


def test_fixed_addresses_give_the_sources_bytes_to_everybody(
    studio: Studio, curator: TestClient, keys: list[str]
) -> None:
    put(curator, "zone2", portrait=of(keys, "v")[:8], landscape=of(keys, "h")[:8])
    source = studio.stranger.get(f"/{of(keys, 'h')[4]}").content
    answer = studio.stranger.get("/display/zone2/img5h.jpeg")
    assert (answer.content, answer.headers["cache-control"]) == (source, "public, no-cache")
    portraits = [studio.stranger.get(f"/display/zone2/img{number}v.jpeg").content for number in range(1, 9)]
    put(curator, "zone2", landscape=of(keys, "h")[9:11])
    assert [studio.stranger.get(f"/display/zone2/img{number}v.jpeg").content for number in range(1, 9)] == portraits
    assert studio.stranger.get("/display/zone2/img1h.jpeg").content != source
    again = studio.stranger.get("/display/zone2/img5h.jpeg", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["zone1/img0h.jpeg", "zone1/img1x.jpeg", "nowhere/img1h.jpeg", "files/abc.jpeg"])
def test_addresses_that_are_none_are_not_found(studio: Studio, keys: list[str], address: str) -> None:
    assert studio.stranger.get(f"/display/{address}").status_code == 404


def test_files_by_their_hash_are_for_ever_and_their_bytes_fit(
    studio: Studio, display: TestClient, keys: list[str]
) -> None:
    one = manifest(display)["slots"]["1h"]
    answer = studio.stranger.get(f"/{one['url']}")
    assert (len(answer.content), answer.headers["content-type"]) == (one["bytes"], one["media_type"])
    assert "immutable" in answer.headers["cache-control"]
    head = studio.stranger.head(f"/{one['url']}")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(one["bytes"]), b"")


def test_bad_zones_pictures_and_repeats_are_refused_and_nothing_changes(
    curator: TestClient, display: TestClient, keys: list[str]
) -> None:
    before = manifest(display)["version"]
    put(curator, "nowhere", 404, landscape=keys[:1])
    put(curator, "zone1", 422, landscape=["emotions/happy/none_1h.jpeg"])
    put(curator, "zone1", 422, landscape=[keys[0]] * 2)
    put(curator, "zone1", 422, landscape=of(keys, "h")[:10])
    put(curator, "zone1", 422)
    assert manifest(display)["version"] == before
    assert put(curator, "zone1", landscape=[keys[0]] * 2, repeats=True)["version"] > before
    curator.delete("/api/zones/zone1/manifest")


def test_strangers_and_wrong_roles_are_refused(studio: Studio, display: TestClient, curator: TestClient) -> None:
    kiosk, retoucher = studio.caller("kiosk"), studio.retoucher
    assert studio.stranger.get("/api/zones").status_code == 401
    assert display.get("/api/zones").status_code == 403
    assert display.post("/api/zones/zone1/manifest", json={}).status_code == 403
    assert kiosk.get("/api/zones/zone1/manifest").status_code == 403
    assert retoucher.post("/api/programmes", json={}).status_code == 403
    assert [one.get("/api/zones/zone1/info").status_code for one in (kiosk, display, curator)] == [200] * 3
    assert retoucher.get("/api/zones/zone1/info").status_code == 403
    assert studio.stranger.get("/public/zone1.json").status_code == 200


def test_a_manifest_that_is_known_is_not_sent_again_and_tells_the_time(display: TestClient, keys: list[str]) -> None:
    first = display.get("/api/zones/zone3/manifest")
    again = display.get("/api/zones/zone3/manifest", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert abs(float(again.headers["x-server-time"]) - time.time()) < 5
    assert abs(first.json()["server_time"] - time.time()) < 5


def test_a_waiting_screen_is_told_at_once(curator: TestClient, display: TestClient, keys: list[str]) -> None:
    tag = display.get("/api/zones/zone3/manifest").headers["etag"]
    timer = threading.Timer(0.5, put, (curator, "zone3"), {"landscape": [keys[2]]})
    began = time.monotonic()
    timer.start()
    answer = display.get("/api/zones/zone3/manifest?wait=20", headers={"If-None-Match": tag})
    assert answer.json()["slots"]["1h"]["item"] == keys[2]
    assert 0.4 < time.monotonic() - began < 3
    tag, began = answer.headers["etag"], time.monotonic()
    quiet = display.get("/api/zones/zone3/manifest?wait=1", headers={"If-None-Match": tag})
    assert quiet.status_code == 304 and time.monotonic() - began > 0.9


def test_all_screens_are_told_the_same_moment_to_change(
    curator: TestClient, display: TestClient, keys: list[str]
) -> None:
    now = time.time()
    put(curator, "zone1", landscape=of(keys, "h")[:3])
    first, second = manifest(display), manifest(display)
    at = first["timeline"][0]["at"]
    assert at == second["timeline"][0]["at"] and 0.5 < at - now < 3
    assert first["sets"][str(first["version"])] == first["slots"]


def test_a_retracted_picture_leaves_every_zone_within_one_poll_and_no_place_is_empty(
    studio: Studio, curator: TestClient, display: TestClient, keys: list[str]
) -> None:
    victim = of(keys, "h")[0]
    for zone in ("zone1", "zone2"):
        put(curator, zone, landscape=of(keys, "h")[:9])
    file = manifest(display)["slots"]["1h"]["url"]
    retract(studio.house.database, victim)
    for zone in ("zone1", "zone2"):
        found = manifest(display, zone)
        items = [found["slots"][f"{number}h"]["item"] for number in range(1, 10)]
        assert victim not in items and len(set(items)) == 9
        assert items[1:] == of(keys, "h")[1:9]
        assert all(victim != one["item"] for slots in found["sets"].values() for one in slots.values())
    assert studio.stranger.get(f"/{file}").status_code == 404


def test_a_file_that_is_damaged_behind_our_back_is_replaced(
    studio: Studio, curator: TestClient, display: TestClient, keys: list[str]
) -> None:
    victim = of(keys, "v")[0]
    put(curator, "zone1", portrait=of(keys, "v")[:2])
    one = manifest(display)["slots"]["1v"]
    studio.house.objects.write(victim, b"noise")
    assert studio.stranger.get(f"/{one['url']}").status_code == 404
    after = manifest(display)["slots"]["1v"]["item"]
    assert after != victim
    assert studio.stranger.get("/display/zone1/img1v.jpeg").status_code == 200


def test_zones_are_made_changed_and_removed(curator: TestClient, keys: list[str]) -> None:
    made = curator.put("/api/zones/lobby", json={"title": "로비", "timezone": "Asia/Seoul", "neighbours": ["zone3"]})
    assert (made.status_code, made.json()["settings"]["title"]) == (200, "로비")
    near = {one["item"] for one in curator.get("/api/zones/zone3").json()["slots"].values()}
    assert not near & {one["item"] for one in made.json()["slots"].values()}
    wrong = [{"timezone": "Moon"}, {"neighbours": ["nowhere"]}, {"source": {"kind": "fixed"}}, {"lead_s": -1}]
    assert [curator.put("/api/zones/lobby", json=one).status_code for one in wrong] == [422] * 4
    assert curator.put("/api/zones/files", json={}).status_code == 422
    assert curator.delete("/api/zones/lobby").status_code == 204
    assert curator.get("/api/zones/lobby").status_code == 404
    assert curator.delete("/api/zones/zone1").status_code == 409
