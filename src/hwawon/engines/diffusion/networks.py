"""The networks of one checkpoint, from a folder of the diffusers layout or from a single file, and nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import (
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_open_clip_checkpoint,
)
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from hwawon.engines.diffusion import ldm
from hwawon.engines.diffusion.autoencoders import vae_of
from hwawon.engines.diffusion.built import built
from hwawon.engines.diffusion.checkpoint import speed_of
from hwawon.errors import BadInput, MissingModel
from hwawon.weights.record import Family, Speed, Weights

TOKENIZER = "clip-tokenizer"  # of the small models: what single files carry no copy of

# What each family was trained with; a single file does not say.
_SCHEDULER: dict[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "clip_sample": False,
    "set_alpha_to_one": False,
}


@dataclass(frozen=True, eq=False)
class Networks:
    """Everything that one checkpoint is made of, on the CPU."""

    unet: Any
    vae: Any
    text_encoders: tuple[Any, ...]  # one, or SDXL's two
    tokenizers: tuple[Any, ...]
    scheduler_config: Mapping[str, Any]


def load_networks(weights: Weights, models_dir: Path, dtype: Any, *, empty_unet: bool = False) -> Networks:
    """The networks of a checkpoint in the number format `dtype`; the UNet without weights if `empty_unet`.

    Raises:
        BadInput: a part is missing, truncated or of another shape than the configuration says.
        MissingModel: a single file, and the tokenizer is not installed.
    """
    with _explained(weights):
        if weights.layout == "folder":
            return _from_folder(weights.path, dtype, empty_unet)
        return _from_file(weights, models_dir, dtype, empty_unet)


def load_unet(weights: Weights, dtype: Any) -> Any:
    """The UNet of a checkpoint alone.

    Raises:
        BadInput: it is missing or damaged.
    """
    with _explained(weights):
        if weights.layout == "folder":
            return _folder_unet(weights.path, dtype, False)
        return _file_unet(load_file(weights.path), dtype, False)


@contextmanager
def _explained(weights: Weights) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError, RuntimeError, KeyError, ValueError) as error:
        if isinstance(error, torch.OutOfMemoryError):
            raise
        raise BadInput(f"the checkpoint {weights.id!r} cannot be loaded from {weights.path.name}: {error}") from error


def _from_folder(folder: Path, dtype: Any, empty_unet: bool) -> Networks:
    index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
    for part in ("unet", "vae", "text_encoder", "tokenizer"):
        if not (folder / part).is_dir():
            raise BadInput(f"the checkpoint {folder.name!r} has no {part}: expected the folder {part} inside it")
    text, tokenizers = [_part(CLIPTextModel, folder, "text_encoder", dtype)], ["tokenizer"]
    if index.get("text_encoder_2", [None, None])[1] is not None:
        text.append(_part(CLIPTextModelWithProjection, folder, "text_encoder_2", dtype))
        tokenizers.append("tokenizer_2")
    return Networks(
        unet=_folder_unet(folder, dtype, empty_unet),
        vae=_part(AutoencoderKL, folder, "vae", dtype),
        text_encoders=tuple(text),
        tokenizers=tuple(CLIPTokenizer.from_pretrained(folder / name, local_files_only=True) for name in tokenizers),
        scheduler_config=json.loads((folder / "scheduler" / "scheduler_config.json").read_text(encoding="utf-8")),
    )


def _part(kind: Any, folder: Path, name: str, dtype: Any) -> Any:
    """One network of a folder; its half-precision files where there are no others."""
    place = folder / name
    found = [path.name for path in place.glob("*.safetensors")]
    if not found:
        raise BadInput(f"{folder.name}/{name} holds no .safetensors file; pickled weights are not loaded")
    variant = "fp16" if all(".fp16" in each for each in found) else None
    keyword = {"torch_dtype": dtype} if kind in (UNet2DConditionModel, AutoencoderKL) else {"dtype": dtype}
    return kind.from_pretrained(place, local_files_only=True, use_safetensors=True, variant=variant, **keyword)


def _folder_unet(folder: Path, dtype: Any, empty: bool) -> Any:
    if not empty:
        return _part(UNet2DConditionModel, folder, "unet", dtype)
    with init_empty_weights():
        return UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(folder / "unet"))


def _from_file(weights: Weights, models_dir: Path, dtype: Any, empty_unet: bool) -> Networks:
    tensors = load_file(weights.path)
    xl, sd2 = weights.family is Family.SDXL, weights.family is Family.SD2
    text = _xl_text(tensors, dtype) if xl else (_open_text(tensors, dtype) if sd2 else _clip(tensors, ldm.CLIP, dtype),)
    prediction = {"prediction_type": weights.details.get("prediction", "epsilon")}
    distilled = speed_of(weights) in (Speed.TURBO, Speed.LIGHTNING)
    spacing = {"timestep_spacing": "trailing"} if distilled else {}
    return Networks(
        unet=_file_unet(tensors, dtype, empty_unet),
        vae=vae_of(tensors, ldm.VAE, dtype, xl=xl),
        text_encoders=text,
        tokenizers=_tokenizers(models_dir, zero_padded=(False, True) if xl else (sd2,)),
        scheduler_config=_SCHEDULER | prediction | spacing,
    )


def _file_unet(tensors: Mapping[str, Any], dtype: Any, empty: bool) -> Any:
    config = ldm.unet_config(tensors)
    if not empty:
        named = convert_ldm_unet_checkpoint(dict(tensors), config)
        return built(UNet2DConditionModel.from_config, config, named, dtype)
    with init_empty_weights():
        return UNet2DConditionModel.from_config(config)


def _clip(tensors: Mapping[str, Any], prefix: str, dtype: Any) -> Any:
    config = CLIPTextConfig(**ldm.clip_config(tensors, prefix))
    found = convert_ldm_clip_checkpoint({name: each for name, each in tensors.items() if name.startswith(prefix)})
    return built(CLIPTextModel, config, {name.removeprefix("text_model."): each for name, each in found.items()}, dtype)


def _open_text(tensors: Mapping[str, Any], dtype: Any) -> Any:
    config = CLIPTextConfig(**ldm.open_clip_config(tensors, ldm.OPEN_CLIP, drop_last=True))
    with init_empty_weights():
        empty = CLIPTextModel(config)
    found = convert_open_clip_checkpoint(empty, dict(tensors), prefix=ldm.OPEN_CLIP)
    named = {name.removeprefix("text_model."): each for name, each in found.items()}
    last = f"encoder.layers.{config.num_hidden_layers}."
    kept = {name: each for name, each in named.items() if not name.startswith((last, "text_projection"))}
    return built(CLIPTextModel, config, kept, dtype)


def _xl_text(tensors: Mapping[str, Any], dtype: Any) -> tuple[Any, Any]:
    config = CLIPTextConfig(**ldm.open_clip_config(tensors, ldm.OPEN_CLIP_XL, drop_last=False))
    with init_empty_weights():
        empty = CLIPTextModelWithProjection(config)
    found = convert_open_clip_checkpoint(empty, dict(tensors), prefix=ldm.OPEN_CLIP_XL)
    return _clip(tensors, ldm.CLIP_XL, dtype), built(CLIPTextModelWithProjection, config, found, dtype)


def _tokenizers(models_dir: Path, zero_padded: tuple[bool, ...]) -> tuple[Any, ...]:
    """The CLIP tokenizer once for each text encoder; OpenCLIP pads with the token 0."""
    folder = models_dir / TOKENIZER
    if not (folder / "vocab.json").is_file():
        raise MissingModel([TOKENIZER])
    pads = {False: "<|endoftext|>", True: "!"}
    return tuple(
        CLIPTokenizer.from_pretrained(folder, local_files_only=True, model_max_length=77, pad_token=pads[zero])
        for zero in zero_padded
    )
