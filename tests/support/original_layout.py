"""The networks of a pipeline under the names of the original Stable Diffusion files, as trainers publish them."""

from __future__ import annotations

import re
from typing import Any

from hwawon.weights.record import Family

_RES = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
_UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def original_tensors(pipe: Any, family: Family) -> dict[str, Any]:
    """All tensors of a pipeline for one file."""
    found = {f"model.diffusion_model.{unet_name(name, pipe.unet.config)}": each for name, each in _own(pipe.unet)}
    for name, each in _own(pipe.vae):
        renamed = vae_name(name, len(pipe.vae.config.block_out_channels))
        is_linear = ".attn_1." in renamed and each.ndim == 2
        found[f"first_stage_model.{renamed}"] = each[:, :, None, None] if is_linear else each
    if family is Family.SD15:
        return found | _clip(pipe.text_encoder, "cond_stage_model.transformer.")
    if family is Family.SD2:
        return found | _open_clip(pipe.text_encoder, "cond_stage_model.model.", unused_layer=True)
    found |= _clip(pipe.text_encoder, "conditioner.embedders.0.transformer.")
    return found | _open_clip(pipe.text_encoder_2, "conditioner.embedders.1.model.", unused_layer=False)


def unet_name(name: str, config: Any) -> str:
    """The original name of a tensor of a UNet2DConditionModel."""
    for ours, theirs in _UNET_ENDS.items():
        if name.startswith(f"{ours}."):
            return name.replace(ours, theirs, 1)
    levels, blocks = len(config.block_out_channels), config.layers_per_block
    if match := re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d+)\.(.+)", name):
        kind, index, rest = match.groups()
        return f"middle_block.{2 * int(index) if kind == 'resnets' else 1}.{_res(rest) if kind == 'resnets' else rest}"
    match = re.fullmatch(r"(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.+)", name)
    assert match, name
    way, level, kind, index, rest = (
        match.group(1),
        int(match.group(2)),
        match.group(3),
        int(match.group(4)),
        match.group(5),
    )
    if way == "down":
        place = 1 + level * (blocks + 1) + (blocks if kind == "downsamplers" else index)
        inner = f"0.op.{rest[5:]}" if kind == "downsamplers" else _part(kind, rest)
        return f"input_blocks.{place}.{inner}"
    place = level * (blocks + 1) + (blocks if kind == "upsamplers" else index)
    has_attention = "CrossAttn" in config.up_block_types[level]
    assert level < levels
    inner = f"{1 + has_attention}.{rest}" if kind == "upsamplers" else _part(kind, rest)
    return f"output_blocks.{place}.{inner}"


def vae_name(name: str, levels: int) -> str:
    """The original name of a tensor of an AutoencoderKL."""
    name = name.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out")
    if match := re.fullmatch(r"(encoder|decoder)\.mid_block\.(resnets|attentions)\.(\d)\.(.+)", name):
        side, kind, index, rest = match.groups()
        if kind == "resnets":
            return f"{side}.mid.block_{int(index) + 1}.{rest}"
        part, end = rest.rsplit(".", 1)
        return f"{side}.mid.attn_1.{_VAE_ATTENTION[part]}.{end}"
    if match := re.fullmatch(r"(encoder|decoder)\.(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)", name):
        side, way, level, kind, index, rest = match.groups()
        place = int(level) if way == "down" else levels - 1 - int(level)
        inner = f"block.{index}" if kind == "resnets" else f"{way}sample"
        return f"{side}.{way}.{place}.{inner}.{rest}"
    return name


def _part(kind: str, rest: str) -> str:
    return f"0.{_res(rest)}" if kind == "resnets" else f"1.{rest}"


def _res(rest: str) -> str:
    part, end = rest.rsplit(".", 1)
    return f"{_RES[part]}.{end}"


def _own(network: Any) -> list[tuple[str, Any]]:
    return [(name, each.clone()) for name, each in network.state_dict().items()]


def _clip(network: Any, prefix: str) -> dict[str, Any]:
    return {f"{prefix}text_model.{name.removeprefix('text_model.')}": each for name, each in _own(network)}


def _open_clip(network: Any, prefix: str, *, unused_layer: bool) -> dict[str, Any]:
    """OpenCLIP's names; SD 2's files hold a last layer that nobody uses."""
    import torch

    own = {name.removeprefix("text_model."): each for name, each in _own(network)}
    layers = network.config.num_hidden_layers
    found = {
        "token_embedding.weight": own["embeddings.token_embedding.weight"],
        "positional_embedding": own["embeddings.position_embedding.weight"],
        "ln_final.weight": own["final_layer_norm.weight"],
        "ln_final.bias": own["final_layer_norm.bias"],
    }
    for layer in range(layers):
        found |= _open_layer(own, layer, layer)
    if unused_layer:
        found |= {name: torch.zeros_like(each) for name, each in _open_layer(own, layers - 1, layers).items()}
    if "text_projection.weight" in own:
        found["text_projection"] = own["text_projection.weight"].T.contiguous()
    return {f"{prefix}{name}": each for name, each in found.items()}


def _open_layer(own: dict[str, Any], layer: int, place: int) -> dict[str, Any]:
    import torch

    ours, theirs = f"encoder.layers.{layer}.", f"transformer.resblocks.{place}."
    plain = {"layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj"}
    plain["self_attn.out_proj"] = "attn.out_proj"
    found = {}
    for end in ("weight", "bias"):
        for old, new in plain.items():
            found[f"{theirs}{new}.{end}"] = own[f"{ours}{old}.{end}"]
        joined = [own[f"{ours}self_attn.{each}_proj.{end}"] for each in "qkv"]
        found[f"{theirs}attn.in_proj_{end}"] = torch.cat(joined)
    return found
