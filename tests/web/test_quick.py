"""The list, the thumbnails and the originals are answered before the framework, and as it would."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hwawon.web.quick import bytes_at_hand
from support.api import Studio, open_studio, photo, png


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def uploaded(caller: TestClient, title: str = "coffee.png") -> dict[str, object]:
    answer = caller.post("/api/pictures", files={"file": (title, png(photo()), "image/png")})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


def test_a_thumbnail_is_named_by_its_hash_and_known_for_ever(studio: Studio) -> None:
    address = str(uploaded(studio.retoucher)["thumbnail_url"])
    first = studio.retoucher.get(address)
    assert first.status_code == 200
    assert first.headers["content-type"] == "image/webp"
    assert "immutable" in first.headers["cache-control"]
    assert first.headers["x-content-type-options"] == "nosniff"
    again = studio.retoucher.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_thumbnail_and_its_head_come_from_the_framework(studio: Studio) -> None:
    address = str(uploaded(studio.retoucher)["thumbnail_url"])
    part = studio.retoucher.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)


@pytest.mark.parametrize("path", ["/api/pictures", "/api/pictures/{id}/file", "{thumbnail}"])
def test_strangers_and_devices_are_refused_at_each_quick_door(studio: Studio, path: str) -> None:
    made = uploaded(studio.retoucher)
    address = path.format(id=made["id"], thumbnail=made["thumbnail_url"])
    assert studio.retoucher.get(address).status_code == 200
    refused = studio.stranger.get(address)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert studio.caller("kiosk").get(address).status_code == 403
    wrong = studio.stranger.get(address, headers={"Authorization": "Bearer nobody's"})
    assert wrong.status_code == 401


def test_a_key_that_is_taken_back_opens_no_quick_door_from_then_on(studio: Studio) -> None:
    made = uploaded(studio.retoucher)
    viewer = studio.caller("viewer", "the viewer's key")
    assert viewer.get("/api/pictures").status_code == 200
    (key,) = [one for one in studio.admin.get("/api/tokens").json()["items"] if one["name"] == "the viewer's key"]
    assert studio.admin.delete(f"/api/tokens/{key['id']}").status_code == 204
    assert viewer.get("/api/pictures").status_code == 401
    assert viewer.get(str(made["thumbnail_url"])).status_code == 401


def test_somebody_elses_original_is_not_there_for_another(studio: Studio) -> None:
    made = uploaded(studio.retoucher)
    other = studio.caller("retoucher", "another")
    assert other.get(f"/api/pictures/{made['id']}/file").status_code == 404
    assert other.get("/api/pictures").json()["items"] == []
    assert studio.retoucher.get(f"/api/pictures/{made['id']}/file").content == png(photo())


def test_a_part_of_an_original_and_one_that_is_known_are_answered_as_usual(studio: Studio) -> None:
    address = f"/api/pictures/{uploaded(studio.retoucher)['id']}/file"
    whole = studio.retoucher.get(address)
    assert whole.headers["content-disposition"] == "inline; filename*=UTF-8''coffee.png"
    part = studio.retoucher.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, whole.content[4:8])
    known = studio.retoucher.get(address, headers={"If-None-Match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert {name: known.headers[name] for name in ("etag", "cache-control")} == {
        name: whole.headers[name] for name in ("etag", "cache-control")
    }


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "published=perhaps", "colour=red", "q=%00"])
def test_a_query_that_is_none_is_refused_in_the_usual_words(studio: Studio, query: str) -> None:
    refused = studio.retoucher.get(f"/api/pictures?{query}")
    assert refused.status_code == 422
    assert refused.json()["ok"] is False


def test_a_cursor_that_is_not_ours_is_refused(studio: Studio) -> None:
    assert studio.retoucher.get("/api/pictures?cursor=made-up").status_code == 422


def test_an_unknown_hash_is_not_found_and_a_word_that_is_none_is_refused(studio: Studio) -> None:
    assert studio.retoucher.get(f"/api/thumbnails/{'0' * 64}").status_code == 404
    assert studio.retoucher.get("/api/thumbnails/../secret").status_code in (404, 422)
    assert studio.retoucher.get("/api/thumbnails/short").status_code == 422


def test_quick_doors_stand_below_the_path_prefix_too(tmp_path: Path) -> None:
    with open_studio(tmp_path, base_path="/studio") as studio:
        made = uploaded(
            TestClient(studio.app, base_url="http://127.0.0.1:8600", headers=dict(studio.retoucher.headers))
        )
        address = str(made["thumbnail_url"])
        assert address.startswith("/studio/api/thumbnails/")
        assert studio.retoucher.get(address).status_code == 200


def test_bytes_are_at_hand_only_for_small_files_that_are_there(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.write_bytes(b"1234")
    assert bytes_at_hand(small, 4) == (b"1234" if hasattr(os, "RWF_NOWAIT") else None)
    assert bytes_at_hand(small, 3) is None
    assert bytes_at_hand(tmp_path / "missing", 4) is None
