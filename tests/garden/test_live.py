"""A picture painted for one visitor: only where it is wanted, quick and safe, and no longer than the visit."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.garden import live_made, place
from hwawon.garden.live import MOST_JOBS
from hwawon.garden.live_prompt import LiveWish, prompt_of
from hwawon.generate import plan
from hwawon.jobs.job import JobState
from hwawon.pool.keys import EMOTIONS
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import pool
from hwawon.storage.tables import job
from hwawon.storage.types import utc_now
from support.api import Studio
from support.made_visits import visits_of
from support.shared_pictures import publish
from support.small_models import with_models

FAVORITE = "spring,sunny,day"


def opened(folder: Path, **settings: Any) -> Iterator[Studio]:
    models = with_models("opennsfw")
    with open_house(Settings(data_dir=folder, models_dir=models, engine="painter:flat", **settings)) as house:
        with house.database.write() as tx:
            place.save(tx, place.Place(live=True))
        yield Studio(house)


@pytest.fixture
def studio(tmp_path: Path, sqlite_template: Path) -> Iterator[Studio]:
    shutil.copy(sqlite_template, tmp_path / "hwawon.sqlite")
    yield from opened(tmp_path)


@pytest.fixture
def kiosk(studio: Studio) -> TestClient:
    return studio.caller("kiosk")


def practised(studio: Studio) -> None:
    """Let the engine paint once for the garden, so that it is known how long it takes."""
    wish = {
        "cells": [{"emotion": "sad"}],
        "repeats": 1,
        "orientations": [{"orientation": "h", "width": 768, "height": 512}],
    }
    answer = studio.admin.post("/api/bulks", json=wish)
    assert answer.status_code == 202, answer.text
    studio.work()


def visiting(kiosk: TestClient, emotion: str = "calm", favorite: str = FAVORITE) -> str:
    """A visit with a mood and a favorite; its address."""
    id = kiosk.post("/api/visits", json={"surface": "kiosk", "language": "en"}).json()["id"]
    path = f"/api/visits/{id}"
    assert kiosk.post(f"{path}/consent", json={"camera": False}).status_code == 200
    assert kiosk.put(f"{path}/mood", json={"emotion": emotion, "source": "hand"}).status_code == 200
    assert kiosk.put(f"{path}/favorite", json={"favorite": favorite}).status_code == 200
    return path


def live(kiosk: TestClient, path: str, **wish: Any) -> dict[str, Any]:
    answer = kiosk.post(f"{path}/live", json=wish or None)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def jobs_of(database: Database, path: str) -> list[live_made.LiveJob]:
    with database.read() as tx:
        return live_made.jobs_of(tx, path.rpartition("/")[2])


def test_a_picture_is_painted_for_the_visitor_and_leads_the_slate(studio: Studio, kiosk: TestClient) -> None:
    publish(studio.house.database, studio.house.objects, f"calm/{FAVORITE}/other_1h.jpeg")
    practised(studio)
    path = visiting(kiosk)
    began = live(kiosk, path, words=["tulips", "fox"])
    assert began["state"] == "painting" and began["eta_at"]
    assert live(kiosk, path, words=["tulips", "fox"])["state"] == "painting"
    (made,) = jobs_of(studio.house.database, path)
    prompt = made.request["request"]["prompt"]
    assert "fox" in prompt and "tulips" in prompt and "calm" in prompt and "[" not in prompt
    assert studio.work() == 1
    ready = live(kiosk, path, words=["tulips", "fox"])
    assert ready["state"] == "ready" and ready["picture"].startswith(f"emotions/calm/{FAVORITE}/live_")
    assert studio.stranger.get(f"/{ready['picture']}").status_code == 200
    slate = kiosk.get(f"{path}/slate?size=3").json()
    assert slate["pictures"][0]["item"] == ready["picture"]
    assert len(slate["pictures"]) == 2
    more = kiosk.get(f"{path}/slate?size=1&more=true").json()["pictures"]
    assert more[0]["item"] != ready["picture"] or len(more) == 1
    assert live(kiosk, path, words=["tulips", "fox"]) == ready
    with studio.house.database.read() as tx:
        assert tx.scalar(select(pool.c.unsafe).where(pool.c.serving_key == ready["picture"])) is not None


def test_a_curator_who_takes_the_picture_away_has_the_last_word(studio: Studio, kiosk: TestClient) -> None:
    practised(studio)
    path = visiting(kiosk)
    live(kiosk, path)
    studio.work()
    item = live(kiosk, path)["picture"]
    studio.caller("curator").post("/clearIndex", json={"objName": item})
    assert live(kiosk, path) == {"state": "off", "reason": "retracted", "picture": None, "eta_at": None}


def test_what_waits_in_bulk_waits_longer(studio: Studio, kiosk: TestClient) -> None:
    practised(studio)
    wish = {
        "cells": [{"emotion": "sad"}],
        "repeats": 3,
        "orientations": [{"orientation": "h", "width": 64, "height": 64}],
    }
    studio.admin.post("/api/bulks", json=wish)
    path = visiting(kiosk)
    live(kiosk, path)
    with studio.house.database.read() as tx:
        waiting = select(job.c.batch).where(job.c.state == JobState.ENQUEUED).order_by(job.c.priority, job.c.rank)
        assert str(tx.scalars(waiting).first()).startswith("live:")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"unsafe": 0.9}, "unsafe"),
        ({"unsafe": None}, "not_measured"),
    ],
)
def test_a_picture_that_is_not_surely_safe_is_not_shown(
    change: dict[str, Any], reason: str, studio: Studio, kiosk: TestClient
) -> None:
    practised(studio)
    path = visiting(kiosk)
    live(kiosk, path)
    studio.work()
    with studio.house.database.write() as tx:
        tx.execute(update(pool).values(change))
    assert live(kiosk, path)["reason"] == reason
    with studio.house.database.read() as tx:
        assert tx.scalar(select(func.count()).where(pool.c.published_at.is_not(None))) == 0


def test_it_is_off_where_nobody_wants_it_or_nothing_is_known(studio: Studio, kiosk: TestClient) -> None:
    database = studio.house.database
    path = visiting(kiosk)
    assert live(kiosk, path)["reason"] == "unknown"
    practised(studio)
    unsure = visiting(kiosk, emotion="")
    assert live(kiosk, unsure)["reason"] == "no_mood"
    fresh = kiosk.post("/api/visits", json={"surface": "kiosk", "language": "en"}).json()["id"]
    assert live(kiosk, f"/api/visits/{fresh}")["reason"] == "no_consent"
    with database.write() as tx:
        place.save(tx, place.Place(live=False))
    assert live(kiosk, path) == {"state": "off", "reason": "switched_off", "picture": None, "eta_at": None}
    assert jobs_of(database, path) == []


def test_an_engine_that_is_too_slow_paints_for_nobody(tmp_path: Path) -> None:
    for studio in opened(tmp_path, live_s=0.0):
        kiosk = studio.caller("kiosk")
        practised(studio)
        path = visiting(kiosk)
        assert live(kiosk, path)["reason"] == "slow" and jobs_of(studio.house.database, path) == []


def test_another_mood_is_another_picture_and_the_first_is_given_up(studio: Studio, kiosk: TestClient) -> None:
    practised(studio)
    path = visiting(kiosk)
    live(kiosk, path)
    kiosk.put(f"{path}/mood", json={"emotion": "happy", "source": "hand"})
    live(kiosk, path)
    newest, first = jobs_of(studio.house.database, path)
    assert (newest.state, first.state) == (JobState.ENQUEUED, JobState.CANCELLED)
    for emotion in ("sad", "angry", "fear"):
        kiosk.put(f"{path}/mood", json={"emotion": emotion, "source": "hand"})
        last = live(kiosk, path)
    assert last["reason"] == "enough" and len(jobs_of(studio.house.database, path)) == MOST_JOBS


@pytest.mark.parametrize("way", ["end", "forget"])
def test_nothing_is_painted_for_a_visit_that_is_over(way: str, studio: Studio, kiosk: TestClient) -> None:
    practised(studio)
    path = visiting(kiosk)
    live(kiosk, path)
    assert kiosk.post(f"{path}/{way}").status_code in (200, 204)
    left = {"end": [JobState.CANCELLED], "forget": []}[way]  # a forgotten visit's job no longer tells whose it was
    assert [one.state for one in jobs_of(studio.house.database, path)] == left
    assert studio.work() == 0
    assert kiosk.post(f"{path}/live").status_code in (404, 409)


def test_nothing_is_painted_for_a_visitor_who_is_forgotten_while_it_is_planned(
    studio: Studio, kiosk: TestClient
) -> None:
    practised(studio)
    path, usual = visiting(kiosk), plan.checked

    def forgotten_meanwhile(*asked: Any) -> Any:
        assert kiosk.post(f"{path}/forget").status_code == 204
        return usual(*asked)

    with mock.patch.object(plan, "checked", forgotten_meanwhile):
        assert kiosk.post(f"{path}/live").status_code == 404
    assert jobs_of(studio.house.database, path) == []
    assert studio.work() == 0


def test_a_visit_that_fell_silent_is_given_up_when_the_next_begins(database: Database) -> None:
    silent, going = visits_of(database, [{"ended_at": utc_now()}, {"ended_at": None}])
    row = {"kind": "bulk", "state": "enqueued", "request": {}, "request_sha256": "", "priority": 0, "rank": 0}
    row |= {"blocked": False, "paused": False, "pace": "", "failures": 0, "max_attempts": 1, "deaths": 0}
    row |= {"cancel_requested": False, "step": 0, "steps": 0, "created_at": utc_now()}
    with database.write() as tx:
        for number, id in enumerate((silent, going, "gone")):
            tx.execute(job.insert().values(row | {"id": f"j{number}", "batch": live_made.batch_of(id)}))
        assert live_made.cancel_ended(tx) == 2
        states = {id: [one.state for one in live_made.jobs_of(tx, id)] for id in (silent, going, "gone")}
    assert states == {silent: ["cancelled"], going: ["enqueued"], "gone": ["cancelled"]}


def test_another_devices_visit_is_404_and_wrong_words_are_refused(studio: Studio, kiosk: TestClient) -> None:
    path = visiting(kiosk)
    assert studio.caller("kiosk").post(f"{path}/live").status_code == 404
    assert studio.stranger.post(f"{path}/live").status_code == 401
    assert studio.caller("viewer").post(f"{path}/live").status_code == 403
    for words in (["my name"], ["cat"] * 4, "cat", [5], ["cat\u0000"]):
        assert kiosk.post(f"{path}/live", json={"words": words}).status_code == 422, words
    assert kiosk.post("/api/visits/nobody/live").status_code == 404


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_every_mood_has_its_sentence(emotion: str, sqlite: Database) -> None:
    from hwawon.garden import visits

    with sqlite.write() as tx:
        begun = visits.begin(tx, device="d", surface="kiosk", language="en")
        begun = visits.consented(tx, begun, camera=False)
        felt = visits.felt(tx, begun, emotion, "hand")
        assert emotion in prompt_of(felt, LiveWish(words=("roses",)))
        wished = visits.wished(tx, felt, "winter,snowy,the-middle-of-the-night")
    prompt = prompt_of(wished, LiveWish(words=("roses",)))
    assert "roses" in prompt and "snowy" in prompt and "the middle of the night" in prompt and "[" not in prompt
    assert prompt == prompt_of(wished, LiveWish(words=("roses",)))
