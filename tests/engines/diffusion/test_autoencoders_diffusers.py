"""A VAE of the user's own, and the tiny autoencoder: chosen, loaded from any file, used where they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Pixels, Step, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadInput
from hwawon.weights.record import Family, Kind
from hwawon.weights.shelf import Shelf
from support.diffusion_requests import EXTENT, text_to_image
from support.original_layout import vae_name
from support.requests import disc_mask, paint, textured_picture
from support.tiny_diffusers import SCHEDULER, Tiny, add_checkpoint, pipeline, save_folder, tiny_vae
from support.torch_here import needs_torch

pytestmark = needs_torch


def own_vae(family: Family = Family.SD15) -> Any:
    import torch

    torch.manual_seed(77)
    return tiny_vae(family)


def save_vae(place: Path, layout: str, family: Family = Family.SD15) -> Path:
    """As a folder, or as one file: in diffusers' names, in the older ones, or in the original's."""
    from safetensors.torch import save_file

    vae = own_vae(family)
    if layout == "folder":
        vae.save_pretrained(place)
        return place
    file = place.with_suffix(".safetensors")
    tensors = {name: each.clone() for name, each in vae.state_dict().items()}
    if layout == "old names":
        old = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}
        for new, name in old.items():
            tensors = {key.replace(new, name): each for key, each in tensors.items()}
    elif layout == "original":
        levels = len(vae.config.block_out_channels)
        tensors = {vae_name(name, levels): each for name, each in tensors.items()}
        tensors = {
            name: each[:, :, None, None] if ".attn_1." in name and each.ndim == 2 else each
            for name, each in tensors.items()
        }
    save_file(tensors, file)
    return file


def one(engine: DiffusionEngine, **changes: Any) -> Pixels:
    return paint(engine, replace(text_to_image("Euler"), **changes)).images[0]


@pytest.mark.parametrize("layout", ["folder", "diffusers", "old names", "original"])
def test_a_vae_of_ones_own_takes_the_place_of_the_checkpoints(tmp_path: Path, layout: str) -> None:
    import torch

    from hwawon.engines.diffusion.samplers import build_scheduler

    add_checkpoint(tmp_path, Tiny(), name="tiny")
    Shelf(tmp_path).add(save_vae(tmp_path / "bright", layout), id="bright")
    engine = DiffusionEngine(tmp_path, "float32")
    assert engine.capabilities().vaes == ("bright",)
    painted = paint(engine, replace(text_to_image("Euler"), vae="bright"))
    assert painted.record["vae"] == "bright"
    pipe = pipeline(Tiny())
    pipe.register_modules(vae=own_vae())
    pipe.scheduler = build_scheduler("Euler", None, SCHEDULER, 5)
    pipe.set_progress_bar_config(disable=True)
    asked = text_to_image("Euler")
    theirs = pipe(
        asked.prompt,
        negative_prompt=asked.negative_prompt,
        height=64,
        width=64,
        num_inference_steps=5,
        guidance_scale=6.0,
        generator=torch.Generator("cpu").manual_seed(asked.seed),
        output_type="np",
    ).images[0]
    assert np.array_equal(painted.images[0], (theirs * 255).round().astype(np.uint8))
    assert not np.array_equal(one(engine), painted.images[0])  # and back to the checkpoint's own


def test_a_vae_of_sd_1_is_shared_by_sd_2_and_refused_for_sdxl(tmp_path: Path) -> None:
    Shelf(tmp_path).add(save_vae(tmp_path / "bright", "folder"))
    for family in (Family.SD2, Family.SDXL):
        add_checkpoint(tmp_path, Tiny(family), name=f"tiny-{family}")
    engine = DiffusionEngine(tmp_path, "float32")
    assert one(engine, checkpoint="tiny-sd2", vae="bright").any()
    with pytest.raises(BadInput, match="'bright' is for sd15, the checkpoint 'tiny-sdxl' is sdxl"):
        one(engine, checkpoint="tiny-sdxl", vae="bright")


def test_a_damaged_vae_is_refused_and_the_checkpoints_own_still_works(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(), name="tiny")
    file = save_vae(tmp_path / "bright", "diffusers")
    Shelf(tmp_path).add(file)
    file.write_bytes(file.read_bytes()[:-200])
    engine = DiffusionEngine(tmp_path, "float32")
    with pytest.raises(BadInput, match=r"the VAE 'bright' cannot be loaded from bright\.safetensors"):
        one(engine, vae="bright")
    assert one(engine).any()


# The tiny autoencoder


def add_taesd(models: Path, layout: str) -> Any:
    """A tiny autoencoder of the published shape on the shelf; the network."""
    import torch
    from diffusers import AutoencoderTiny
    from safetensors.torch import save_file

    torch.manual_seed(78)
    network = AutoencoderTiny().eval()
    if layout == "folder":
        network.save_pretrained(models / "taesd")
        Shelf(models).add(models / "taesd")
    else:
        save_file(dict(network.state_dict()), models / "taesd.safetensors")
        Shelf(models).add(models / "taesd.safetensors")
    assert [each.id for each in Shelf(models).all(Kind.TINY_VAE)] == ["taesd"]
    return network


@pytest.mark.parametrize("layout", ["folder", "file"])
def test_few_steps_end_in_the_tiny_autoencoder_but_for_a_mask(
    tmp_path: Path, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from hwawon.engines.diffusion import painting
    from hwawon.engines.diffusion.pixels import decode

    save_folder(tmp_path / "lcm-tiny", Tiny())
    Shelf(tmp_path).add(tmp_path / "lcm-tiny")
    network = add_taesd(tmp_path, layout)
    engine = DiffusionEngine(tmp_path, "float32")
    ends: list[Any] = []

    def spy(model: Any, latents: Any, *, tiny: bool) -> Any:
        ends.append((latents, tiny))
        return decode(model, latents, tiny=tiny)

    monkeypatch.setattr(painting, "decode", spy)
    image = one(engine, sampler=None, steps=2, guidance_scale=None)
    ((latents, tiny),) = ends
    assert tiny
    with torch.inference_mode():
        expected = network.decode(latents, return_dict=False)[0][0].permute(1, 2, 0).clamp(-1, 1)
    assert np.abs(image.astype(float) - ((expected + 1) * 127.5).numpy()).max() <= 1
    picture, mask = textured_picture(EXTENT), disc_mask(EXTENT)
    one(engine, task=Task.INPAINT, image=picture, mask=mask, sampler=None, steps=2)
    assert ends[-1][1] is False  # there the exact colours are worth the wait


def test_an_ordinary_checkpoint_shows_previews_by_the_tiny_autoencoder_and_ends_in_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwawon.engines.diffusion import painting

    add_checkpoint(tmp_path, Tiny(), name="tiny")
    plain = one(DiffusionEngine(tmp_path, "float32"))
    monkeypatch.setattr(painting, "PREVIEW_EVERY_S", 0.0)
    monkeypatch.setattr(painting, "TINY_PREVIEW_EVERY_S", 0.0)
    assert previews(DiffusionEngine(tmp_path, "float32")) == {(8, 8, 3)}  # colours of latents
    add_taesd(tmp_path, "folder")
    engine = DiffusionEngine(tmp_path, "float32")
    assert previews(engine) == {(64, 64, 3)}
    assert np.array_equal(one(engine), plain)


def previews(engine: DiffusionEngine) -> set[tuple[int, ...]]:
    seen: list[Step] = []
    engine.paint(text_to_image("Euler"), seen.append)
    return {step.preview.shape for step in seen if step.preview is not None}
