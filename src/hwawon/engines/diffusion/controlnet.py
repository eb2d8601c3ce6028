"""ControlNets: the user's own lines, or another map, heard by the network at each step. Nothing is detected here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers import ControlNetModel
from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint
from safetensors import SafetensorError
from safetensors.torch import load_file

from hwawon.engines.base import Control
from hwawon.engines.diffusion import ldm
from hwawon.engines.diffusion.built import built
from hwawon.engines.diffusion.conditions import Conditions
from hwawon.engines.diffusion.device import Device
from hwawon.errors import BadInput
from hwawon.weights.record import Weights

_ORIGINAL = "control_model."
_SIZE_LAYERS = {
    f"add_embedding.linear_{number}.{end}": f"label_emb.0.{place}.{end}"
    for number, place in ((1, 0), (2, 2))
    for end in ("weight", "bias")
}


@dataclass(frozen=True, eq=False)
class Unit:
    """A ControlNet with its picture."""

    network: Any
    image: Any  # (1, 3, H, W) 0..1
    control: Control

    def scale_at(self, step: int, steps: int) -> float:
        """Its weight at `step` (0 .. steps - 1): none outside its share of the schedule."""
        return self.control.scale if is_heard(self.control, step, steps) else 0.0


def is_heard(control: Control, step: int, steps: int) -> bool:
    """Whether a step (0 .. steps - 1) lies wholly in the control's share of the schedule, as diffusers decides it.

    Where the steps are so few that none does, it is the one in the middle of the share: a control is never lost.
    """
    heard = [one for one in range(steps) if one / steps >= control.start and (one + 1) / steps <= control.end]
    if not heard and control.start < control.end:
        heard = [int((control.start + control.end) / 2 * steps)]
    return step in heard


def load_controlnet(weights: Weights, device: Device) -> Any:
    """The network of a folder or of a single file, in diffusers' or in the original layout.

    Raises:
        BadInput: truncated, or of another shape than its kind has.
    """
    try:
        if weights.layout == "folder":
            found = ControlNetModel.from_pretrained(weights.path, torch_dtype=device.dtype, local_files_only=True)
        else:
            found = _from_file(load_file(weights.path), device.dtype)
    except (OSError, SafetensorError, RuntimeError, KeyError, ValueError, StopIteration) as error:
        raise BadInput(f"the ControlNet {weights.id!r} cannot be loaded from {weights.path.name}: {error}") from error
    return device.placed(found.eval())


def unit(network: Any, control: Control, device: Device) -> Unit:
    """The picture as the network takes it: its levels as they are, over 0..1."""
    levels = torch.from_numpy(control.image.astype(np.float32)[None] / 255.0).permute(0, 3, 1, 2)
    return Unit(network, levels.to(device.kind, device.dtype), control)


def residuals(
    units: Sequence[Unit], sample: Any, timestep: Any, conditions: Conditions, step: int, steps: int
) -> dict[str, Any]:
    """What the units add to the network at this step, summed, as its keyword arguments."""
    down: list[Any] | None = None
    middle: Any = None
    for one in units:
        scale = one.scale_at(step, steps)
        if scale == 0:
            continue
        more, more_middle = one.network(
            sample,
            timestep,
            encoder_hidden_states=conditions.embeds,
            controlnet_cond=one.image.expand(len(sample), -1, -1, -1),
            conditioning_scale=scale,
            added_cond_kwargs=conditions.added,
            return_dict=False,
        )
        down = list(more) if down is None else [a + b for a, b in zip(down, more, strict=True)]
        middle = more_middle if middle is None else middle + more_middle
    if down is None:
        return {}
    return {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}


def _from_file(tensors: Mapping[str, Any], dtype: Any) -> Any:
    if any(name.startswith("controlnet_cond_embedding.") for name in tensors):
        return built(ControlNetModel.from_config, _config(tensors), tensors, dtype)
    inside = {name.removeprefix(_ORIGINAL): each for name, each in tensors.items()}  # some files leave it out
    config = ldm.controlnet_config(inside, "")
    found = convert_controlnet_checkpoint(dict(inside), config)
    # SDXL's layers for the size, which diffusers' converter leaves out.
    found |= {new: inside[old] for new, old in _SIZE_LAYERS.items() if old in inside}
    return built(ControlNetModel.from_config, config, found, dtype)


def _config(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """The ControlNetModel that fits tensors named as diffusers names them."""
    levels = range(ldm.count(tensors, r"down_blocks\.(\d+)\."))
    channels = [tensors[f"down_blocks.{level}.resnets.0.conv2.weight"].shape[0] for level in levels]
    depths = [ldm.count(tensors, rf"down_blocks\.{n}\.attentions\.0\.transformer_blocks\.(\d+)\.") for n in levels]
    middle = ldm.count(tensors, r"mid_block\.attentions\.0\.transformer_blocks\.(\d+)\.")
    linear = tensors["mid_block.attentions.0.proj_in.weight"].ndim == 2
    hints = ldm.count(tensors, r"controlnet_cond_embedding\.blocks\.(\d+)\.")
    widths = [tensors["controlnet_cond_embedding.conv_in.weight"].shape[0]]
    widths += [tensors[f"controlnet_cond_embedding.blocks.{n}.weight"].shape[0] for n in range(1, hints, 2)]
    added = tensors.get("add_embedding.linear_1.weight")
    return {
        "in_channels": tensors["conv_in.weight"].shape[1],
        "block_out_channels": channels,
        "layers_per_block": ldm.count(tensors, r"down_blocks\.0\.resnets\.(\d+)\."),
        "down_block_types": [f"{'CrossAttn' if depth else ''}DownBlock2D" for depth in depths],
        "transformer_layers_per_block": [depth or middle for depth in depths],
        "cross_attention_dim": tensors["mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight"].shape[1],
        "use_linear_projection": linear,
        "attention_head_dim": ldm.heads(channels, linear),
        "conditioning_embedding_out_channels": widths,
    } | ldm.added_conditions(added)
