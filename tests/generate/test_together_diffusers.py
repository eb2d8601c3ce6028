"""Generating jobs of other words share a call of the device, and each picture is the one its own job would give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import PaintRequest
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.engines.shelf import EngineShelf
from hwawon.generate.together import key_of
from hwawon.imaging import files
from hwawon.jobs import JobState
from hwawon.storage import pictures
from hwawon.weights.shelf import Shelf
from support.api import Studio, open_studio, submitted
from support.tiny_additions import save_lora
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch
WISH = {"engine": "diffusers", "width": 64, "height": 64, "steps": 2, "sampler": "Euler", "negative_prompt": "blue"}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    add_checkpoint(tmp_path / "data" / "models", Tiny(), name="tiny")
    with open_studio(tmp_path / "data", precision="float32") as studio:
        yield studio


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[PaintRequest]:
    """What the engine was asked, as a device that paints four at once would be."""
    asked: list[PaintRequest] = []
    real = DiffusionEngine.paint

    def paint(self: DiffusionEngine, request: PaintRequest, on_step: Any) -> Any:
        asked.append(request)
        return real(self, request, on_step)

    monkeypatch.setattr(DiffusionEngine, "paint", paint)
    monkeypatch.setattr(DiffusionEngine, "at_once", 4)
    return asked


def wish(prompt: str, seed: int, **changes: Any) -> dict[str, Any]:
    return WISH | {"prompt": prompt, "seed": seed} | changes


def pixels_of(studio: Studio, job: str) -> Any:
    (id,) = (studio.house.queue.get(job).result or {})["pictures"]
    with studio.house.database.read() as tx:
        row = pictures.get(tx, id)
    assert row.record["request"]["prompt"] == studio.house.queue.get(job).request["request"]["prompt"]
    return files.read(studio.house.objects.get(row.key)).pixels


def test_jobs_of_other_words_are_one_call_and_give_their_own_pictures(
    studio: Studio, calls: list[PaintRequest]
) -> None:
    words = [("a red flower", 1), ("a blue bird in the garden", 2), ("a red flower", 3)]
    jobs = [submitted(studio.retoucher, "/api/generate", wish(*each)) for each in words]
    assert studio.work() == 3
    (call,) = calls
    assert [(one.prompt, one.seed) for one in call.pictures] == words
    with closing(EngineShelf(studio.house.settings)) as engines:
        for (prompt, seed), job in zip(words, jobs, strict=True):
            asked = PaintRequest(call.task, call.extent, seed, prompt, "blue", sampler="Euler", steps=2)
            (alone,) = engines.get("diffusers").paint(asked, lambda _: None).images
            assert np.abs(alone.astype(int) - pixels_of(studio, job)).max() <= 2


def test_one_bad_prompt_spoils_only_its_own_job(studio: Studio, calls: list[PaintRequest]) -> None:
    jobs = [
        submitted(studio.retoucher, "/api/generate", wish(prompt, 1))
        for prompt in ("a red flower", "a " * 8000, "a blue bird")
    ]
    studio.work()
    states = [studio.house.queue.get(job).state for job in jobs]
    assert states == [JobState.SUCCEEDED, JobState.FAILED, JobState.SUCCEEDED]
    assert "tokens" in (studio.house.queue.get(jobs[1]).error or {})["message"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"prompt": "a (flower:1.2.3)"}, "the weight '1.2.3'"),
        ({"negative_prompt": "a (bird:1.2.3)"}, "the weight '1.2.3'"),
        ({"prompt": "a flower <lora:pencil:1>"}, "unknown LoRA 'pencil'; known are none"),
    ],
)
def test_words_that_cannot_be_painted_by_are_refused_before_a_job_is_made(
    studio: Studio, changes: dict[str, str], told: str
) -> None:
    for path in ("/api/generate", "/api/generate/plan"):
        answer = studio.retoucher.post(path, json=wish("a red flower", 1) | changes)
        assert answer.status_code == 422
        assert told in answer.json()["error"]
    assert studio.retoucher.get("/api/jobs").json()["items"] == []


def test_what_decides_more_than_words_keeps_jobs_apart(studio: Studio) -> None:
    models_dir = studio.house.settings.models_dir
    Shelf(models_dir).add(save_lora(models_dir / "ink.safetensors"))
    bodies = [
        wish("a red flower", 1),
        wish("a red flower", 1, width=72),
        wish("a red flower", 1, steps=3),
        wish("a red flower", 1, guidance_scale=3.0),
        wish("a red flower <lora:ink:1>", 1),
    ]
    jobs = [studio.house.queue.get(submitted(studio.retoucher, "/api/generate", body)) for body in bodies]
    keys = [key_of(job) for job in jobs]
    assert len(set(keys)) == len(bodies)
    for alone in (wish("a", 1, count=2), wish("a", 1, subseed=4, subseed_strength=0.2)):
        job = studio.house.queue.get(submitted(studio.retoucher, "/api/generate", alone))
        assert key_of(job) is None
