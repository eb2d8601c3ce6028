"""`python3 run.py`: the address first, quick the second time, next port when taken, gone when told."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest

import run
from support.parts import missing
from support.server import environment_for

pytestmark = [pytest.mark.slow, pytest.mark.alone]
SECOND_START_S = 5.0
STARTS = 4
END_S = 10.0
FIRST_PICTURES_S = 120.0


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`python3 run.py` with its output in a file; the process and the first address it printed, once healthy."""
    if not (run.STAMPS.is_file() and run.HWAWON.is_file()):
        missing("a set-up checkout (python3 run.py setup)")
    folder.mkdir(exist_ok=True)
    with (folder / "out").open("wb") as out:
        line = [sys.executable, str(run.ROOT / "run.py")]
        process = subprocess.Popen(line, stdout=out, stderr=out, env=environment_for(folder / "data"), cwd=folder)
    try:
        yield process, first_address(process, folder / "out")
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def first_address(process: subprocess.Popen[bytes], out: Path) -> str:
    while process.poll() is None:
        found = re.search(r"https?://\S+", out.read_text(encoding="utf-8"))
        if found and httpx2.get(f"{found.group()}/api/health", trust_env=False, timeout=10).status_code == 200:
            return found.group()
        time.sleep(0.02)
    raise AssertionError(out.read_text(encoding="utf-8"))


def test_the_first_address_it_prints_is_the_servers_and_it_starts_quickly_again(tmp_path: Path) -> None:
    seconds = [float("inf")]
    while min(seconds) > SECOND_START_S and len(seconds) <= STARTS:  # a busy machine may need more than one try
        begun = time.monotonic()
        with started(tmp_path) as (process, address):
            seconds.append(time.monotonic() - begun)
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
            process.send_signal(signal.SIGTERM)
            process.wait(END_S)
    assert min(seconds) < SECOND_START_S


def test_a_taken_port_makes_it_use_the_next(tmp_path: Path) -> None:
    with started(tmp_path / "one") as (_, first), started(tmp_path / "two") as (_, second):
        assert first != second


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_server_and_worker_while_they_paint_and_a_page_listens(
    tmp_path: Path, number: signal.Signals
) -> None:
    page = httpx2.Client(headers=token(tmp_path), trust_env=False, timeout=30)
    with started(tmp_path) as (process, address), page, page.stream("GET", f"{address}/api/events") as events:
        next(events.iter_bytes())  # the first news of the sample's jobs: the worker paints
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        assert len(family) > 1  # the worker is a process of its own
        process.send_signal(number)
        _, alive = psutil.wait_procs(family, timeout=END_S)
        assert alive == []
        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"{address}/api/health", trust_env=False, timeout=2)


def test_the_sample_library_fills_while_one_looks(tmp_path: Path) -> None:
    client = httpx2.Client(headers=token(tmp_path), trust_env=False, timeout=30)
    with started(tmp_path) as (_, address), client:
        assert client.get(f"{address}/api/jobs").json()["items"], "no sample job was queued"
        end = time.monotonic() + FIRST_PICTURES_S
        while (made := client.get(f"{address}/api/pictures").json()["total"]) < 2 and time.monotonic() < end:
            time.sleep(0.5)
        assert made >= 2


def token(folder: Path) -> dict[str, str]:
    return {"Authorization": f"Bearer {environment_for(folder)['HWAWON_ADMIN_TOKEN']}"}
