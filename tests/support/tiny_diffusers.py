"""Tiny Stable Diffusion checkpoints with random weights, made in the test and saved to disk as real ones are.

What tells the families apart is real (the widths of the text, the layout of the networks); everything else is as small
as it can be. Pictures are noise; arithmetic, names and files are as with real weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwawon.weights.record import Family, Weights
from hwawon.weights.shelf import Shelf
from support.original_layout import original_tensors
from support.tiny_clip import tiny_text_encoder, tiny_tokenizer

NATIVE_SIDE = 64  # pixels: eight latents
TEXT_WIDTH = {Family.SD15: 768, Family.SD2: 1024, Family.SDXL: 2048}


@dataclass(frozen=True)
class Tiny:
    """Which checkpoint to make."""

    family: Family = Family.SD15
    inpaint: bool = False  # nine input channels
    seed: int = 0
    native_side: int = NATIVE_SIDE  # pixels
    guidance_embedded: bool = False  # the network takes its guidance as an input, as LCM's does


def pipeline(tiny: Tiny) -> Any:
    """A diffusers pipeline (text to image) with random float32 weights, the same for the same `tiny`."""
    import torch
    from diffusers import DDIMScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline

    torch.manual_seed(tiny.seed)
    parts = {"unet": tiny_unet(tiny), "vae": tiny_vae(tiny.family), "scheduler": DDIMScheduler(**SCHEDULER)}
    if tiny.family is Family.SDXL:
        return StableDiffusionXLPipeline(
            text_encoder=tiny_text_encoder(768),
            text_encoder_2=tiny_text_encoder(1280, projection=True),
            tokenizer=tiny_tokenizer(),
            tokenizer_2=tiny_tokenizer(pad="!"),
            add_watermarker=False,
            **parts,
        )
    sd2 = tiny.family is Family.SD2
    return StableDiffusionPipeline(
        text_encoder=tiny_text_encoder(TEXT_WIDTH[tiny.family]),
        tokenizer=tiny_tokenizer(pad="!") if sd2 else tiny_tokenizer(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
        **parts,
    )


SCHEDULER = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "clip_sample": False,
    "set_alpha_to_one": False,
}


def tiny_unet(tiny: Tiny) -> Any:
    """A UNet of two levels; for large pictures of four, of which only the lowest has the attention, which costs."""
    from diffusers import UNet2DConditionModel

    xl, large = tiny.family is Family.SDXL, tiny.native_side > NATIVE_SIDE
    looks = (False, False, False, True) if large else (not xl, True)
    added = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 1280 + 6 * 256,
    }
    return UNet2DConditionModel(
        sample_size=tiny.native_side // 8,
        in_channels=9 if tiny.inpaint else 4,
        block_out_channels=(32, 32, 32, 64) if large else (32, 64),
        layers_per_block=1,
        down_block_types=tuple(f"{'CrossAttn' * look}DownBlock2D" for look in looks),
        up_block_types=tuple(f"{'CrossAttn' * look}UpBlock2D" for look in reversed(looks)),
        transformer_layers_per_block=(1, 2) if xl else 1,
        cross_attention_dim=TEXT_WIDTH[tiny.family],
        attention_head_dim=8 if tiny.family is Family.SD15 else [1] * len(looks),
        use_linear_projection=tiny.family is not Family.SD15,
        time_cond_proj_dim=256 if tiny.guidance_embedded else None,
        **(added if xl else {}),
    ).eval()


def tiny_vae(family: Family = Family.SD15) -> Any:
    """An autoencoder of four levels: eight pixels a latent, as the real ones."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(32,) * 4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        layers_per_block=1,
        sample_size=NATIVE_SIDE,
        scaling_factor=0.13025 if family is Family.SDXL else 0.18215,
    ).eval()


def save_folder(place: Path, tiny: Tiny) -> Path:
    """The checkpoint as a folder of the diffusers layout."""
    pipeline(tiny).save_pretrained(place, safe_serialization=True)
    return place


def save_file(place: Path, tiny: Tiny) -> Path:
    """The checkpoint as one file of the original layout."""
    from safetensors.torch import save_file as save

    save(
        original_tensors(pipeline(tiny), tiny.family),
        place,
        metadata={"modelspec.resolution": f"{tiny.native_side}x{tiny.native_side}"},
    )
    return place


def add_checkpoint(models_dir: Path, tiny: Tiny, *, name: str = "tiny", single: bool = False) -> Weights:
    """Make a checkpoint, put it on the shelf, and give back its record."""
    models_dir.mkdir(parents=True, exist_ok=True)
    place = models_dir / f"{name}.safetensors" if single else models_dir / name
    path = save_file(place, tiny) if single else save_folder(place, tiny)
    return Shelf(models_dir).add(path, id=name, licence="CC0-1.0")
