"""Single-file checkpoints: the shape of each network read off its tensors, so that no configuration is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hwawon.errors import BadInput

UNET = "model.diffusion_model."
VAE = "first_stage_model."
CLIP = "cond_stage_model.transformer."  # SD 1.5
CLIP_XL = "conditioner.embedders.0.transformer."
OPEN_CLIP = "cond_stage_model.model."  # SD 2
OPEN_CLIP_XL = "conditioner.embedders.1.model."

Tensors = Mapping[str, Any]
Config = dict[str, Any]


def unet_config(tensors: Tensors) -> Config:
    """The UNet2DConditionModel that fits the tensors under `UNET`.

    Raises:
        BadInput: there is no such network in the file.
    """
    config = descent_config(tensors, UNET)
    kinds = [kind.replace("Down", "Up") for kind in reversed(config["down_block_types"])]
    channels = _needed(tensors, f"{UNET}out.2.weight", "a UNet").shape[0]
    return config | {"sample_size": None, "out_channels": channels, "up_block_types": kinds}


def controlnet_config(tensors: Tensors, prefix: str) -> Config:
    """The ControlNetModel that fits the original layout under `prefix`.

    Raises:
        BadInput: there is no such network in the file.
    """
    hints = [f"{prefix}input_hint_block.{place}.weight" for place in (0, 4, 8, 12)]
    widths = [_needed(tensors, name, "a ControlNet").shape[0] for name in hints]
    return descent_config(tensors, prefix) | {"conditioning_embedding_out_channels": widths}


def descent_config(tensors: Tensors, prefix: str) -> Config:
    """What a UNet's and a ControlNet's way down have in common, in the original layout."""
    first = _needed(tensors, f"{prefix}input_blocks.0.0.weight", "a UNet")
    levels = _levels(tensors, prefix)
    channels = [level.channels for level in levels]
    own = {name: each for name, each in tensors.items() if name.startswith(prefix)}
    linear = any(name.endswith("proj_in.weight") and each.ndim == 2 for name, each in own.items())
    middle = _depth(own, f"{prefix}middle_block.1.")
    return {
        "in_channels": first.shape[1],
        "block_out_channels": channels,
        "layers_per_block": levels[0].blocks,
        "down_block_types": [f"{'CrossAttn' if level.depth else ''}DownBlock2D" for level in levels],
        "transformer_layers_per_block": [level.depth or middle for level in levels],
        "cross_attention_dim": next(each.shape[1] for name, each in own.items() if name.endswith("attn2.to_k.weight")),
        "use_linear_projection": linear,
        "attention_head_dim": heads(channels, linear),
    } | added_conditions(own.get(f"{prefix}label_emb.0.0.weight"))


def heads(channels: Iterable[int], linear: bool) -> int | list[int]:
    """Attention heads: 8 everywhere in SD 1.5, heads of 64 channels in the others, which have linear projections."""
    return [max(1, each // 64) for each in channels] if linear else 8


def vae_config(tensors: Tensors, *, prefix: str, xl: bool) -> Config:
    """The AutoencoderKL that fits the tensors under `prefix`.

    Raises:
        BadInput: there is no VAE in the file.
    """
    latent = _needed(tensors, f"{prefix}decoder.conv_in.weight", "a VAE").shape[1]
    found = re.compile(re.escape(prefix) + r"encoder\.down\.(\d+)\.block\.(\d+)\.conv1\.weight")
    places = {match.group(1, 2): name for name in tensors if (match := found.fullmatch(name))}
    depth = 1 + max(int(level) for level, _ in places)
    channels = [tensors[places[str(level), "0"]].shape[0] for level in range(depth)]
    return _vae_config(latent, channels, 1 + max(int(block) for _, block in places), xl=xl)


def diffusers_vae_config(tensors: Tensors, *, xl: bool) -> Config:
    """The AutoencoderKL that fits tensors in diffusers' names.

    Raises:
        BadInput: there is no VAE in the file.
    """
    latent = _needed(tensors, "decoder.conv_in.weight", "a VAE").shape[1]
    levels = range(count(tensors, r"encoder\.down_blocks\.(\d+)\."))
    first = [_needed(tensors, f"encoder.down_blocks.{n}.resnets.0.conv1.weight", "a whole VAE") for n in levels]
    layers = count(tensors, r"encoder\.down_blocks\.0\.resnets\.(\d+)\.")
    return _vae_config(latent, [each.shape[0] for each in first], layers, xl=xl)


def _vae_config(latent: int, channels: list[int], layers: int, *, xl: bool) -> Config:
    return {
        "latent_channels": latent,
        "block_out_channels": channels,
        "layers_per_block": layers,
        "down_block_types": ["DownEncoderBlock2D"] * len(channels),
        "up_block_types": ["UpDecoderBlock2D"] * len(channels),
        "scaling_factor": 0.13025 if xl else 0.18215,
        "force_upcast": xl,
        "sample_size": 1024 if xl else 512,
    }


def clip_config(tensors: Tensors, prefix: str) -> Config:
    """The CLIPTextConfig of OpenAI's CLIP under `prefix`."""
    inside = f"{prefix}text_model."
    embedding = _needed(tensors, f"{inside}embeddings.token_embedding.weight", "a text encoder")
    layers = count(tensors, re.escape(inside) + r"encoder\.layers\.(\d+)\.")
    wide = tensors[f"{inside}encoder.layers.0.mlp.fc1.weight"].shape[0]
    return _text_config(embedding.shape, layers, wide, "quick_gelu")


