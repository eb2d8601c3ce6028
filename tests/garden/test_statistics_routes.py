"""The dashboard over HTTP: for curators, small groups left out for others, and the most liked pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.garden import place
from support.api import Studio, open_studio
from support.made_visits import fifty, opinions_of, visits_of
from support.shared_pictures import publish


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("statistics"), engine="painter:flat") as made:
        visits_of(made.house.database, fifty())
        visits_of(made.house.database, [{"emotion": "sad", "synthetic": True}])
        yield made


def test_the_dashboard_is_for_curators(studio: Studio) -> None:
    for path in ("/api/statistics", "/api/top-liked"):
        assert studio.stranger.get(path).status_code == 401
        for role in ("kiosk", "display", "viewer", "retoucher"):
            assert studio.caller(role).get(path).status_code == 403, (path, role)
    answer = studio.caller("curator").get("/api/statistics", params={"from": "2026-05-02", "to": "2026-05-03"}).json()
    assert (answer["total"], answer["synthetic"], answer["ages"]["average"]) == (50, 0, 49.5)
    assert answer["pairs"]["emotion/season"]["happy"]["spring"] > 0 and answer["ages"]["by_emotion"]["calm"]["count"]
    made_up = studio.admin.get("/api/statistics", params={"synthetic": "true"}).json()
    assert (made_up["total"], made_up["synthetic"], made_up["counts"]["emotion"]) == (1, 1, {"sad": 1})


def test_numbers_for_others_leave_small_groups_out(studio: Studio) -> None:
    with studio.house.database.write() as tx:
        place.save(tx, place.Place(minimum_group=9))
    inside = studio.admin.get("/api/statistics").json()
    outside = studio.admin.get("/api/statistics", params={"published": "true"}).json()
    cells = [count for rows in outside["pairs"].values() for row in rows.values() for count in row.values()]
    cells += [count for row in outside["counts"].values() for count in row.values()]
    assert min(cells) >= 9 and outside["hidden_groups"] > 20 and inside["hidden_groups"] == 0
    assert min(count for row in inside["counts"].values() for count in row.values()) < 9
    small = studio.admin.get("/api/statistics", params={"published": "true", "to": "2026-05-01"}).json()
    assert small["ages"]["average"] is None and small["total"] == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "yesterday"},
        {"to": "2026-13-01"},
        {"from": "2026-05-03", "to": "2026-05-02"},
        {"zone": "x" * 41},
        {"utc_offset_min": "900"},
        {"synthetic": "maybe"},
    ],
)
def test_a_wrong_wish_is_refused(asked: dict[str, str], studio: Studio) -> None:
    answer = studio.admin.get("/api/statistics", params=asked)
    assert answer.status_code == 422 and answer.json()["error"]


def test_extreme_days_are_no_error(studio: Studio) -> None:
    for asked in ({"from": "0001-01-01"}, {"to": "9999-12-31"}, {"from": "0001-01-01", "to": "9999-12-31"}):
        assert studio.admin.get("/api/statistics", params=asked).json()["total"] == 50
    assert studio.admin.get("/api/statistics", params={"from": "9999-12-31"}).json()["total"] == 0


def test_the_most_liked_pictures_are_told_with_what_shows_them(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat") as studio:
        database, objects = studio.house.database, studio.house.objects
        keys = [publish(database, objects, f"calm/spring,sunny,day/a_{number}h.jpeg") for number in range(3)]
        likes = [
            ("v1", keys[1]),
            ("v2", keys[1]),
            ("v2", keys[1]),
            ("v3", keys[0]),
            ("v4", "emotions/calm/gone_1h.jpeg"),
        ]
        opinions_of(database, *({"visitor": who, "item": key} for who, key in likes))
        items = studio.admin.get("/api/top-liked").json()["items"]
        assert [(one["item"], one["likes"]) for one in items] == [(keys[1], 2), (keys[0], 1)]
        assert studio.admin.get(items[0]["thumbnail_url"]).status_code == 200
        assert studio.stranger.get(f"/{items[0]['url']}").status_code == 200
        assert len(studio.admin.get("/api/top-liked?limit=1").json()["items"]) == 1
        assert studio.admin.get("/api/top-liked?limit=0").status_code == 422
