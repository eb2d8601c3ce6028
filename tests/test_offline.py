"""After set-up nothing needs the network: the server and the commands run with it cut."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.parts import missing
from support.server import HWAWON, TOKEN, environment_for

pytestmark = pytest.mark.slow

LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
with socket.socket() as probe:  # SIOCSIFFLAGS = 0x8914, IFF_UP = 1: what `ip link set lo up` does, without iproute2
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh", b"lo", 1))
os.execvp(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture(scope="module")
def cut() -> list[str]:
    """The words to put before a command line so that it runs without a network."""
    python = HWAWON[0]
    wrapper = ["unshare", "--net", "--", python, "-c", LOOPBACK_UP]
    probe = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); print('up')"
    try:
        answer = subprocess.run([*wrapper, python, "-c", probe], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        missing("unshare (util-linux)")
    if answer.stdout.strip() != "up":
        missing(f"the right to make a network namespace: {answer.stderr.strip()[-200:]}")
    return wrapper


def test_the_network_is_really_cut(cut: list[str]) -> None:
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"  # TEST-NET-1, RFC 5737
    answer = subprocess.run([*cut, HWAWON[0], "-c", probe], capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert "Network is unreachable" in answer.stderr


@pytest.fixture
def photograph(tmp_path: Path) -> Iterator[Path]:
    pixels = np.linspace(0, 255, 96 * 128 * 3).reshape(96, 128, 3).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "in.png")
    mask = np.zeros((96, 128), np.uint8)
    mask[40:60, 50:80] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    yield tmp_path / "in.png"


def hwawon(cut: list[str], folder: Path, *words: str) -> dict[str, object]:
    line = [*cut, *HWAWON, *words, "--json"]
    answer = subprocess.run(
        line, cwd=folder, env=environment_for(folder / "data"), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_retouch_and_generate_run_without_a_network(cut: list[str], photograph: Path) -> None:
    folder = photograph.parent
    done = hwawon(cut, folder, "retouch", "in.png", "--mask", "mask.png", "--prompt", "a red tulip", "--seed", "1")
    assert done["changed_outside"] == 0
    with Image.open(folder / "in-retouched.png") as image:
        assert image.size == (128, 96)
    made = hwawon(cut, folder, "generate", "--prompt", "spring garden", "--size", "320x256", "--out", "o.png")
    assert (made["width"], made["height"]) == (320, 256)


ASK_THE_SERVER = """
import json, re, subprocess, sys, time, urllib.request
server = subprocess.Popen([*json.loads(sys.argv[1]), "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    address = re.search(r"http://127\\.0\\.0\\.1:\\d+", server.stdout.readline()).group()
    def ask(path, body=None):
        headers = {"Authorization": "Bearer " + sys.argv[2], "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(urllib.request.Request(address + path, data, headers), timeout=60) as answer:
            return json.load(answer)
    with urllib.request.urlopen(address, timeout=60) as page:
        assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    wish = {"prompt": "spring", "width": 256, "height": 256, "engine": "painter", "seed": 1}
    job = ask("/api/generate", wish)["id"]
    end = time.monotonic() + 120
    while time.monotonic() < end and (state := ask("/api/jobs/" + job)["state"]) in ("enqueued", "running"):
        time.sleep(0.2)
    print(state, ask("/api/pictures")["total"])
finally:
    server.terminate()
    server.wait(15)
"""


def test_the_server_works_without_a_network(cut: list[str], tmp_path: Path) -> None:
    line = [*cut, HWAWON[0], "-c", ASK_THE_SERVER, json.dumps(HWAWON), TOKEN]
    environment = environment_for(tmp_path / "data") | {"no_proxy": "*"}
    answer = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "succeeded 1", answer.stderr
