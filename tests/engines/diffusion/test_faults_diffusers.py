"""What goes wrong is said, and the engine goes on."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Pixels, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.engines.diffusion.ladder import LADDER
from hwawon.errors import BadInput, BadResult, EngineDied, EngineUnavailable, MissingModel, OutOfMemory
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, PROMPT, text_to_image
from support.requests import paint, textured_picture
from support.tiny_additions import save_lora
from support.tiny_clip import install_tokenizer
from support.tiny_diffusers import Tiny, add_checkpoint, save_file, save_folder
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="a-tiny")
    add_checkpoint(folder, Tiny(seed=1), name="b-tiny")
    return folder


@pytest.fixture
def engine(room: Path) -> Iterator[DiffusionEngine]:
    engine = DiffusionEngine(room, "float32", batch=4)
    yield engine
    engine.close()


def unet_of(engine: DiffusionEngine, checkpoint: str = "a-tiny") -> Any:
    engine.warm(checkpoint)
    assert engine._studio is not None
    return engine._studio.load(checkpoint, None).unet


@contextmanager
def each_step(engine: DiffusionEngine, happens: Callable[[Any], None]) -> Iterator[None]:
    """Within, `happens` sees the latents that enter the network, and may raise."""
    handle = unet_of(engine).register_forward_pre_hook(lambda _module, inputs: happens(inputs[0]))
    try:
        yield
    finally:
        handle.remove()


def one(engine: DiffusionEngine, **changes: Any) -> Pixels:
    return paint(engine, replace(text_to_image(), **changes)).images[0]


# Memory


def fails_above(elements: int, error: BaseException) -> Callable[[Any], None]:
    def happens(latents: Any) -> None:
        if latents.numel() > elements:
            raise error

    return happens


def test_a_batch_too_large_for_the_memory_is_painted_one_by_one(engine: DiffusionEngine) -> None:
    import torch

    request = replace(text_to_image(), count=3)
    alone = [one(engine, seed=seed) for seed in (11, 12, 13)]
    with each_step(engine, fails_above(2 * 4 * 8 * 8, torch.OutOfMemoryError("CUDA out of memory"))):
        painted = paint(engine, request)
    assert painted.record["notices"] == []
    for image, expected in zip(painted.images, alone, strict=True):
        assert np.abs(image.astype(int) - expected).max() <= 2


def test_a_picture_too_large_is_painted_smaller_and_the_user_is_told(engine: DiffusionEngine) -> None:
    import torch

    with each_step(engine, fails_above(2 * 4 * 6 * 6, torch.OutOfMemoryError("CUDA out of memory"))):
        painted = paint(engine, text_to_image())
    assert painted.images[0].shape == (64, 64, 3)
    assert painted.record["notices"] == ["memory was too small for this size: painted at 75 % of it and enlarged"]
    assert LADDER[painted.record["rung"]].scale == Fraction(3, 4)


def test_the_rung_that_was_needed_is_taken_at_once_the_next_time(engine: DiffusionEngine) -> None:
    import torch

    seen: list[tuple[int, ...]] = []

    def happens(latents: Any) -> None:
        seen.append(tuple(latents.shape))
        fails_above(2 * 4 * 6 * 6, torch.OutOfMemoryError("CUDA out of memory"))(latents)

    with each_step(engine, happens):
        paint(engine, text_to_image())
        first = len(seen)
        paint(engine, text_to_image())
    assert first == 3 + 5  # three ways of painting failed at once, then five steps
    assert len(seen) - first == 5


def test_no_memory_at_all_ends_in_a_clear_message_and_a_working_engine(engine: DiffusionEngine) -> None:
    error = RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 99 bytes")
    with each_step(engine, fails_above(0, error)), pytest.raises(OutOfMemory, match="smaller picture"):
        paint(engine, text_to_image())
    assert paint(engine, replace(text_to_image(), extent=Extent(64, 72))).images[0].shape == (72, 64, 3)


def test_another_checkpoint_frees_the_one_before(engine: DiffusionEngine) -> None:
    old = weakref.ref(unet_of(engine, "a-tiny"))
    one(engine, checkpoint="a-tiny")
    one(engine, checkpoint="b-tiny")
    gc.collect()
    assert old() is None


# A device that is gone, numbers that are none


def test_a_lost_device_is_said_and_everything_is_loaded_again(engine: DiffusionEngine) -> None:
    plain = one(engine)
    steps: list[int] = []

    def happens(_: Any) -> None:
        steps.append(1)
        if len(steps) == 3:
            raise RuntimeError("CUDA error: unspecified launch failure")

    with each_step(engine, happens), pytest.raises(EngineDied, match="lost in the middle"):
        paint(engine, text_to_image())
    assert engine._studio is None
    assert np.array_equal(one(engine), plain)


def test_a_black_picture_is_never_given_back(room: Path) -> None:
    import torch

    engine = DiffusionEngine(room, "float32")
    with torch.no_grad():
        unet_of(engine).conv_out.weight.fill_(float("nan"))
    with pytest.raises(BadResult, match=r"black picture.*HWAWON_PRECISION=float32"):
        paint(engine, text_to_image())
    with torch.no_grad():
        unet_of(engine).conv_out.weight.zero_()
        assert engine._studio is not None
        engine._studio.load("a-tiny", None).vae.decoder.conv_out.weight.fill_(float("nan"))
    with pytest.raises(BadResult, match="VAE"):
        paint(engine, text_to_image())


# Damaged and missing files


def test_without_a_checkpoint_the_engine_says_how_to_add_one(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="hwawon models add PATH"):
        DiffusionEngine(tmp_path).capabilities()


def test_a_file_that_was_cut_short_after_it_was_added(tmp_path: Path) -> None:
    install_tokenizer(tmp_path)
    add_checkpoint(tmp_path, Tiny(), name="tiny", single=True)
    path = tmp_path / "tiny.safetensors"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(BadInput, match=r"'tiny' cannot be loaded from tiny\.safetensors"):
        paint(DiffusionEngine(tmp_path, "float32"), text_to_image())


def test_a_folder_without_its_vae(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    (tmp_path / "tiny" / "vae").rename(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="has no vae"):
        paint(DiffusionEngine(tmp_path, "float32"), text_to_image())


def test_a_single_file_without_its_vae(tmp_path: Path) -> None:
    from safetensors.torch import load_file
    from safetensors.torch import save_file as save

    install_tokenizer(tmp_path)
    tensors = load_file(save_file(tmp_path / "whole.safetensors", Tiny()))
    rest = {name: each for name, each in tensors.items() if not name.startswith("first_stage_model.")}
    save(rest, tmp_path / "half.safetensors", metadata={"modelspec.resolution": "64x64"})
    Shelf(tmp_path).add(tmp_path / "half.safetensors", id="half")
    with pytest.raises(BadInput, match="holds no VAE"):
        paint(DiffusionEngine(tmp_path, "float32"), text_to_image())


def test_a_single_file_without_the_tokenizer_names_the_command(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny", single=True)
    with pytest.raises(MissingModel, match="hwawon models install clip-tokenizer"):
        paint(DiffusionEngine(tmp_path, "float32"), text_to_image())


def test_a_folder_of_pickles_is_not_loaded(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    for path in (tmp_path / "tiny" / "unet").glob("*.safetensors"):
        path.rename(path.with_suffix(".bin"))
    with pytest.raises(BadInput, match="pickled weights are not loaded"):
        paint(DiffusionEngine(tmp_path, "float32"), text_to_image())


def test_a_damaged_lora_is_refused_and_nothing_is_worn(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    path = save_lora(tmp_path / "ink.safetensors")
    Shelf(tmp_path).add(path)
    engine = DiffusionEngine(tmp_path, "float32")
    plain = one(engine)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadInput, match="the LoRA 'ink' cannot be loaded"):
        one(engine, prompt=f"{PROMPT} <lora:ink:1>")
    assert np.array_equal(one(engine), plain)


# Sizes


def test_a_picture_larger_than_the_model_likes_is_composed_small_and_refined(engine: DiffusionEngine) -> None:
    painted = paint(engine, replace(text_to_image(), extent=Extent(160, 128)))
    assert painted.images[0].shape == (128, 160, 3)
    (small, large) = painted.record["passes"]
    assert large == [160, 128]
    assert small[0] * small[1] <= 64 * 64 * 1.7
    assert paint(engine, replace(text_to_image(), extent=EXTENT)).record["passes"] == [[64, 64]]


def test_two_passes_are_one_progress(engine: DiffusionEngine) -> None:
    steps: list[tuple[int, int]] = []
    request = replace(text_to_image(), extent=Extent(160, 128), count=2)
    engine.paint(request, lambda step: steps.append((step.step, step.steps)))
    assert [step for step, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, total in steps} == {len(steps)}


# Few steps, and precision


def test_a_turbo_checkpoint_takes_one_step_without_guidance(tmp_path: Path) -> None:
    save_folder(tmp_path / "sd-turbo", Tiny())
    config = tmp_path / "sd-turbo" / "scheduler" / "scheduler_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"timestep_spacing": "trailing"}), encoding="utf-8")
    Shelf(tmp_path).add(tmp_path / "sd-turbo")
    engine = DiffusionEngine(tmp_path, "float32")
    batches: list[int] = []
    with_turbo = replace(text_to_image(), sampler=None, steps=None, guidance_scale=None)
    unet = unet_of(engine, "sd-turbo")
    unet.register_forward_pre_hook(lambda _module, inputs: batches.append(len(inputs[0])))
    record = paint(engine, with_turbo).record
    assert (record["steps"], record["guidance_scale"], record["sampler"]) == (1, 0.0, "Euler")
    assert batches == [1]  # the negative prompt is not computed


def test_a_touch_up_by_a_turbo_checkpoint_stays_near_the_picture(tmp_path: Path) -> None:
    save_folder(tmp_path / "sd-turbo", Tiny())
    Shelf(tmp_path).add(tmp_path / "sd-turbo")
    engine = DiffusionEngine(tmp_path, "float32")
    picture = textured_picture(EXTENT)
    times: list[float] = []
    unet = unet_of(engine, "sd-turbo")
    unet.register_forward_pre_hook(lambda _module, inputs: times.append(float(inputs[1])))
    for strength in (0.25, 0.5, 1.0):
        paint(engine, replace(text_to_image(), task=Task.IMAGE_TO_IMAGE, image=picture, strength=strength, steps=1))
    assert len(times) == 3  # one step each
    assert times == sorted(times)
    assert times[0] < 300 < times[1] < 600 < times[2]


@pytest.mark.parametrize(
    ("name", "sampler", "schedule"),
    [("lcm-dreamshaper", "LCM", "Automatic"), ("plain", "DPM++ 2M", "Karras")],
)
def test_a_checkpoint_brings_the_sampler_that_suits_it(tmp_path: Path, name: str, sampler: str, schedule: str) -> None:
    save_folder(tmp_path / name, Tiny())
    Shelf(tmp_path).add(tmp_path / name)
    engine = DiffusionEngine(tmp_path, "float32")
    record = paint(engine, replace(text_to_image(), sampler=None, steps=2)).record
    assert (record["sampler"], record["schedule"]) == (sampler, schedule)
    with pytest.raises(BadInput, match="unknown sampler"):
        paint(engine, replace(text_to_image(), sampler="Oil"))


def test_half_precision_paints_nearly_the_same_picture(room: Path) -> None:
    exact, half = one(DiffusionEngine(room, "float32")), one(DiffusionEngine(room, "bfloat16"))
    assert np.abs(exact.astype(int) - half).mean() < 6


def test_the_family_of_the_record_decides_the_size_that_is_offered(tmp_path: Path) -> None:
    for family in Family:
        add_checkpoint(tmp_path, Tiny(family), name=f"tiny-{family}")
    for checkpoint in DiffusionEngine(tmp_path).capabilities().checkpoints:
        assert checkpoint.sizes.multiple == 8
        assert checkpoint.native_area is not None
        assert checkpoint.licence == "CC0-1.0"
