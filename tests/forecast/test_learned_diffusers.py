"""What a real worker and a real (tiny) checkpoint teach: before the click, time and memory are told and come true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from hwawon.jobs.worker import Worker
from hwawon.workshop import open_worker
from support.api import Studio, open_studio, submitted
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = [needs_torch, pytest.mark.slow]

ASKED = {"prompt": "tulips", "engine": "diffusers", "steps": 12, "width": 128, "height": 96}
TRIES = 4  # a machine that is busy elsewhere may be several times slower from one minute to the next


@contextmanager
def studio_at_work(folder: Path) -> Iterator[tuple[Studio, Worker]]:
    add_checkpoint(folder / "models", Tiny(), name="rose")
    with open_studio(folder, precision="float32", engine="diffusers") as studio, open_worker(studio.house) as worker:
        yield studio, worker


def painted_s(studio: Studio, worker: Worker, body: dict[str, Any], count: int) -> float:
    """The median of the seconds of `count` jobs, as their rows tell them."""
    ids = [submitted(studio.retoucher, "/api/generate", body | {"seed": seed}) for seed in range(count)]
    worker.work_off()
    jobs = [studio.house.queue.get(id) for id in ids]
    assert [job.result and job.result["rung"] for job in jobs] == [0] * count, jobs[0].error
    return median(
        (job.finished_at - job.started_at).total_seconds() for job in jobs if job.finished_at and job.started_at
    )


def planned(studio: Studio, body: dict[str, Any]) -> dict[str, Any]:
    answer = studio.retoucher.post("/api/generate/plan", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_after_ten_jobs_the_time_of_the_next_is_told_within_a_fifth(tmp_path: Path) -> None:
    with studio_at_work(tmp_path) as (studio, worker):
        assert planned(studio, ASKED)["eta_s"] is None
        errors: list[float] = []
        while len(errors) < TRIES and min(errors, default=1.0) >= 0.2:
            painted_s(studio, worker, ASKED, 10)
            told = planned(studio, ASKED)
            truth = painted_s(studio, worker, ASKED, 5)
            errors.append(abs(told["eta_s"] - truth) / truth)

        assert min(errors) < 0.2
        assert told["fit"] == "fits"  # as the jobs before it
        assert told["passes"] == [[88, 64], [128, 96]]
        assert told["notices"] == ["composed at 88x64, refined at 128x96"]


def test_a_size_that_was_never_painted_is_told_from_others_of_the_checkpoint(tmp_path: Path) -> None:
    small, large = ASKED | {"width": 64, "height": 64}, ASKED | {"width": 256, "height": 192}
    with studio_at_work(tmp_path) as (studio, worker):
        painted_s(studio, worker, small, 3)
        painted_s(studio, worker, ASKED, 3)
        told, between = planned(studio, large)["eta_s"], planned(studio, ASKED)["eta_s"]
        assert told > between > planned(studio, small)["eta_s"]
        truth = painted_s(studio, worker, large, 3)
        assert truth / 4 < told < 4 * truth


def test_a_size_that_was_too_large_for_the_memory_is_told_to_be_reduced_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from hwawon.engines.diffusion.loop import denoise as whole

    def small_ones_only(model: Any, scheduler: Any, start: Any, *rest: Any) -> Any:
        if start.latents.shape[-1] * 8 > 64:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(model, scheduler, start, *rest)

    asked = ASKED | {"width": 72, "height": 72, "steps": 2}
    with studio_at_work(tmp_path) as (studio, worker):
        monkeypatch.setattr("hwawon.engines.diffusion.painting.denoise", small_ones_only)
        id = submitted(studio.retoucher, "/api/generate", asked)
        worker.work_off()
        result = studio.house.queue.get(id).result
        told = planned(studio, asked)

    assert result is not None
    assert (result["rung"], result["notices"]) == (
        4,
        ["memory was too small for this size: painted at 75 % of it and enlarged"],
    )
    assert told["fit"] == "reduced"
    assert told["notices"] == ["memory is too small for this size: it will be painted at 75 % of it and enlarged"]
