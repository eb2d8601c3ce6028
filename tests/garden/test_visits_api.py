"""A visit over HTTP, as the kiosk page walks through it."""

from collections.abc import Iterator

import pytest

from support.garden_visits import FAVORITE, Garden, open_garden


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("garden")) as opened:
        yield opened


def test_a_visit_without_a_camera_goes_all_the_way(garden: Garden) -> None:
    visit = garden.begin(language="ko")
    id = visit["id"]
    assert (visit["consent"], visit["step"], visit["mood"]) == ("none", "consent", None)
    assert garden.done("post", id, "consent", {"camera": False})["consent"] == "hand"
    assert garden.done("put", id, "mood", {"emotion": "calm", "source": "hand"})["mood"]["calm"] == 1000
    assert garden.done("put", id, "favorite", {"favorite": FAVORITE})["step"] == "pictures"
    first = garden.slate(id)
    assert [one["emotion"] for one in first["pictures"]] == ["calm"] * 3
    liked = first["pictures"][0]["item"]
    assert garden.done("post", id, "likes", {"item": liked, "slate": first["id"]}) == {"opinion": 1, "likes": 1}
    second = garden.slate(id, chosen=liked)["pictures"]
    assert (second[0]["item"], second[0]["opinion"], len(second)) == (liked, 1, 3)
    final = garden.done("post", id, "final", {"item": liked})
    assert final["share"].endswith(f"/image?content={liked}")
    assert garden.done("post", id, "end")["ended_at"]
