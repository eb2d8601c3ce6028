"""Files put into the garden's folders from outside, or taken away, are noticed and made to count; nothing else is."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hwawon.promote import findings
from hwawon.promote.outside import Outside
from hwawon.storage.garden_tables import pool, promotion, promotion_picture
from hwawon.storage.objects import Objects
from hwawon.storage.tables import job
from support.api import Studio, open_studio, photo, png
from support.planting import plant, rows_of, served

NAMES = ["img 1h.jpeg", "a+b'c\"v.png", "화원 1v.jpeg", "100%h.png"]


@pytest.fixture(params=["sqlite-folder", pytest.param("postgresql-s3", marks=[pytest.mark.postgresql, pytest.mark.s3])])
def studio(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Studio]:
    rest: dict[str, Any] = {}
    if request.param == "postgresql-s3":
        database = request.getfixturevalue("postgresql_database")
        url = database.engine.url.render_as_string(hide_password=False)
        rest = {"database_url": url, "objects": request.getfixturevalue("s3_url")}
    with open_studio(tmp_path / "data", **rest) as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled as soon as they are there; one test says how it is else."""
    monkeypatch.setattr(findings, "SETTLED", findings.SETTLED * -1)


@pytest.fixture
def outside(studio: Studio) -> Outside:
    return Outside(studio.house.database, studio.house.objects, studio.house.queue)


def look(studio: Studio, outside: Outside) -> int:
    """Sweep, and do the jobs that follow; how many."""
    outside.sweep()
    return studio.work()


def pool_list(studio: Studio, **asked: Any) -> list[dict[str, Any]]:
    return list(studio.admin.get("/api/pool", params={"order": "oldest"} | asked).json()["items"])


def told(studio: Studio) -> dict[str, Any]:
    return dict(studio.admin.get("/api/outside").json())


def jobs(studio: Studio) -> int:
    with studio.house.database.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(job)) or 0)


def put(objects: Objects, *keys: str, data: bytes | None = None) -> None:
    for key in keys:
        objects.write(key, data or png(photo()))


def test_files_in_serving_are_served_and_files_in_the_pool_wait_to_be_judged(studio: Studio, outside: Outside) -> None:
    objects = studio.house.objects
    keys = [f"emotions/happy/spring,sunny,day/{name}" for name in NAMES]
    put(objects, *keys, "imgPool/sad/1h.png")
    assert look(studio, outside) == 2
    assert served(studio.house.database) == sorted(keys)
    (waiting,) = pool_list(studio, published=False)
    assert (waiting["key"], waiting["state"], waiting["width"]) == ("imgPool/sad/1h.png", "unreviewed", 320)
    for one in pool_list(studio, published=True):
        assert (one["key"], one["in_pool"]) == (f"emotions/{one['tail']}", False)
        assert studio.admin.get(one["thumbnail_url"]).status_code == 200
    before = jobs(studio)
    assert (look(studio, outside), jobs(studio)) == (0, before)  # nothing new: no loop
    assert told(studio)["arriving"] == 0


def test_a_bad_file_is_refused_with_its_reason_and_harms_no_other(studio: Studio, outside: Outside) -> None:
    objects = studio.house.objects
    put(objects, "emotions/happy/1h.png", "emotions/happy/a/b/2h.png", "imgPool/glad/3h.png", "emotions/happy/4.txt")
    put(objects, "imgPool/happy/5h.png", data=png(photo())[:-500])
    look(studio, outside)
    assert served(studio.house.database) == ["emotions/happy/1h.png"]
    refused = {one["key"]: one["reason"] for one in told(studio)["refused"]}
    assert sorted(refused) == [
        "emotions/happy/4.txt",
        "emotions/happy/a/b/2h.png",
        "imgPool/glad/3h.png",
        "imgPool/happy/5h.png",
    ]
    assert "emotion/favorite/file below emotions/" in refused["emotions/happy/a/b/2h.png"]
    assert "unknown emotion 'glad'" in refused["imgPool/glad/3h.png"]
    put(objects, "imgPool/happy/5h.png")
    objects.delete("imgPool/glad/3h.png")
    look(studio, outside)
    assert [one["key"] for one in told(studio)["refused"]] == ["emotions/happy/4.txt", "emotions/happy/a/b/2h.png"]
    assert len(pool_list(studio)) == 2


def test_a_file_that_is_being_written_waits_until_it_is_whole(
    studio: Studio, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "SETTLED", findings.SETTLED * -1)  # as it is outside of tests
    put(studio.house.objects, "imgPool/happy/1h.png")
    assert (outside.sweep(), studio.work()) == ({"imgPool/happy/1h.png"}, 0)


def test_a_copy_within_the_store_promotes_as_in_the_original(studio: Studio, outside: Outside) -> None:
    house = studio.house
    (id,) = plant(house.database, house.objects, "happy/1h.jpeg")
    house.objects.copy("imgPool/happy/1h.jpeg", "emotions/happy/1h.jpeg")
    outside.sweep()
    row = rows_of(house.database, id)
    assert (row["published"], row["key"]) == (True, "imgPool/happy/1h.jpeg")
    assert served(house.database) == ["emotions/happy/1h.jpeg"]
    assert (studio.work(), jobs(studio)) == (0, 0)


