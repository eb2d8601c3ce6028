"""What a real worker and a real (tiny) checkpoint teach: before the click, time and memory are told and come true."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

import pytest

from support.api import Studio, open_studio, submitted
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = [needs_torch, pytest.mark.slow]

ASKED = {"prompt": "tulips", "engine": "diffusers", "steps": 12, "width": 512, "height": 384, "seed": 1}


def painted_s(studio: Studio, body: dict[str, Any]) -> float:
    """Seconds of one job, as its row tells them."""
    id = submitted(studio.retoucher, "/api/generate", body)
    studio.work()
    job = studio.house.queue.get(id)
    assert job.result is not None, job.error
    assert job.result["rung"] == 0
    assert job.started_at is not None
    assert job.finished_at is not None
    return (job.finished_at - job.started_at).total_seconds()


def planned(studio: Studio, body: dict[str, Any]) -> dict[str, Any]:
    answer = studio.retoucher.post("/api/generate/plan", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_after_ten_jobs_the_time_of_the_next_is_told_within_a_fifth(tmp_path: Path) -> None:
    add_checkpoint(tmp_path / "models", Tiny(native_side=256), name="rose")
    with open_studio(tmp_path, precision="float32", engine="diffusers") as studio:
        nothing = planned(studio, ASKED)
        assert (nothing["eta_s"], nothing["fit"]) == (None, "unknown")

        first = painted_s(studio, ASKED | {"width": 384, "height": 256})
        guessed = planned(studio, ASKED)["eta_s"]
        assert guessed > first

        for seed in range(10):
            painted_s(studio, ASKED | {"seed": seed})
        told = planned(studio, ASKED)
        truth = median(painted_s(studio, ASKED | {"seed": seed}) for seed in range(5))

        assert abs(told["eta_s"] - truth) < 0.2 * truth
        assert truth / 3 < guessed < 3 * truth
        assert told["fit"] == "fits"  # as the jobs before it
        assert told["passes"] == [[336, 248], [512, 384]]
        assert told["notices"] == ["composed at 336x248, refined at 512x384"]
