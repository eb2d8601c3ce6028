"""Whatever is wrong with weights or wishes: a clear refusal or a dead letter with its reason; the worker goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.jobs import JobState
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.api import Studio, photo, png, submitted, upload
from support.tiny_additions import save_controlnet, save_lora
from support.tiny_clip import install_tokenizer
from support.tiny_diffusers import Tiny, add_checkpoint, pipeline
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture
def studio(tmp_path: Path, models: Path) -> Iterator[Studio]:
    with open_house(Settings(data_dir=tmp_path, models_dir=models, precision="float32", engine="diffusers")) as house:
        yield Studio(house)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with one good checkpoint, `a-good`, and others that were damaged after they had been added."""
    models = tmp_path_factory.mktemp("models")
    add_checkpoint(models, Tiny(), name="a-good")
    _damage(models)
    shelf = Shelf(models)
    shelf.add(save_lora(models / "big-ink.safetensors", Family.SDXL))
    shelf.add(save_controlnet(models / "lineart-xl", Tiny(Family.SDXL)))
    return models


def _damage(models: Path) -> None:
    import torch

    install_tokenizer(models)
    add_checkpoint(models, Tiny(), name="cut-short", single=True)
    file = models / "cut-short.safetensors"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    add_checkpoint(models, Tiny(), name="no-vae")
    (models / "no-vae" / "vae").rename(models / "vae-elsewhere")
    add_checkpoint(models, Tiny(), name="pickled")
    for weights in (models / "pickled" / "unet").glob("*.safetensors"):
        weights.rename(weights.with_suffix(".bin"))
    black = pipeline(Tiny())
    with torch.no_grad():
        black.unet.conv_out.weight.fill_(float("nan"))
    black.save_pretrained(models / "black", safe_serialization=True)
    Shelf(models).add(models / "black", id="black", licence="CC0-1.0")


def wish(**changes: Any) -> dict[str, Any]:
    return {"prompt": "a red flower", "width": 64, "height": 64, "steps": 2, "seed": 1} | changes


AT_THE_DOOR = [
    (wish(width=100), "multiples of 8"),
    (wish(sampler="Oil"), "unknown sampler 'Oil'; known are"),
    (wish(checkpoint="nobody"), "unknown checkpoint 'nobody'"),
    (wish(vae="nobody"), "unknown VAE 'nobody'"),
    (wish(sampler="Euler a", schedule="Karras"), "cannot follow the schedule Karras"),
    (wish(prompt="a <lora:big-ink:1>"), "is for sdxl, the checkpoint 'a-good' is sd15"),
    (wish(prompt="a <lora:nobody:1>"), "nobody"),
    (wish(prompt="a (flower:1.2.3)"), "1.2.3"),
]

IN_WORK = [
    (wish(checkpoint="cut-short"), "bad_input", "cannot be loaded from cut-short.safetensors"),
    (wish(checkpoint="no-vae"), "bad_input", "has no vae"),
    (wish(checkpoint="pickled"), "bad_input", "pickled weights are not loaded"),
    (wish(checkpoint="black"), "bad_result", "a black picture"),
    (wish(prompt="flower " * 2800), "", ""),  # long, and painted
]


@pytest.mark.parametrize(("body", "told"), AT_THE_DOOR, ids=[told for _, told in AT_THE_DOOR])
def test_what_can_be_seen_before_any_work_is_refused_at_the_door(
    studio: Studio, body: dict[str, Any], told: str
) -> None:
    answer = studio.retoucher.post("/api/generate", json=body)
    assert answer.status_code in (409, 422), answer.text
    assert told in answer.json()["error"]


def test_a_controlnet_of_another_family_is_refused_at_the_door(studio: Studio) -> None:
    lines = upload(studio.retoucher, png(photo()))
    body = wish(controls=[{"kind": "line_art", "picture": lines}])
    answer = studio.retoucher.post("/api/generate", json=body)
    assert answer.status_code == 422, answer.text
    assert "sd15" in answer.json()["error"]


def test_what_is_found_in_work_is_a_dead_letter_and_the_worker_goes_on(studio: Studio) -> None:
    jobs = [submitted(studio.retoucher, "/api/generate", body) for body, _, _ in IN_WORK]
    last = submitted(studio.retoucher, "/api/generate", wish())
    assert studio.work() == len(jobs) + 1
    for id, (body, code, told) in zip(jobs, IN_WORK, strict=True):
        job = studio.house.queue.get(id)
        if not code:
            assert job.state is JobState.SUCCEEDED, job.error
            continue
        assert job.state is JobState.FAILED, body
        assert job.failures == 1, "a second try would fail alike"
        assert (job.error or {})["code"] == code
        assert told in (job.error or {})["message"]
    assert studio.house.queue.get(last).state is JobState.SUCCEEDED
