"""The place over HTTP: what it switches off is not offered, and visitors are told what is true of it."""

from collections.abc import Iterator

import pytest

from support.garden_visits import Garden, open_garden


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("place")) as opened:
        yield opened


def test_what_the_place_switches_off_is_not_offered(garden: Garden) -> None:
    garden.place(share=False, returning="none")
    try:
        id = garden.agreed()
        final = garden.done("post", id, "final", {"item": garden.slate(id)["pictures"][0]["item"]})
        assert (final["share"], final["return_code"], final["codes"]["share"]) == ("", "", "")
        assert final["forget"]
        assert garden.kiosk.get(f"/api/visits/{id}/qr.svg").status_code == 404
    finally:
        garden.place(share=True, returning="code")


def test_a_notice_is_told_in_the_asked_language(garden: Garden) -> None:
    notice = garden.kiosk.get("/api/notice", params={"language": "ko"}).json()
    assert (notice["language"], notice["reason"]) == ("ko", "")
    assert garden.kiosk.get("/api/notice", params={"language": "fr"}).status_code == 422


def test_a_place_tells_why_it_reads_no_faces(garden: Garden) -> None:
    try:
        told = garden.place(kind="school")
        assert (told["emotion_reading"], told["reason"], told["answered"]) == (False, "school", True)
        refused = garden.studio.admin.put("/api/place", json={"emotion_reading": True})
        assert (refused.status_code, "Article 5(1)(f)" in refused.json()["error"]) == (422, True)
        answer = garden.kiosk.post(f"/api/visits/{garden.begin()['id']}/consent", json={"camera": True})
        assert (answer.status_code, answer.json()["code"]) == (403, "emotion_reading_off")
        assert garden.agreed(camera=False)
    finally:
        garden.place(kind="museum", emotion_reading=True)