def test_a_file_deleted_from_outside_is_gone_from_lists_and_index(studio: Studio, outside: Outside) -> None:
    house = studio.house
    ids = plant(house.database, house.objects, "happy/1h.jpeg", "happy/2h.jpeg", "happy/3h.jpeg")
    body = {"kind": "promote", "pictures": ids[:2]}
    assert studio.admin.post("/api/promotions", json=body).json()["promoted"] == 2
    outside.sweep()
    for key in ("emotions/happy/1h.jpeg", "imgPool/happy/2h.jpeg", "imgPool/happy/3h.jpeg"):
        house.objects.delete(key)
    outside.sweep()
    assert served(house.database) == ["emotions/happy/2h.jpeg"]
    assert [one["key"] for one in pool_list(studio)] == ["imgPool/happy/1h.jpeg", "emotions/happy/2h.jpeg"]
    house.objects.delete("emotions/happy/2h.jpeg")
    outside.sweep()
    assert (served(house.database), len(pool_list(studio))) == ([], 1)
    assert studio.stranger.get("/emotions/happy/2h.jpeg").status_code == 404


def test_a_late_event_does_not_bring_a_picture_back(studio: Studio, outside: Outside) -> None:
    objects = studio.house.objects
    put(objects, "emotions/happy/1h.png")
    late = {"emotions/happy/1h.png": objects.head("emotions/happy/1h.png")}
    outside.look(late)  # a job is submitted
    objects.delete("emotions/happy/1h.png")
    assert studio.work() == 1
    outside.look(late)
    assert (studio.work(), served(studio.house.database), pool_list(studio)) == (0, [], [])


def test_a_replaced_file_is_measured_anew_under_the_same_row(studio: Studio, outside: Outside) -> None:
    objects = studio.house.objects
    put(objects, "emotions/happy/1h.png")
    look(studio, outside)
    (before,) = pool_list(studio)
    put(objects, "emotions/happy/1h.png", data=png(photo()[::-1, ::2]))
    look(studio, outside)
    (after,) = pool_list(studio)
    assert (after["id"], after["width"], after["published"]) == (before["id"], 160, True)
    assert after["bytes"] == objects.head("emotions/happy/1h.png").size
    assert after["thumbnail_url"] != before["thumbnail_url"] or after["sharpness"] != before["sharpness"]
    assert (look(studio, outside), len(served(studio.house.database))) == (0, 1)


def test_our_own_promotions_are_nothing_new(studio: Studio, outside: Outside) -> None:
    house = studio.house
    ids = plant(house.database, house.objects, *(f"happy/{number}h.jpeg" for number in range(5)))
    outside.sweep()
    for kind in ("promote", "retract", "promote", "remove"):
        answer = studio.admin.post("/api/promotions", json={"kind": kind, "pictures": ids})
        assert answer.json()["promoted"] == 5
        before = served(house.database), pool_list(studio)
        outside.sweep()
        assert (served(house.database), pool_list(studio), jobs(studio)) == (*before, 0)


def test_what_a_promotion_is_about_to_do_is_left_to_it(studio: Studio, outside: Outside) -> None:
    house = studio.house
    (id,) = plant(house.database, house.objects, "happy/1h.jpeg")
    now = datetime.now(UTC)
    row = {"id": "p", "kind": "promote", "selection": {}, "state": "running", "asked": 1, "created_at": now}
    with house.database.write() as tx:
        tx.execute(promotion.insert().values(row))
        turn = {"promotion": "p", "position": 0, "picture": id, "tail": "happy/1h.jpeg"}
        tx.execute(promotion_picture.insert().values(turn))
    house.objects.copy("imgPool/happy/1h.jpeg", "emotions/happy/1h.jpeg")  # and then it was killed
    outside.sweep()
    assert served(house.database) == []
    done = studio.admin.post("/api/promotions/p/continue").json()
    assert (done["state"], studio.work()) == ("running", 1)
    done = studio.admin.get("/api/promotions/p").json()
    assert (done["state"], done["promoted"], done["skipped"]) == ("done", 1, 0)


def test_an_empty_folder_is_taken_for_away_and_not_for_a_deletion_of_everything(
    studio: Studio, outside: Outside
) -> None:
    house = studio.house
    plant(house.database, None, *(f"happy/{number}h.jpeg" for number in range(101)))
    outside.sweep()
    with house.database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(pool)) == 101
    put(house.objects, "imgPool/happy/0h.jpeg")
    outside.sweep()
    with house.database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(pool)) == 1


def test_only_curators_are_told(studio: Studio) -> None:
    assert studio.retoucher.get("/api/outside").status_code == 403
    assert studio.stranger.get("/api/outside").status_code == 401
    assert told(studio) == {"last_look_at": None, "refused": [], "refused_total": 0, "arriving": 0}


def test_names_that_no_row_can_hold_are_passed_over_and_hold_up_nothing(studio: Studio, outside: Outside) -> None:
    root = studio.house.objects.local_path("emotions")
    if root is None:
        pytest.skip("a bucket has no such names")
    for name in (b"happy/\xff\xfeh.png", b"happy/" + b"/".join([b"d" * 200] * 6) + b"/ah.png"):
        path = Path(os.fsdecode(os.fsencode(root) + b"/" + name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(photo()))
    put(studio.house.objects, "emotions/happy/goodh.png")
    look(studio, outside)
    assert served(studio.house.database) == ["emotions/happy/goodh.png"]
    assert told(studio)["refused"] == []


def test_what_waits_in_the_pool_is_for_curators_alone(studio: Studio, outside: Outside) -> None:
    put(studio.house.objects, "imgPool/happy/waitingh.png", "emotions/happy/shownh.png")
    look(studio, outside)
    ids = {one["tail"]: one["id"] for one in pool_list(studio)}
    for role, wanted in {"viewer": 404, "retoucher": 404, "curator": 200}.items():
        caller = studio.caller(role)
        assert caller.get(f"/api/pictures/{ids['happy/waitingh.png']}/file").status_code == wanted, role
        assert caller.get(f"/api/pictures/{ids['happy/shownh.png']}/file").status_code == 200, role
