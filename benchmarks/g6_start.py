"""G6: the first picture of a new worker, against its imports and the reading of its weights from a warm disk."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.gpu import PROMPT, Ground, ground, lower, models, settings
from benchmarks.harness import Row
from hwawon.app import House, open_house
from hwawon.generate.request import KIND
from hwawon.jobs.job import JobState

SOURCE = Path(__file__).resolve().parents[1] / "src"
WORKER = (sys.executable, "-c", "from hwawon.cli import main; main()", "worker")
BARE = """
import sys
from diffusers import StableDiffusionPipeline
from transformers import CLIPTextModel, CLIPTokenizer
piece = memoryview(bytearray(16 * 1024 * 1024))
for path in sys.argv[1:]:
    with open(path, "rb", buffering=0) as file:
        while file.readinto(piece):
            pass
"""
TIMEOUT_S = 300.0
LOOK_EVERY_S = 0.005


def run(full: bool) -> list[Row]:
    on = ground(full)
    bare_s(on)  # bytecode and weights are in memory from here on
    bare, ours, compiled = bare_s(on), first_picture_s(on, "torch"), first_picture_s(on, "compile")
    what = f"SD 1.5 {on.side}², {on.steps} steps: start of a worker to its first stored picture"
    return [
        lower(on, "G6", f"{what} / imports and reading", (f"{ours:.2f} s", f"{bare:.2f} s"), ours / bare, (1.5, 1.2)),
        lower(
            on, "G6", f"{what}, compile on / off", (f"{compiled:.2f} s", f"{ours:.2f} s"), compiled / ours, (1.1, 1.0)
        ),
    ]


def first_picture_s(on: Ground, accelerator: str) -> float:
    """Seconds from the start of `hwawon worker` until the job that waits for it has succeeded."""
    with tempfile.TemporaryDirectory() as folder, open_house(settings("sd15", on, data_dir=Path(folder))) as house:
        wish = {"prompt": PROMPT, "width": on.side, "height": on.side, "engine": "diffusers", "seed": 7}
        with house.database.write() as tx:
            job = house.queue.submit(tx, KIND, {"request": wish | {"steps": on.steps}}, engine="diffusers")
        started = time.perf_counter()
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(WORKER, env=_environment(house, accelerator), stdout=log, stderr=log)
        try:
            _await_success(house, job.id, process, Path(folder) / "log")
            return time.perf_counter() - started
        finally:
            process.terminate()
            process.wait()


def bare_s(on: Ground) -> float:
    """Seconds of a process that imports what a worker needs and reads its weights once; they are in memory already."""
    files = sorted(str(path) for path in models("sd15", on.device).rglob("*.safetensors"))
    started = time.perf_counter()
    subprocess.run((sys.executable, "-c", BARE, *files), check=True, capture_output=True)
    return time.perf_counter() - started


def _environment(house: House, accelerator: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HWAWON_")}
    places = {"HWAWON_DATA_DIR": str(house.settings.data_dir), "HWAWON_MODELS_DIR": str(house.settings.models_dir)}
    chosen = {"HWAWON_ENGINE": "diffusers", "HWAWON_ACCELERATOR": accelerator, "PYTHONPATH": str(SOURCE)}
    return kept | places | chosen


def _await_success(house: House, job: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until_s = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until_s and process.poll() is None:
        found = house.queue.get(job)
        if found.state is JobState.SUCCEEDED:
            return
        if found.state is JobState.FAILED:
            raise RuntimeError(f"the first picture failed: {found.error}")
        time.sleep(LOOK_EVERY_S)
    raise RuntimeError(f"no picture; exit status of the worker {process.poll()}: {log.read_text()[-300:]}")
