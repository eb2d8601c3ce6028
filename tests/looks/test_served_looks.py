"""A real server answers other requests while it looks, and takes its helper with it when it ends."""

import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx2
import psutil
import pytest

from looks.conftest import until
from support.api import png
from support.pictures import photograph
from support.server import Server, running
from support.small_models import with_models

pytestmark = pytest.mark.alone


def helpers_of(server: psutil.Process) -> list[psutil.Process]:
    return [one for one in server.children() if any("hwawon.looks.helper" in word for word in one.cmdline())]


def look_till_the_end(server: Server, body: dict[str, str]) -> None:
    """Look again and again: one look may be over before anybody sees that it began."""
    with server.client() as client, suppress(httpx2.TransportError):
        while True:
            client.post("/api/looks/lines", json=body)


@pytest.mark.slow
def test_other_requests_go_on_while_it_looks_and_it_ends_in_the_middle_of_a_look(tmp_path: Path) -> None:
    settings = {"HWAWON_MODELS_DIR": str(with_models("hed"))}
    with running(tmp_path, "--no-worker", settings=settings) as server, server.client() as client:
        process = psutil.Process(server.process.pid)
        file = {"file": ("flower.png", png(photograph("flower")))}
        picture = client.post("/api/pictures", files=file).json()["id"]
        body = {"picture": picture, "detector": "hed"}
        assert not helpers_of(process)
        assert client.post("/api/looks/lines", json=body | {"detector": "canny"}).status_code == 200
        (helper,) = helpers_of(process)
        before_bytes = process.memory_info().rss
        ended = threading.Event()

        def look() -> None:
            with server.client() as own:
                own.post("/api/looks/lines", json=body)
            ended.set()

        looking = threading.Thread(target=look)
        looking.start()
        waits_s = []
        while not ended.is_set():
            began_s = time.monotonic()
            assert client.get("/api/health").status_code == 200
            waits_s.append(time.monotonic() - began_s)
            time.sleep(0.02)
        looking.join()
        assert len(waits_s) > 5
        assert sorted(waits_s)[len(waits_s) // 2] < 1.0
        assert process.memory_info().rss - before_bytes < 60 * 1024**2
        dying = threading.Thread(target=look_till_the_end, args=(server, body), daemon=True)
        dying.start()
        until(lambda: helper.cpu_percent(0.1) > 20)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(10)
        helper.wait(5)
        dying.join(5)
