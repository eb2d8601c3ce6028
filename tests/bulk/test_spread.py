"""Large runs made jobs slice by slice: killed, held, ended and begun again, and every picture once."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.bulk import orders, spread
from hwawon.bulk.request import KIND, SPREAD
from hwawon.bulk.submit import submit_part
from hwawon.engines.shelf import EngineShelf
from hwawon.jobs import Job, JobContext, Outcome, Worker, open_dispatcher
from hwawon.storage.database import Database
from hwawon.workshop import handlers
from support.api import Studio, open_studio
from support.bulks import asked, begun, counts, ordered, pictures_of, told
from support.databases import address_of
from support.jobs import NEVER

CELLS = [{"emotion": "happy"}, {"emotion": "sad"}, {"emotion": "calm"}]
RUN = {"cells": CELLS, "repeats": 30}  # 180 pictures

DIES = """
import os, signal, sys
from hwawon.app import open_house
from hwawon.bulk import spread
from hwawon.config import Settings
from hwawon.workshop import open_worker

whole, slices = spread.submit_part, []

def submit_part(tx, queue, row, most):
    if len(slices) == 2:
        whole(tx, queue, row, most)  # in the middle of the third: written, and never committed
        os.kill(os.getpid(), signal.SIGKILL)
    slices.append(most)
    return whole(tx, queue, row, most)

spread.submit_part, spread.SLICE = submit_part, 25
with open_house(Settings(data_dir=sys.argv[1], models_dir=sys.argv[1], database_url=sys.argv[2])) as house:
    with open_worker(house) as worker:
        worker.work_off()
