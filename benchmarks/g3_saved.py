"""G3: jobs through the worker, pictures and thumbnails on disk, against the same pictures only painted."""

import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.gpu import (
    NEGATIVE,
    PROMPT,
    SAMPLER,
    Ground,
    Watched,
    ground,
    higher,
    ignore,
    lower,
    seconds,
    settings,
    text_to_image,
)
from benchmarks.harness import Row
from hwawon import workshop
from hwawon.app import House, open_house
from hwawon.engines.shelf import EngineShelf
from hwawon.generate.request import KIND
from hwawon.jobs.job import JobState


def run(full: bool) -> list[Row]:
    on = ground(full)
    with tempfile.TemporaryDirectory() as folder, open_house(settings("sd15", on, data_dir=Path(folder))) as house:
        engines = EngineShelf(house.settings)
        with mock.patch.object(workshop, "EngineShelf", return_value=engines), workshop.open_worker(house) as worker:
            saved_s, plain_s, idle = _raced(house, worker, engines.get("diffusers"), on)
        failed = house.queue.page(1, state=JobState.FAILED).items
    if failed:
        raise RuntimeError(f"a job failed: {failed[0].error}")
    what = f"SD 1.5 {on.side}², {on.many} jobs of one picture, PNG and thumbnail stored: pictures/s"
    sides = f"{on.many / saved_s:.3g}/s", f"{on.many / plain_s:.3g}/s unsaved"
    return [
        higher(on, "G3", what, sides, plain_s / saved_s, (0.95, 0.99)),
        lower(
            on,
            "G3",
            "share of that time in which no network is at work on the device",
            (f"{idle:.1%}", ""),
            idle,
            (0.05, 0.02),
        ),
    ]


def _raced(house: House, worker: Any, engine: Any, on: Ground) -> tuple[float, float, float]:
    """Seconds with saving, without it, and the share of the former in which the device idles; the best of each."""
    watched, best = Watched(engine), [float("inf")] * 3
    for _ in range(2):  # the first warms both
        _submit(house, on)
        with watched.watching(text=True):
            saved_s = seconds(worker.work_off)
            idle = max(0.0, 1 - watched.busy_s() / saved_s)
        plain_s = seconds(lambda: engine.paint(text_to_image(on, on.side, count=on.many), ignore))
        found = [saved_s, plain_s, idle]
        best = [min(pair) for pair in zip(best, found, strict=True)]
    return best[0], best[1], best[2]


def _submit(house: House, on: Ground) -> None:
    wish = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "width": on.side, "height": on.side, "engine": "diffusers"}
    numbers = {"sampler": SAMPLER, "steps": on.steps, "guidance_scale": 7.0}
    with house.database.write() as tx:
        for seed in range(on.many):
            house.queue.submit(tx, KIND, {"request": wish | numbers | {"seed": seed}}, engine="diffusers")
