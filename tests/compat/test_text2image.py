"""`/text2image` answers with the original's envelope when the picture is there, however long that takes."""

import asyncio
import io
import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from hwawon.compat import paint
from hwawon.jobs.job import Job
from support.api import Studio

NAME = re.compile(r"http://127\.0\.0\.1:8600/(img_\d{8}-\d{6}-[0-9a-f]{8}_0\.jpeg)")
WISH = {"text": "white flowers", "width": 320, "height": 256}
HELD_AT_ONCE = 60  # more than there are threads that answer


@contextmanager
def working(studio: Studio, after_s: float = 0.0) -> Iterator[None]:
    """Somebody works beside the block, from a moment on."""
    over = threading.Event()

    def work() -> None:
        over.wait(after_s)
        while not over.wait(0.1):
            studio.work()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def painted(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert list(told) == ["statusCode", "body", "time"]
    assert told["statusCode"] == 200 and isinstance(told["time"], int)
    (address,) = json.loads(told["body"])
    found = NAME.fullmatch(address)
    assert found, address
    return found[1]


@pytest.mark.slow
def test_text_alone_gives_a_jpeg_of_the_usual_size_and_a_size_is_exact(studio: Studio, curator: TestClient) -> None:
    with working(studio):
        usual = painted(curator.post("/text2image", content=json.dumps({"text": "white flowers"})))
        small = painted(curator.post("/text2image", json=WISH))
        again = painted(curator.post("/text2image", json=WISH))
    assert len({usual, small, again}) == 3
    for name, size in ((usual, (768, 512)), (small, (320, 256))):
        answer = curator.get(f"/{name}")
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size, answer.headers["content-type"]) == ("JPEG", size, "image/jpeg")
    known = {"If-None-Match": curator.get(f"/{small}").headers["etag"]}
    assert curator.get(f"/{small}", headers=known).status_code == 304
    assert studio.stranger.get(f"/{small}").status_code == 401
    assert studio.caller("kiosk").get(f"/{small}").status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "img_20230417-144723_0.jpeg",
        "img_99999999-999999-00000000_0.jpeg",
        "img_19000101-000000-00000000_0.jpeg",
        "img_x",
    ],
)
def test_a_name_of_nothing_is_404(name: str, curator: TestClient) -> None:
    assert curator.get(f"/{name}").status_code == 404


@pytest.mark.slow
def test_the_answer_waits_for_a_slow_machine_and_holds_no_thread(
    studio: Studio, curator: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paint.LONGEST_WAIT_S > 45
    monkeypatch.setattr(paint, "LONGEST_WAIT_S", 4.0)
    key = curator.headers["authorization"]

    async def ask_all() -> tuple[list[int], float]:
        transport = httpx2.ASGITransport(app=studio.app)
        headers = {"Authorization": key}
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8600", headers=headers) as client:
            waiting = [asyncio.create_task(client.post("/text2image", json=WISH)) for _ in range(HELD_AT_ONCE)]
            await asyncio.sleep(1.5)
            began_s = time.monotonic()
            health = await client.get("/api/health")
            answered_s = time.monotonic() - began_s
            assert health.status_code == 200
            return [(await one).status_code for one in waiting], answered_s

    with ThreadPoolExecutor(1) as threads:
        statuses, answered_s = threads.submit(asyncio.run, ask_all()).result()
    assert statuses == [504] * HELD_AT_ONCE
    assert answered_s < 2
    assert curator.get("/api/jobs?limit=100&state=enqueued").json()["items"]


def test_a_job_that_fails_gives_its_status_and_reason(
    studio: Studio, curator: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = paint.Easel.submit

    def cancelled(easel: paint.Easel, *given: Any) -> Job:
        return easel.queue.cancel(submit(easel, *given).id)

    monkeypatch.setattr(paint.Easel, "submit", cancelled)
    answer = curator.post("/text2image", json=WISH)
    assert (answer.status_code, answer.json()["code"]) == (409, "cancelled")


@pytest.mark.parametrize(
    ("code", "status"), [("out_of_memory", 503), ("missing_model", 503), ("bad_result", 500), ("unexpected_error", 500)]
)
def test_the_status_follows_the_error(code: str, status: int, studio: Studio, curator: TestClient) -> None:
    with studio.house.database.write() as tx:
        job = studio.house.queue.submit(tx, "generate", {})
    failed = type(job)(**{**vars(job), "state": "failed", "error": {"code": code, "message": "why"}})
    assert paint.failure(failed) == (status, code, "why")


def test_a_caller_that_goes_away_leaves_the_job(studio: Studio) -> None:
    with studio.house.database.write() as tx:
        job = studio.house.queue.submit(tx, "generate", {})

    async def gone() -> bool:
        return True

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(asyncio.run, paint.ended(studio.house.queue, job, gone)).result() is None
    assert studio.house.queue.get(job.id).state == "enqueued"
