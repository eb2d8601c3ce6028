"""Slates come through a quick door: as the framework would answer, and to nobody else."""

from collections.abc import Iterator

import pytest

from support.garden_visits import Garden, open_garden


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("garden")) as opened:
        yield opened


def calm(garden: Garden) -> str:
    id = garden.agreed()
    garden.done("put", id, "mood", {"emotion": "calm"})
    return id


def test_the_quick_answer_is_shaped_as_the_framework_s(garden: Garden) -> None:
    address = f"/api/visits/{calm(garden)}/slate"
    quick, slow = garden.kiosk.get(f"{address}?size=2"), garden.kiosk.get(f"{address}?size=4&size=2")
    assert (quick.status_code, slow.status_code) == (200, 200)
    assert quick.headers["content-type"] == slow.headers["content-type"]
    assert quick.headers["cache-control"] == slow.headers["cache-control"]
    assert quick.json().keys() == slow.json().keys()
    assert [len(one.json()["pictures"]) for one in (quick, slow)] == [2, 2]
    assert quick.json()["pictures"][0].keys() == slow.json()["pictures"][0].keys()


@pytest.mark.parametrize("query", ["size=0", "size=51", "size=many", "orientation=x", "more=perhaps", "colour=red"])
def test_a_wrong_question_is_refused_in_words_and_shows_nothing(garden: Garden, query: str) -> None:
    id = calm(garden)
    refused = garden.kiosk.get(f"/api/visits/{id}/slate?{query}")
    assert refused.status_code == 422
    assert query.split("=")[0] in refused.json()["error"]


def test_strangers_and_other_devices_get_no_slate(garden: Garden) -> None:
    address = f"/api/visits/{calm(garden)}/slate"
    assert garden.kiosk.get(address).status_code == 200
    assert garden.studio.stranger.get(address).status_code == 401
    assert garden.other.get(address).status_code == 404
    assert garden.studio.caller("display").get(address).status_code == 403


def test_a_key_that_is_taken_back_gets_no_slate_from_then_on(garden: Garden) -> None:
    name = "the kiosk on the stairs"
    kiosk = garden.studio.caller("kiosk", name)
    visit = kiosk.post("/api/visits", json={}).json()["id"]
    kiosk.post(f"/api/visits/{visit}/consent", json={"camera": False})
    assert kiosk.get(f"/api/visits/{visit}/slate").status_code == 200
    (key,) = [
        one
        for one in garden.studio.admin.get("/api/tokens").json()["items"]
        if one["name"] == "the kiosk on the stairs"
    ]
    assert garden.studio.admin.delete(f"/api/tokens/{key['id']}").status_code == 204
    assert kiosk.get(f"/api/visits/{visit}/slate").status_code == 401


def test_a_visit_that_has_ended_gets_no_slate(garden: Garden) -> None:
    id = calm(garden)
    garden.done("post", id, "end")
    assert garden.kiosk.get(f"/api/visits/{id}/slate").status_code == 409
