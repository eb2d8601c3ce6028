"""What visitors see: the curators' list of it, and the files under the original's names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from support.api import Studio, open_studio
from support.planting import JPEG, plant, tails_of

TAIL = "happy/spring,sunny,day/화원 a+b'1h.jpeg"
ESCAPED = "happy/spring%2Csunny%2Cday/%ED%99%94%EC%9B%90%20a%2Bb%271h.jpeg"


@pytest.fixture(params=["", "/garden"])
def studio(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data", base_path=request.param) as opened:
        yield opened


def planted(studio: Studio, *tails: str, **values: Any) -> list[str]:
    return plant(studio.house.database, studio.house.objects, *tails, **values)


def promote(studio: Studio, ids: list[str], kind: str = "promote") -> None:
    answer = studio.admin.post("/api/promotions", json={"kind": kind, "pictures": ids})
    assert (answer.status_code, answer.json()["promoted"]) == (202, len(ids))


def test_a_file_is_public_while_its_picture_is_published_and_no_longer(studio: Studio) -> None:
    ids = planted(studio, TAIL)
    prefix = studio.house.settings.base_path
    addresses = [f"{start}/emotions/{tail}" for start in {"", prefix} for tail in (TAIL.replace("+", "%2B"), ESCAPED)]
    addresses.append(f"/emotions/{TAIL}")  # a plus sign in a path means itself
    assert [studio.stranger.get(address).status_code for address in addresses] == [404] * len(addresses)
    promote(studio, ids)
    for address in addresses:
        answer = studio.stranger.get(address)
        assert (answer.status_code, answer.content) == (200, JPEG + TAIL.encode()), address
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/jpeg", "public, no-cache")
    promote(studio, ids, "retract")
    gone = studio.stranger.get(addresses[0])
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_head_tags_and_ranges_hold(studio: Studio) -> None:
    promote(studio, planted(studio, TAIL))
    address, size = f"/emotions/{TAIL}", len(JPEG + TAIL.encode())
    head = studio.stranger.head(address)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(size), b"")
    known = {"If-None-Match": head.headers["etag"]}
    assert studio.stranger.get(address, headers=known).status_code == 304
    assert studio.stranger.head(address, headers=known).status_code == 304
    part = studio.stranger.get(address, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, (JPEG + TAIL.encode())[2:5])


def test_the_pools_files_are_the_curators(studio: Studio) -> None:
    planted(studio, TAIL)
    callers: list[tuple[TestClient, int]] = [
        (studio.stranger, 401),
        (studio.retoucher, 403),
        (studio.caller("kiosk"), 403),
        (studio.caller("curator"), 200),
    ]
    for caller, status in callers:
        assert caller.get(f"/imgPool/{TAIL}").status_code == status
    assert studio.admin.get("/imgPool/happy/nothing1h.jpeg").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["happy/%2e%2e/%2e%2e/secret.jpeg", "..%2f..%2fhwawon.sqlite", "happy/a/b/c.jpeg", "glad/1h.jpeg", "happy/x.txt"],
)
def test_what_is_no_name_of_a_picture_leads_nowhere(studio: Studio, path: str) -> None:
    for start in ("/emotions/", "/imgPool/"):
        answer = studio.admin.get(start + path)
        assert 400 <= answer.status_code < 500
        assert answer.json()["ok"] is False


def test_the_list_has_exact_totals_pages_and_jumps(studio: Studio) -> None:
    happy, sad = planted(studio, *tails_of(30)), planted(studio, *tails_of(10, "sad", ""))
    planted(studio, *tails_of(5, "calm"))
    promote(studio, happy)
    promote(studio, sad)
    newest = [*reversed(sad), *reversed(happy)]

    def page(**asked: Any) -> tuple[list[str], int, int, str | None]:
        body = studio.admin.get("/api/serving", params=asked).json()
        return [one["id"] for one in body["items"]], body["total"], body["position"], body["next_cursor"]

    first, total, position, cursor = page(limit=15)
    assert (first, total, position) == (newest[:15], 40, 0)
    assert page(limit=15, cursor=cursor)[:3] == (newest[15:30], 40, 15)
    for place in (0, 1, 19, 20, 21, 38, 39):
        assert page(limit=3, position=place)[:3] == (newest[place : place + 3], 40, place)
        assert page(limit=3, position=place, order="oldest")[0] == newest[::-1][place : place + 3]
    assert page(position=40) == page(position=9999) == ([], 40, 40, None)
    assert page(emotion="sad", position=8)[:3] == (newest[8:10], 10, 8)
    cell = {"emotion": "happy", "favorite": "spring,sunny,day", "orientation": "v"}
    assert page(**cell, position=13)[:3] == (list(reversed(happy))[::2][13:], 15, 13)
    promote(studio, sad, "retract")
    assert page(limit=1)[1] == 30


def test_the_list_and_the_promotions_are_for_curators_alone(studio: Studio) -> None:
    ids = planted(studio, TAIL)
    body = {"kind": "promote", "pictures": ids}
    for caller, status in ((studio.stranger, 401), (studio.retoucher, 403), (studio.caller("viewer"), 403)):
        assert caller.get("/api/serving").status_code == status
        assert caller.get("/api/promotions").status_code == status
        assert caller.post("/api/promotions", json=body).status_code == status
    made = studio.caller("curator").post("/api/promotions", json=body).json()
    for caller, status in ((studio.stranger, 401), (studio.retoucher, 403)):
        for address in (f"/api/promotions/{made['id']}", f"/api/promotions/{made['id']}/pictures"):
            assert caller.get(address).status_code == status
        for address in ("undo", "continue"):
            assert caller.post(f"/api/promotions/{made['id']}/{address}").status_code == status
