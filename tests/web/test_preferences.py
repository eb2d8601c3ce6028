"""What the pages remember: one's own, and no page's choice is lost to another page."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.accounts import preferences
from hwawon.accounts.preferences import LARGEST_BYTES, Preferences
from hwawon.errors import BadInput, Conflict
from hwawon.storage.database import Database
from support.api import Studio, open_studio

PATH = "/api/preferences"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def put(database: Database, version: int, data: dict[str, Any], owner: str = "shin") -> Preferences:
    with database.write() as tx:
        return preferences.put(tx, owner, Preferences(version, data))


def test_what_is_put_comes_back_with_keys_that_nobody_knows(studio: Studio) -> None:
    assert studio.retoucher.get(PATH).json() == {"version": 0, "data": {}}
    data = {"defaults": {"strength": 0.6}, "presets": [{"name": "튤립"}], "of a later version": None}
    assert studio.retoucher.put(PATH, json={"version": 0, "data": data}).json() == {"version": 1, "data": data}
    assert studio.retoucher.get(PATH).json() == {"version": 1, "data": data}


def test_everybody_has_their_own(studio: Studio) -> None:
    viewer = studio.caller("viewer")
    studio.retoucher.put(PATH, json={"version": 0, "data": {"prompt": "tulips"}})
    assert viewer.get(PATH).json() == {"version": 0, "data": {}}
    assert viewer.put(PATH, json={"version": 0, "data": {}}).status_code == 200
    assert studio.admin.get(PATH).json()["version"] == 0
    assert studio.caller("kiosk").get(PATH).status_code == 403


def test_who_has_not_seen_the_present_form_is_told_its_version(studio: Studio) -> None:
    for version in range(3):
        assert studio.retoucher.put(PATH, json={"version": version, "data": {"n": version}}).status_code == 200
    for stale in (0, 2, 9):
        refused = studio.retoucher.put(PATH, json={"version": stale, "data": {}})
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert "version 3" in refused.json()["error"]
    assert studio.retoucher.get(PATH).json()["data"] == {"n": 2}


@pytest.mark.parametrize(
    "body",
    [{"data": {}}, {"version": 0}, {"version": -1, "data": {}}, {"version": 0, "data": []}, [], {"version": 2**40}],
)
def test_what_is_no_preference_is_refused(studio: Studio, body: Any) -> None:
    assert studio.retoucher.put(PATH, json=body).status_code == 422


def test_the_size_has_a_limit(database: Database) -> None:
    frame = len(b'{"words":""}')
    assert put(database, 0, {"words": "x" * (LARGEST_BYTES - frame)}).version == 1
    with pytest.raises(BadInput, match=str(LARGEST_BYTES)):
        put(database, 1, {"words": "x" * (LARGEST_BYTES - frame + 1)})
    with pytest.raises(BadInput, match="NUL"):
        put(database, 1, {"words": "\0"})


def test_what_is_nested_too_deep_to_be_given_back_is_refused(studio: Studio) -> None:
    deep: dict[str, Any] = {}
    for _ in range(99):
        deep = {"in": deep}
    refused = studio.retoucher.put(PATH, json={"version": 0, "data": {"in": {"in": deep}}})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")
    assert studio.retoucher.put(PATH, json={"version": 0, "data": deep}).status_code == 200
    assert studio.retoucher.get(PATH).json() == {"version": 1, "data": deep}


def test_of_several_that_begin_or_change_at_once_one_wins(database: Database) -> None:
    for version in range(3):
        outcomes: list[object] = []

        def attempt(number: int, version: int = version, outcomes: list[object] = outcomes) -> None:
            try:
                outcomes.append(put(database, version, {"by": number}).version)
            except Conflict as refused:
                outcomes.append(type(refused))

        threads = [threading.Thread(target=attempt, args=(number,)) for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes, key=str) == [version + 1, *[Conflict] * 4]
