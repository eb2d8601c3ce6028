"""What a kiosk shows while nobody is there."""

from collections.abc import Iterator

import pytest

from support.garden_visits import Garden, open_garden


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("garden")) as opened:
        yield opened


def shown(garden: Garden, **asked: int) -> list[str]:
    answer = garden.kiosk.get("/api/attract", params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["pictures"])


def served(garden: Garden) -> set[str]:
    items = garden.curator.get("/api/serving", params={"limit": 500}).json()["items"]
    return {f"/emotions/{one['tail']}" for one in items}


def test_all_pictures_are_published_and_each_comes_once(garden: Garden) -> None:
    everything = served(garden)
    assert len(everything) > 4
    found = shown(garden, limit=60)
    assert set(found) == everything
    assert len(found) == len(everything)


def test_few_are_asked_for_and_the_choice_changes(garden: Garden) -> None:
    choices = [shown(garden, limit=2) for _ in range(20)]
    assert all(len(one) == 2 and set(one) <= served(garden) for one in choices)
    assert len({tuple(one) for one in choices}) > 1


def test_a_stranger_is_refused(garden: Garden) -> None:
    assert garden.kiosk.get("/api/attract", headers={"Authorization": "Bearer wrong"}).status_code == 401


@pytest.mark.parametrize("limit", [0, 61])
def test_a_senseless_limit_is_refused(garden: Garden, limit: int) -> None:
    assert garden.kiosk.get("/api/attract", params={"limit": limit}).status_code == 422
