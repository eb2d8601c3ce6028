"""A run from the question to the pictures in the pool, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from hwawon.imaging import files
from hwawon.imaging.provenance import read_back
from hwawon.jobs import Job
from hwawon.pool.rows import PoolPicture, by_tail
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from support.api import Studio, open_studio
from support.bulks import begun, counts, fails, ordered, told, worker
from support.databases import address_of
from support.jobs import NEVER


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data", database_url=address_of(database)) as opened:
        yield opened


def pool_pictures(studio: Studio, id: str) -> list[PoolPicture]:
    with studio.house.database.read() as tx:
        tails = tx.scalars(select(pool.c.tail).where(pool.c.bulk == id).order_by(pool.c.tail)).all()
        found = [by_tail(tx, tail) for tail in tails]
    return [one for one in found if one is not None]


def test_three_repeats_are_six_jpegs_of_exact_sizes_under_the_originals_names(studio: Studio) -> None:
    id = begun(
        studio,
        orientations=[
            {"orientation": "h", "width": 1280, "height": 800},
            {"orientation": "v", "width": 800, "height": 1280},
        ],
    )
    assert counts(studio, id) == {"left": 6}

    assert studio.work() == 6

    assert counts(studio, id) == {"done": 6}
    assert told(studio, id)["state"] == "done"
    keys = sorted(studio.house.objects.keys("imgPool"))
    assert [key.partition(f"-{id[-8:]}_")[2] for key in keys] == [
        "00000h.jpeg",
        "00000v.jpeg",
        "00001h.jpeg",
        "00001v.jpeg",
        "00002h.jpeg",
        "00002v.jpeg",
    ]
    assert all(key.startswith("imgPool/happy/img_2") for key in keys)
    for key in keys:
        data = studio.house.objects.get(key)
        assert data[:3] == b"\xff\xd8\xff"
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None
        assert pixels.shape[1::-1] == ((1280, 800) if key.endswith("h.jpeg") else (800, 1280))


def test_a_picture_tells_everything_that_makes_it_again(studio: Studio) -> None:
    assert studio.admin.put("/api/wildcards/colour", json={"words": ["red", "blue"]}).status_code in (200, 201)
    cell = {"emotion": "calm", "favorite": "spring,sunny,day", "emotion_text": "very calm"}
    id = begun(
        studio,
        cells=[cell],
        others="__colour__ flowers,",
        favorite_in_prompt=True,
        repeats=1,
        seed=9,
        negative_prompt="people",
    )
    studio.work()

    first, _ = pool_pictures(studio, id)
    record = first.picture_record.record
    chosen = [f"very calm, spring,sunny,day, {colour} flowers" for colour in ("red", "blue")]
    assert record["request"]["prompt"] in chosen
    assert record["prompt_template"] == "very calm, spring,sunny,day, __colour__ flowers"
    assert record["words"] == cell
    assert (record["bulk"], record["nth"], record["repeat"]) == (id, 0, 0)
    assert (record["request"]["seed"], record["request"]["negative_prompt"]) == (9, "people")
    assert record["engine"]["engine"] == "painter:flat"
    assert record["made_at"] and record["worker"]
    assert (first.bulk, first.model, first.state) == (id, "painter-garden", "unreviewed")
    assert (first.emotion, first.favorite, first.orientation) == ("calm", "spring,sunny,day", "h")
    assert (first.published, first.serving_key) == (False, None)
    assert first.picture_record.title == "calm / spring,sunny,day"
    assert first.picture_record.owner == studio.admin.get("/api/me").json()["owner"]
    embedded = read_back(files.read(studio.house.objects.get(str(first.pool_key)), max_pixels=10**7).metadata)
    later = {"made_at", "worker"}  # known when the file is there already
    assert embedded.request == {name: value for name, value in record.items() if name not in later}


def test_a_run_that_publishes_is_seen_at_once_in_all_places(studio: Studio) -> None:
    id = begun(studio, publish=True, repeats=1)
    studio.work()

    for one in pool_pictures(studio, id):
        assert one.published
        assert one.picture_record.published
        assert studio.house.objects.get(str(one.serving_key)) == studio.house.objects.get(str(one.pool_key))
    with studio.house.database.read() as tx:
        items = tx.execute(select(item.c.id, item.c.emotion)).all()
    assert sorted(row.id for row in items) == [one.serving_key for one in pool_pictures(studio, id)]
    assert {row.emotion for row in items} == {"happy"}


def test_what_failed_is_counted_with_its_reason_and_made_by_a_restart(studio: Studio) -> None:
    id = begun(studio)
    with worker(studio.house, fails(1, 4)) as tired:
        seen = [counts(studio, id)]
        while tired.run_next(NEVER):
            seen.append(counts(studio, id))

    assert seen[0] == {"left": 6}
    assert seen[2] == {"done": 1, "failed": 1, "left": 4}
    assert seen[-1] == {"done": 4, "failed": 2}
    assert told(studio, id)["state"] == "done"
    failed = studio.admin.get(f"/api/jobs?batch={id}&state=failed").json()["items"]
    assert {one["error"]["message"] for one in failed} == {"the paint has dried up"}

    assert ordered(studio, id, "restart")["left"] == 2
    assert told(studio, id)["state"] == "running"
    studio.work()
    assert counts(studio, id) == {"done": 6}
    assert len(pool_pictures(studio, id)) == 6


def test_a_picture_in_the_making_is_counted_as_running(studio: Studio) -> None:
    id = begun(studio, repeats=1)
    seen: list[dict[str, int]] = []

    with worker(studio.house, lambda _: seen.append(counts(studio, id))) as looking:
        looking.work_off()

    assert seen[0] == {"running": 1, "left": 1}
    assert seen[1].get("left") is None


def test_a_paused_run_rests_and_goes_on(studio: Studio) -> None:
    id = begun(studio)

    assert ordered(studio, id, "pause")["state"] == "paused"
    assert studio.work() == 0
    assert told(studio, id)["eta_s"] is None
    assert ordered(studio, id, "pause")["left"] == 6
    assert ordered(studio, id, "resume")["state"] == "running"
    assert studio.work() == 6


def test_a_run_whose_jobs_are_paused_elsewhere_says_so(studio: Studio) -> None:
    id = begun(studio)

    studio.admin.post("/api/jobs/pause", json={"batch": id})
    assert told(studio, id)["state"] == "paused"
    ordered(studio, id, "resume")
    assert studio.work() == 6


def test_a_cancelled_run_makes_nothing_more_until_it_is_restarted(studio: Studio) -> None:
    id = begun(studio)
    with worker(studio.house) as busy:
        busy.run_next(NEVER)

    cancelled = ordered(studio, id, "cancel")

    assert (cancelled["state"], cancelled["done"], cancelled["cancelled"]) == ("cancelled", 1, 5)
    assert ordered(studio, id, "cancel") == cancelled
    assert studio.admin.post(f"/api/bulks/{id}/pause").status_code == 409
    assert studio.admin.post(f"/api/bulks/{id}/resume").status_code == 409
    assert studio.work() == 0
    assert ordered(studio, id, "restart")["left"] == 5
    assert studio.work() == 5
    assert counts(studio, id) == {"done": 6}


def test_a_picture_that_is_being_painted_stops_when_its_run_is_cancelled(studio: Studio) -> None:
    id = begun(studio, repeats=1)

    def cancel(_: Job) -> None:
        ordered(studio, id, "cancel")

    with worker(studio.house, cancel) as busy:
        busy.work_off()

    assert counts(studio, id) == {"cancelled": 2}
    assert not list(studio.house.objects.keys("imgPool"))


def test_only_a_run_that_is_over_can_be_forgotten_and_its_pictures_stay(studio: Studio) -> None:
    id = begun(studio, repeats=1)
    assert studio.admin.delete(f"/api/bulks/{id}").status_code == 409
    studio.work()

    assert studio.admin.delete(f"/api/bulks/{id}").status_code == 204
    assert studio.admin.get(f"/api/bulks/{id}").status_code == 404
    assert len(pool_pictures(studio, id)) == 2


def test_a_failed_picture_of_a_forgotten_run_is_not_begun_again(studio: Studio) -> None:
    id = begun(studio, repeats=1)
    with worker(studio.house, fails(0)) as tired:
        tired.work_off()
    studio.admin.delete(f"/api/bulks/{id}")

    (failed,) = studio.admin.get(f"/api/jobs?batch={id}&state=failed").json()["items"]
    answer = studio.admin.post(f"/api/jobs/{failed['id']}/restart")
    assert answer.status_code == 409
    assert f"bulk {id}" in answer.json()["error"]