"""


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data", database_url=address_of(database)) as opened:
        yield opened


class Crew:
    """A worker that spreads, and makes a picture by writing its number down."""

    def __init__(self, studio: Studio) -> None:
        self.house = studio.house
        self.made: list[int] = []
        known = handlers(self.house, EngineShelf(self.house.settings))
        kinds = {SPREAD: known[SPREAD], KIND: self._make}
        self.worker = Worker(self.house.database, open_dispatcher(self.house.database), kinds)

    def _make(self, context: JobContext) -> Outcome:
        self.made.append(context.job.request["nth"])
        return Outcome({})


def waiting(studio: Studio, kind: str) -> list[Job]:
    return list(studio.house.queue.page(500, kind=kind, in_turn=True).items)


def test_a_large_run_is_answered_at_once_and_counted_from_its_plan(studio: Studio) -> None:
    id = begun(studio, **RUN)

    assert waiting(studio, KIND) == []
    assert counts(studio, id) == {"left": 180}
    crew = Crew(studio)
    crew.worker.run_next(NEVER)
    assert len(waiting(studio, KIND)) == 180
    assert counts(studio, id) == {"left": 180}
    crew.worker.work_off()
    assert crew.made == list(range(180))
    assert counts(studio, id) == {"done": 180}
    assert told(studio, id)["state"] == "done"


def test_a_run_is_spread_as_it_goes_on(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "SLICE", 20)
    monkeypatch.setattr(spread, "SLICES", 2)
    id = begun(studio, **RUN)
    crew = Crew(studio)

    crew.worker.run_next(NEVER)

    assert [len(waiting(studio, kind)) for kind in (KIND, SPREAD)] == [40, 1]
    for _ in range(40):
        crew.worker.run_next(NEVER)
    assert crew.made == list(range(40))  # before the next part is made jobs
    assert counts(studio, id) == {"done": 40, "left": 140}
    crew.worker.work_off()
    assert crew.made == list(range(180))


def test_spreading_that_is_killed_goes_on_without_a_double(studio: Studio, tmp_path: Path) -> None:
    id = begun(studio, **RUN)
    house = studio.house
    line = [sys.executable, "-c", DIES, str(house.settings.data_dir), house.settings.database]

    killed = subprocess.run(line, check=False, capture_output=True, cwd=tmp_path)

    assert killed.returncode == -9, killed.stderr
    with house.database.read() as tx:
        assert pictures_of(tx, id) == list(range(50))
    assert counts(studio, id) == {"left": 180}
    crew = Crew(studio)
    crew.worker.look_after()
    crew.worker.work_off()
    assert sorted(crew.made) == list(range(180))
    assert counts(studio, id) == {"done": 180}


def test_spreading_that_fails_between_two_slices_is_tried_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "SLICE", 50)
    whole, left = submit_part, [1]

    def tired(*given: object) -> int:
        if not left:
            left.append(1)
            raise ConnectionError("the database went away")
        left.pop()
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(spread, "submit_part", tired)
    id = begun(studio, **RUN)
    crew = Crew(studio)
    crew.worker.run_next(NEVER)
    (again,) = studio.house.queue.page(10, kind=SPREAD).items
    assert (again.failures, again.state) == (1, "enqueued")

    monkeypatch.setattr(spread, "submit_part", whole)
    studio.house.queue.cancel(again.id)
    studio.house.queue.restart(again.id)
    crew.worker.work_off()
    assert sorted(crew.made) == list(range(180))
    assert counts(studio, id) == {"done": 180}


def test_a_pause_holds_also_what_is_no_job_yet(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "SLICE", 50)
    monkeypatch.setattr(spread, "REST_S", 1.0)
    id, whole = begun(studio, **RUN), submit_part

    def paused_meanwhile(*given: object) -> int:
        threading.Timer(0, orders.pause, (studio.house.database, studio.house.queue, id)).start()
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(spread, "submit_part", paused_meanwhile)
    crew = Crew(studio)
    crew.worker.work_off()

    assert (told(studio, id)["state"], crew.made) == ("paused", [])
    with studio.house.database.read() as tx:
        assert pictures_of(tx, id) == list(range(50))
    assert counts(studio, id) == {"left": 180}
    monkeypatch.setattr(spread, "submit_part", whole)
    assert ordered(studio, id, "resume")["state"] == "running"
    crew.worker.work_off()
    assert sorted(crew.made) == list(range(180))


def test_a_run_that_is_cancelled_before_it_is_spread_makes_nothing_until_it_is_restarted(studio: Studio) -> None:
    id = begun(studio, **RUN)

    assert ordered(studio, id, "cancel")["cancelled"] == 180
    crew = Crew(studio)
    assert crew.worker.work_off() == 0
    assert ordered(studio, id, "restart")["left"] == 180
    crew.worker.work_off()
    assert crew.made == list(range(180))
    assert counts(studio, id) == {"done": 180}


def test_thousands_that_were_cancelled_are_put_back_by_a_job(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    id = begun(studio, **RUN)
    crew = Crew(studio)
    crew.worker.run_next(NEVER)
    ordered(studio, id, "cancel")
    monkeypatch.setattr(orders, "SLICE", 40)
    monkeypatch.setattr(spread, "SLICE", 40)

    assert counts(studio, id) == {"cancelled": 180}
    ordered(studio, id, "restart")
    assert counts(studio, id) == {"left": 40, "cancelled": 140}
    crew.worker.work_off()
    assert sorted(crew.made) == list(range(180))
    assert counts(studio, id) == {"done": 180}


def test_the_same_key_asks_for_one_run_also_at_the_same_moment(studio: Studio) -> None:
    answers: list[str] = []

    def ask() -> None:
        answer = studio.admin.post("/api/bulks", json=asked(**RUN), headers={"Idempotency-Key": "tonight"})
        answers.append(answer.json()["id"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert len(studio.house.queue.page(10, kind=SPREAD).items) == 1
    other = studio.admin.post("/api/bulks", json=asked(), headers={"Idempotency-Key": "tonight"})
    assert other.status_code == 409
    assert (
        studio.caller("curator")
        .post("/api/bulks", json=asked(**RUN), headers={"Idempotency-Key": "tonight"})
        .json()["id"]
        not in answers
    )
