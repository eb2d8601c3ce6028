"""The diffusers engine keeps what every engine keeps, with each family, from folders and from single files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from contracts.engine import EngineContract
from hwawon.engines.base import Control, ControlKind, Engine, PaintRequest, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.requests import paint, textured_picture
from support.tiny_additions import save_controlnet, save_embedding, save_ip_adapter, save_lora
from support.tiny_clip import install_tokenizer
from support.tiny_diffusers import Tiny, add_checkpoint, pipeline
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A models folder for each checkpoint of the contract, made once."""
    made = {}
    for name, tiny in (
        ("sd15", Tiny(Family.SD15)),
        ("inpaint9", Tiny(Family.SD15, inpaint=True)),
        ("sd2", Tiny(Family.SD2)),
        ("sdxl", Tiny(Family.SDXL)),
    ):
        made[name] = tmp_path_factory.mktemp(name)
        add_checkpoint(made[name], tiny, name=name)
    for family, layout in ((Family.SD15, "folder"), (Family.SDXL, "original")):
        name = f"dressed-{family}"
        made[name] = tmp_path_factory.mktemp(name)
        _dress(made[name], family, layout)
    return made


def _dress(folder: Path, family: Family, layout: str) -> None:
    """A checkpoint with one of everything that goes with it; `layout` "original" is each in one file."""
    single = layout == "original"
    add_checkpoint(folder, Tiny(family), name="tiny", single=single)
    shelf = Shelf(folder)
    if single:
        install_tokenizer(folder)
    shelf.add(save_controlnet(folder / ("lineart.safetensors" if single else "lineart"), Tiny(family), layout))
    adapter = save_ip_adapter(folder / "ip-adapter", family)
    shelf.add(next(adapter.glob("*.safetensors")) if single else adapter)
    shelf.add(save_lora(folder / "ink.safetensors", family))
    shelf.add(save_embedding(folder / "moonlight.safetensors", family))


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


class Dressed(DiffusionContract):
    """Every request with lines for a ControlNet, a reference for an IP-Adapter, a LoRA and an embedding."""

    samplers_tried = 2

    def request(self, engine: Engine, task: Task, seed: int = 7) -> PaintRequest:
        asked = super().request(engine, task, seed)
        lines = Control(ControlKind.LINE_ART, textured_picture(asked.extent, seed=1), 0.7)
        look = Control(ControlKind.REFERENCE, textured_picture(Extent(40, 56), seed=2), 0.5)
        return replace(asked, prompt="a red flower moonlight <lora:ink:0.6>", controls=(lines, look))


class TestSd15(DiffusionContract):
    checkpoint = "sd15"


class TestDressedSd15(Dressed):
    checkpoint = "dressed-sd15"


class TestDressedSdxlInOneFile(Dressed):
    checkpoint = "dressed-sdxl"


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
    install_tokenizer(tmp_path)
    engine = DiffusionEngine(tmp_path, "float32")
    for family in Family:
        (one,), (other,) = (
            paint(engine, _request(Task.TEXT_TO_IMAGE, "Euler", checkpoint=f"{family}-{layout}")).images
            for layout in ("folder", "file")
        )
        assert np.array_equal(one, other), family
