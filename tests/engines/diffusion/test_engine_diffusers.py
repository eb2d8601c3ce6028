"""The diffusers engine keeps what every engine keeps, with each family, from folders and from single files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from contracts.engine import EngineContract
from hwawon.engines.base import Engine, PaintRequest, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from support.requests import paint
from support.tiny_diffusers import Tiny, add_checkpoint, pipeline
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A models folder for each checkpoint of the contract, made once."""
    made = {}
    for name, tiny, single in (
        ("sd15", Tiny(Family.SD15), False),
        ("inpaint9", Tiny(Family.SD15, inpaint=True), False),
        ("sd2", Tiny(Family.SD2), False),
        ("sdxl", Tiny(Family.SDXL), False),
    ):
        made[name] = tmp_path_factory.mktemp(name)
        add_checkpoint(made[name], tiny, name=name, single=single)
    return made


class DiffusionContract(EngineContract):
    """The contract with two steps; each class names its checkpoint."""

    checkpoint: ClassVar[str]
    steps = 2
    levels_apart = 2  # torch adds up in another order for another size of batch

    @pytest.fixture
    def engine(self, shelf_of: dict[str, Path]) -> Iterator[Engine]:
        engine = DiffusionEngine(shelf_of[self.checkpoint], "float32", batch=4)
        yield engine
        engine.close()


class TestSd15(DiffusionContract):
    checkpoint = "sd15"


class TestInpaint9(DiffusionContract):
    samplers_tried = 2
    checkpoint = "inpaint9"


class TestSd2(DiffusionContract):
    samplers_tried = 2
    checkpoint = "sd2"


class TestSdxl(DiffusionContract):
    samplers_tried = 2
    checkpoint = "sdxl"


# The same pictures as diffusers' own pipelines


def _request(task: Task, sampler: str, **changes: Any) -> PaintRequest:
    settings: dict[str, Any] = {
        "extent": Extent(64, 64),
        "seed": 11,
        "prompt": "a red flower in the garden",
        "negative_prompt": "blue bird",
        "sampler": sampler,
        "steps": 5,
        "guidance_scale": 6.0,
    }
    return PaintRequest(task=task, **settings | changes)


def _pipeline_scheduler(sampler: str) -> Any:
    from hwawon.engines.diffusion.samplers import build_scheduler
    from support.tiny_diffusers import SCHEDULER

    return build_scheduler(sampler, None, SCHEDULER, 5)


@pytest.mark.parametrize("sampler", ["DDIM", "Euler a", "DPM++ 2M Karras", "Heun", "UniPC"])
@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
def test_text_to_image_is_diffusers_own_to_the_last_bit(shelf_of: dict[str, Path], family: str, sampler: str) -> None:
    import torch

    engine = DiffusionEngine(shelf_of[family], "float32")
    (ours,) = paint(engine, _request(Task.TEXT_TO_IMAGE, sampler)).images
    pipe = pipeline(Tiny(Family(family)))
    pipe.scheduler = _pipeline_scheduler(sampler)
    pipe.set_progress_bar_config(disable=True)
    theirs = pipe(
        "a red flower in the garden",
        negative_prompt="blue bird",
        height=64,
        width=64,
        num_inference_steps=5,
        guidance_scale=6.0,
        generator=torch.Generator("cpu").manual_seed(11),
        output_type="np",
    ).images[0]
    assert np.array_equal(ours, (theirs * 255).round().astype(np.uint8))


@pytest.mark.parametrize("sampler", ["DDIM", "Euler", "DPM++ 2M Karras"])
@pytest.mark.parametrize("family", ["sd15", "sd2", "sdxl"])
def test_image_to_image_is_diffusers_own_to_the_last_bit(shelf_of: dict[str, Path], family: str, sampler: str) -> None:
    import torch
    from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionXLImg2ImgPipeline
    from PIL import Image

    from support.requests import textured_picture

    picture = textured_picture(Extent(64, 64))
    engine = DiffusionEngine(shelf_of[family], "float32")
    (ours,) = paint(engine, _request(Task.IMAGE_TO_IMAGE, sampler, image=picture, strength=0.6)).images
    made = pipeline(Tiny(Family(family)))
    if family == "sdxl":
        pipe = StableDiffusionXLImg2ImgPipeline(**made.components, add_watermarker=False)
    else:
        pipe = StableDiffusionImg2ImgPipeline(**made.components, requires_safety_checker=False)
    pipe.scheduler = _pipeline_scheduler(sampler)
    pipe.set_progress_bar_config(disable=True)
    theirs = pipe(
        "a red flower in the garden",
        negative_prompt="blue bird",
        image=Image.fromarray(picture),
        strength=0.6,
        num_inference_steps=5,
        guidance_scale=6.0,
        generator=torch.Generator("cpu").manual_seed(11),
        output_type="np",
    ).images[0]
    assert np.array_equal(ours, (theirs * 255).round().astype(np.uint8))


@pytest.mark.parametrize("sampler", ["DPM++ 2M", "Euler a", "DPM++ SDE"])
def test_a_batch_of_four_is_four_single_runs_within_two_levels(shelf_of: dict[str, Path], sampler: str) -> None:
    from dataclasses import replace

    alone = DiffusionEngine(shelf_of["sd15"], "float32", batch=1)
    together = DiffusionEngine(shelf_of["sd15"], "float32", batch=4)
    request = _request(Task.TEXT_TO_IMAGE, sampler, count=4)
    batch = paint(together, request)
    for image, seed in zip(batch.images, batch.seeds, strict=True):
        (single,) = paint(alone, replace(request, seed=seed, count=1)).images
        assert np.abs(image.astype(int) - single).max() <= 2


def test_a_single_file_paints_what_the_folder_paints(tmp_path: Path) -> None:
    for family in Family:
        add_checkpoint(tmp_path, Tiny(family), name=f"{family}-folder")
        add_checkpoint(tmp_path, Tiny(family), name=f"{family}-file", single=True)
    from support.tiny_clip import install_tokenizer

    install_tokenizer(tmp_path)
    engine = DiffusionEngine(tmp_path, "float32")
    for family in Family:
        (one,), (other,) = (
            paint(engine, _request(Task.TEXT_TO_IMAGE, "Euler", checkpoint=f"{family}-{layout}")).images
            for layout in ("folder", "file")
        )
        assert np.array_equal(one, other), family
