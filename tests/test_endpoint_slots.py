"""An installation whose pictures are painted at endpoints: all at once, whatever becomes of some of them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hwawon.jobs.crew import Crew
from hwawon.jobs.job import JobState
from hwawon.storage.tables import job as jobs
from hwawon.storage.tables import picture as pictures
from hwawon.workshop import open_slots, open_worker, served_engines
from support.api import Studio, open_studio
from support.databases import address_of
from support.endpoint_stub import EndpointStub, serving
from support.jobs import until
from support.server import HWAWON, environment_for

pytestmark = pytest.mark.alone

SIDE = {"width": 256, "height": 256}
JOBS = 20


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/paint"


@contextmanager
def garden(folder: Path, stubs: Sequence[EndpointStub], *dead: str, **settings: Any) -> Iterator[Studio]:
    """An installation with these endpoints, and addresses at which nobody is."""
    with ExitStack() as stack:
        urls = [*dead, *(stack.enter_context(serving(stub)) for stub in stubs)]
        options = {"engine": "endpoints", "endpoints": ",".join(urls)} | settings
        yield stack.enter_context(open_studio(folder, **options))


def ask(studio: Studio, count: int, **more: Any) -> list[str]:
    bodies = [{"prompt": f"flower {number}", "engine": "endpoints", **SIDE, **more} for number in range(count)]
    answers = [studio.retoucher.post("/api/generate", json=body) for body in bodies]
    assert {answer.status_code for answer in answers} == {202}, answers[0].text
    return [str(answer.json()["id"]) for answer in answers]


@contextmanager
def working(studio: Studio) -> Iterator[None]:
    """The worker and its slots, in threads of this process."""
    stop = threading.Event()
    with open_worker(studio.house) as worker, open_slots(studio.house) as slots:
        thread = threading.Thread(target=Crew(worker, slots).run, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(30)
            assert not thread.is_alive()


def states(studio: Studio) -> Counter[str]:
    with studio.house.database.read() as tx:
        return Counter(tx.execute(select(jobs.c.state)).scalars())


def work_until_done(studio: Studio, count: int, timeout_s: float) -> float:
    """Seconds until so many jobs have succeeded."""
    with working(studio):
        began_s = time.monotonic()
        until(lambda: states(studio)[JobState.SUCCEEDED] == count, timeout_s)
        return time.monotonic() - began_s


def made(studio: Studio) -> Counter[str]:
    """Pictures by job."""
    with studio.house.database.read() as tx:
        return Counter(tx.execute(select(pictures.c.job)).scalars())


@pytest.mark.slow
def test_four_endpoints_make_twenty_pictures_of_a_second_in_about_a_quarter_of_the_time_of_one(tmp_path: Path) -> None:
    one, four = [EndpointStub(paint_s=1.0)], [EndpointStub(paint_s=1.0) for _ in range(4)]
    with garden(tmp_path / "one", one) as studio:
        ask(studio, JOBS // 2)
        alone_s = 2 * work_until_done(studio, JOBS // 2, 100)
    with garden(tmp_path / "four", four) as studio:
        ids = ask(studio, JOBS)
        together_s = work_until_done(studio, JOBS, 60)
        assert made(studio) == Counter(ids)
    print(f"{JOBS} pictures: {alone_s:.1f} s with one endpoint, {together_s:.1f} s with four")
    assert together_s < 0.5 * alone_s  # 0.26 on an idle machine: 5.2 s
    assert {stub.most_busy for stub in one + four} == {1}
    assert all(3 <= len(stub.bodies) <= 7 for stub in four)


@pytest.mark.slow
def test_with_one_dead_from_the_start_and_one_dying_in_the_middle_each_picture_is_made_once(tmp_path: Path) -> None:
    dying = EndpointStub(paint_s=1.0, dies_after=2)
    alive = [EndpointStub(paint_s=1.0), EndpointStub(paint_s=1.0)]
    with garden(tmp_path, [dying, *alive], closed_port()) as studio:
        ids = ask(studio, JOBS)
        seconds = work_until_done(studio, JOBS, 100)
        assert made(studio) == Counter(ids)
        with studio.house.database.read() as tx:
            assert sum(tx.execute(select(jobs.c.failures)).scalars()) == 0
    assert seconds < 40  # 9.5 s on an idle machine: the two that live do 18
    assert dying.is_dead
    assert len(dying.bodies) < 8  # it is asked ever more seldom, and by a look first
    assert sum(len(stub.bodies) for stub in alive) == JOBS - 2


@pytest.mark.slow
def test_jobs_wait_while_no_endpoint_is_there_and_are_done_when_one_comes(tmp_path: Path) -> None:
    stub = EndpointStub(status=503)
    with garden(tmp_path, [stub]) as studio:
        ids = ask(studio, 3)
        with working(studio):
            until(lambda: stub.looks >= 2, 30)
            assert states(studio) == {JobState.ENQUEUED: 3}
            assert not stub.bodies
            stub.status = 200
            until(lambda: states(studio)[JobState.SUCCEEDED] == 3, 60)
        assert made(studio) == Counter(ids)


def test_an_endpoint_that_answers_nonsense_keeps_none_of_the_jobs(tmp_path: Path) -> None:
    mad, sane = EndpointStub(raw=b"<html>"), EndpointStub(paint_s=0.1)
    with garden(tmp_path, [mad, sane]) as studio:
        ask(studio, 8)
        work_until_done(studio, 8, 60)
    assert len(sane.bodies) == 8
    assert len(mad.bodies) <= 4


def test_what_all_endpoints_refuse_fails_at_once_with_their_words(tmp_path: Path) -> None:
    with garden(tmp_path, [EndpointStub(status=400, raw=b"no flowers today")]) as studio:
        (job,) = ask(studio, 1)
        with working(studio):
            until(lambda: states(studio)[JobState.FAILED] == 1, 30)
        error = studio.admin.get(f"/api/jobs/{job}").json()["error"]
    assert error["code"] == "bad_input"
    assert "no flowers today" in error["message"]


def test_the_worker_beside_them_takes_no_job_of_theirs_and_all_others(tmp_path: Path) -> None:
    with garden(tmp_path, [EndpointStub(status=503)]) as studio:
        ask(studio, 1)
        painters = studio.retoucher.post("/api/generate", json={"prompt": "x", "engine": "painter:flat", **SIDE})
        assert studio.work() == 1
        assert studio.admin.get(f"/api/jobs/{painters.json()['id']}").json()["state"] == "succeeded"
        assert served_engines(studio.house, frozenset({"endpoints", "painter"})) == frozenset({"painter"})
        with open_slots(studio.house, frozenset({"painter"})) as slots:
            assert slots == []
    with open_studio(tmp_path / "without") as studio:
        assert served_engines(studio.house, None) is None


def test_the_page_lists_the_engine_and_foretells_what_it_can(tmp_path: Path) -> None:
    stub = EndpointStub(paint_s=0.3)
    with garden(tmp_path, [stub], endpoints_fields="seed") as studio:
        listed = {one["engine"]: one for one in studio.retoucher.get("/api/engines").json()["items"]}
        assert listed["endpoints"]["is_stable_diffusion"]
        assert listed["endpoints"]["honours"] == ["guidance"]
        wishes = {"engine": "endpoints", "prompt": "x", "negative_prompt": "text", **SIDE}
        plan = studio.retoucher.post("/api/generate/plan", json=wishes).json()
        assert (plan["fit"], plan["eta_s"], plan["steps"]) == ("unknown", None, 50)
        assert plan["notices"] == ["endpoints does not heed negative prompt"]
        ask(studio, 1)
        work_until_done(studio, 1, 30)
        assert studio.retoucher.post("/api/generate/plan", json=wishes).json()["eta_s"] > 0.2
    with open_studio(tmp_path / "without") as studio:
        off = {one["engine"]: one["reason"] for one in studio.retoucher.get("/api/engines").json()["unavailable"]}
        assert "HWAWON_ENDPOINTS" in off["endpoints"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_a_worker_process_with_calls_under_way_ends_within_ten_seconds_and_gives_all_back(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = {} if kind == "sqlite" else {"database_url": address_of(request.getfixturevalue("postgresql_database"))}
    stubs = [EndpointStub(paint_s=30.0) for _ in range(3)]
    with garden(tmp_path, stubs, **settings) as studio:
        ask(studio, 5)
        chosen = {"HWAWON_ENGINE": "endpoints", "HWAWON_ENDPOINTS": studio.house.settings.endpoints}
        chosen |= {f"HWAWON_{name.upper()}": value for name, value in settings.items()}
        worker = subprocess.Popen([*HWAWON, "worker"], env=environment_for(tmp_path, chosen), cwd=tmp_path)
        try:
            until(lambda: all(stub.busy == 1 for stub in stubs), 60)
            began_s = time.monotonic()
            os.kill(worker.pid, signal.SIGTERM)
            worker.wait(20)
            assert time.monotonic() - began_s < 10
        finally:
            worker.kill()
            worker.wait()
        assert states(studio) == {JobState.ENQUEUED: 5}
        with studio.house.database.read() as tx:
            rows = tx.execute(select(jobs.c.failures, jobs.c.deaths, jobs.c.claim)).all()
        assert set(rows) == {(0, 0, None)}