def open_clip_config(tensors: Tensors, prefix: str, *, drop_last: bool) -> Config:
    """The CLIPTextConfig of an OpenCLIP under `prefix`; SD 2 never uses the last layer."""
    embedding = _needed(tensors, f"{prefix}token_embedding.weight", "a text encoder")
    layers = count(tensors, re.escape(prefix) + r"transformer\.resblocks\.(\d+)\.")
    wide = tensors[f"{prefix}transformer.resblocks.0.mlp.c_fc.weight"].shape[0]
    projection = tensors.get(f"{prefix}text_projection")
    config = _text_config(embedding.shape, layers - drop_last, wide, "gelu")
    return config if projection is None else config | {"projection_dim": projection.shape[1]}


@dataclass(frozen=True)
class _Level:
    """One resolution of the UNet's descent."""

    channels: int
    blocks: int
    depth: int  # transformer layers in each of its attentions; 0: none


def _levels(tensors: Tensors, prefix: str) -> list[_Level]:
    """The descent of the original layout: numbered blocks, where one that only shrinks ends a level."""
    levels: list[_Level] = []
    channels = blocks = depth = 0
    for index in range(1, count(tensors, re.escape(prefix) + r"input_blocks\.(\d+)\.")):
        place = f"{prefix}input_blocks.{index}."
        if f"{place}0.op.weight" in tensors:
            levels.append(_Level(channels, blocks, depth))
            blocks = depth = 0
            continue
        channels = _needed(tensors, f"{place}0.out_layers.3.weight", "a whole UNet").shape[0]
        blocks, depth = blocks + 1, _depth(tensors, f"{place}1.")
    return [*levels, _Level(channels, blocks, depth)]


def _depth(tensors: Tensors, place: str) -> int:
    return count(tensors, re.escape(place) + r"transformer_blocks\.(\d+)\.")


def count(tensors: Tensors, numbered: str) -> int:
    found = [int(match.group(1)) for name in tensors if (match := re.match(numbered, name))]
    return 1 + max(found, default=-1)


def added_conditions(added: Any) -> Config:
    """SDXL's: the pooled text and the size, side by side."""
    if added is None:
        return {}
    return {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": added.shape[1],
    }


def _text_config(embedding: tuple[int, int], layers: int, wide: int, act: str) -> Config:
    words, width = embedding
    return {
        "vocab_size": words,
        "hidden_size": width,
        "intermediate_size": wide,
        "num_hidden_layers": layers,
        "num_attention_heads": max(1, width // 64),
        "hidden_act": act,
        "projection_dim": width,
        "bos_token_id": words - 2,
        "eos_token_id": words - 1,
    }


def _needed(tensors: Tensors, name: str, what: str) -> Any:
    if name not in tensors:
        raise BadInput(
            f"the checkpoint holds no {what.removeprefix('a ')}: expected the tensor {name}, which is missing"
        )
    return tensors[name]
