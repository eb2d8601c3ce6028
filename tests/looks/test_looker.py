"""Looks are answered by a process of their own, which may die, idle or be late without harm to anybody else."""

import asyncio
import base64
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psutil
import pytest
from starlette.requests import Request

from hwawon.errors import Cancelled, LookFailed, MissingModel, TooManyRequests
from hwawon.looks import looker as looker_module
from hwawon.looks.looker import Looker
from hwawon.looks.request import Detector, LinesLook, PeopleLook, SelectLook
from hwawon.looks.setup import Setup
from hwawon.looks.waiting import answered
from hwawon.storage import pictures
from looks.conftest import Stored, until
from support.api import Studio

NewLooker = Callable[..., Looker]
PNG = b"\x89PNG"


def lines(of: Stored, detector: str = "canny") -> Any:
    return "lines", of.shown, LinesLook(picture=of.id, detector=Detector(detector))


def test_a_helper_killed_in_the_middle_of_a_look_is_replaced(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker()
    looker.ask(*lines(flower)).result(60)
    first = looker.pid
    assert first is not None
    dying = looker.ask(*lines(flower, "hed"))
    until(dying.running)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(LookFailed, match="try again"):
        dying.result(60)
    assert looker.ask(*lines(flower)).result(60).startswith(PNG)
    assert looker.pid not in (None, first)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of another process")
def test_a_helper_that_crashes_writes_nothing_of_its_memory(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker()
    looker.ask(*lines(flower)).result(60)
    assert looker.pid is not None
    assert psutil.Process(looker.pid).rlimit(psutil.RLIMIT_CORE) in ((0, 0), (1, 1))
    os.kill(looker.pid, signal.SIGABRT)
    until(lambda: looker.pid is None)
    assert looker.ask(*lines(flower)).result(60).startswith(PNG)


def test_a_helper_that_died_between_looks_is_not_noticed(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker()
    looker.ask(*lines(flower)).result(60)
    assert looker.pid is not None
    psutil.Process(looker.pid).kill()
    until(lambda: looker.pid is None)
    assert looker.ask(*lines(flower)).result(60).startswith(PNG)


def test_a_look_that_takes_too_long_is_ended(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker(patience_s=0.05)
    with pytest.raises(LookFailed, match=r"longer than 0\.05 s"):
        looker.ask(*lines(flower, "hed")).result(60)
    assert looker.pid is None


def test_an_idle_helper_ends_and_the_next_look_starts_another(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker(idle_s=0.2)
    assert looker.pid is None  # nothing runs before the first look
    looker.ask(*lines(flower)).result(60)
    until(lambda: looker.pid is None)
    assert looker.ask(*lines(flower)).result(60).startswith(PNG)


def test_a_look_that_is_cancelled_before_its_turn_is_not_made(
    new_looker: NewLooker, flower: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    look = looker_module._Helper.look

    def noted(self: Any, kind: Any, *rest: Any) -> Any:
        made.append(kind)
        return look(self, kind, *rest)

    monkeypatch.setattr(looker_module._Helper, "look", noted)
    looker = new_looker()
    busy = looker.ask(*lines(flower, "hed"))
    given_up = [looker.ask("strokes", *lines(flower, "hed")[1:]) for _ in range(10)]
    until(busy.running)
    assert all(look.cancel() for look in given_up)
    assert looker.ask(*lines(flower)).result(60).startswith(PNG)
    assert busy.result().startswith(PNG)
    assert made == ["lines", "lines"]


def test_quick_looks_go_before_slow_ones(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker()
    busy = looker.ask(*lines(flower, "hed"))
    until(busy.running)
    done: list[str] = []
    slow = looker.ask(*lines(flower))
    slow.add_done_callback(lambda _: done.append("lines"))
    quick = looker.ask("select", flower.shown, SelectLook(picture=flower.id, rectangle=(200, 100, 200, 200)))
    quick.add_done_callback(lambda _: done.append("select"))
    assert slow.result(60) and quick.result(60)
    assert done == ["select", "lines"]


def test_a_caller_who_has_gone_leaves_the_queue() -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    waiting: Future[bytes] = Future()

    def ask() -> object:
        return asyncio.run(answered(Request({"type": "http"}, gone), waiting))

    with ThreadPoolExecutor(1) as beside, pytest.raises(Cancelled):  # a browser's loop may run in this thread
        beside.submit(ask).result()
    assert waiting.cancelled()


def test_more_than_a_few_waiting_looks_are_refused(
    new_looker: NewLooker, flower: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looker_module, "MOST_WAITING", 2)
    looker = new_looker()
    busy = looker.ask(*lines(flower, "hed"))
    until(busy.running)
    for _ in range(5):  # given up at once, so that they wait no more
        looker.ask(*lines(flower, "hed")).cancel()
    for _ in range(2):
        looker.ask(*lines(flower, "hed"))
    with pytest.raises(TooManyRequests, match="2 looks are waiting"):
        looker.ask(*lines(flower, "hed"))


def test_the_looks_own_error_crosses_with_what_is_missing(studio: Studio, flower: Stored) -> None:
    nowhere = Setup(studio.house.settings.objects_url, studio.house.settings.data_dir / "none", 10**9)
    looker = Looker(nowhere)
    try:
        with pytest.raises(MissingModel) as caught:
            looker.ask(*lines(flower, "hed")).result(60)
        assert caught.value.missing == ("hed",)
        assert looker.ask(*lines(flower)).result(60).startswith(PNG)  # the process lives on
    finally:
        looker.close()


def test_closing_ends_the_helper_at_once_also_while_it_looks(new_looker: NewLooker, flower: Stored) -> None:
    looker = new_looker()
    looker.ask(*lines(flower)).result(60)
    helper = psutil.Process(looker.pid)
    last = looker.ask(*lines(flower, "hed"))
    until(last.running)
    waiting = looker.ask("people", flower.shown, PeopleLook(picture=flower.id))
    looker.close()
    helper.wait(5)
    with pytest.raises(LookFailed):
        last.result(5)
    assert waiting.cancelled()
    looker.close()


def test_the_helper_ends_when_the_web_process_is_killed(studio: Studio, flower: Stored) -> None:
    program = (
        "import sys, time, pickle, base64\n"
        "from hwawon.looks.looker import Looker\n"
        "setup, look = pickle.loads(base64.b64decode(sys.argv[1]))\n"
        "looker = Looker(setup)\n"
        "looker.ask(*look).result(60)\n"
        "print(looker.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    told = base64.b64encode(pickle.dumps((Setup.of(studio.house.settings), lines(flower)))).decode()
    with subprocess.Popen([sys.executable, "-c", program, told], stdout=subprocess.PIPE) as web:
        assert web.stdout is not None
        helper = psutil.Process(int(web.stdout.readline()))
        web.kill()
    helper.wait(10)


LOOKING = """
import sys
from hwawon.accounts import tokens
from hwawon.app import open_house, web_app
from hwawon.config import Settings
from pathlib import Path
from fastapi.testclient import TestClient
with open_house(Settings(data_dir=Path(sys.argv[1]), models_dir=Path(sys.argv[2]))) as house:
    with house.database.write() as tx:
        key = tokens.create(tx, "retoucher", "")
    client = TestClient(web_app(house), base_url="http://127.0.0.1:8600", headers={"Authorization": f"Bearer {key}"})
    picture = {"picture": sys.argv[3]}
    hint = {"points": [{"x": 300, "y": 220}]}
    asked = {"lines": {"detector": "canny"}, "strokes": {"detector": "canny"}, "select": hint, "people": {}, "tags": {}}
    answers = [client.post(f"/api/looks/{look}", json=picture | body) for look, body in asked.items()]
    answers += [client.get("/api/looks"), client.get("/api/words/tags?q=ros")]
    answers.append(client.post("/api/words/count", json={"prompt": "white tulips", "engine": "diffusers"}))
    print(*(answer.status_code for answer in answers), *sys.modules)
"""


def test_the_web_process_holds_no_pixels_for_a_look(studio: Studio, flower: Stored) -> None:
    with studio.house.database.write() as tx:
        pictures.publish(tx, flower.id)
    settings = studio.house.settings
    line = [sys.executable, "-c", LOOKING, str(settings.data_dir), str(settings.models_dir), flower.id]
    answer = subprocess.run(line, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    said = answer.stdout.split()
    assert said[:3] == ["200"] * 3
    assert said[5:8] == ["200"] * 3
    assert not {"cv2", "numpy", "PIL", "onnxruntime", "torch"} & {name.split(".")[0] for name in said}
