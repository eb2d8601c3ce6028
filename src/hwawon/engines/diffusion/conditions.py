"""What the network is told beside the noise: words, and in SDXL the size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from hwawon.engines.base import Words
from hwawon.engines.diffusion.model import Model
from hwawon.imaging.geometry import Extent

GUIDANCE_EMBEDDING = 1000.0  # the factor that LCM checkpoints were trained with


@dataclass(frozen=True, eq=False)
class Conditions:
    """Inputs of every step. With guidance the first half of a batch is the negative prompt's."""

    embeds: Any  # (B or 2B, tokens, C)
    guidance_scale: float
    added: dict[str, Any] | None  # SDXL's pooled text and sizes, an IP-Adapter's image
    time_cond: Any  # LCM's guidance embedding, or None

    @property
    def guided(self) -> bool:
        """Whether the negative prompt is computed at all."""
        return self.guidance_scale > 1 and self.time_cond is None


def conditions(
    model: Model, pictures: Sequence[Words], guidance_scale: float, clip_skip: int | None, extent: Extent
) -> Conditions:
    """Conditions for a batch of pictures."""
    time_cond = _time_cond(model, guidance_scale, len(pictures))
    guided = guidance_scale > 1 and time_cond is None
    prompts, negatives = [one.prompt for one in pictures], [one.negative_prompt for one in pictures]
    found = model.encoder.encode_pair(prompts, negatives, clip_skip)
    dtype, kind = model.device.dtype, model.device.kind
    embeds = torch.cat([found.negative, found.positive]) if guided else found.positive
    added = None
    if found.pooled is not None:
        pooled = torch.cat([found.negative_pooled, found.pooled]) if guided else found.pooled
        added = {"text_embeds": pooled.to(kind, dtype), "time_ids": _sizes(extent, len(pooled)).to(kind, dtype)}
    return Conditions(embeds.to(kind, dtype), guidance_scale, added, time_cond)


def _sizes(extent: Extent, count: int) -> Any:
    """Original size, crop corner, target size, as SDXL was trained: height before width."""
    size = (extent.height, extent.width)
    return torch.tensor([[*size, 0, 0, *size]]).repeat(count, 1)


def _time_cond(model: Model, guidance_scale: float, count: int) -> Any:
    """The guidance as an embedding (B, C), for networks that take it so (Luo and others 2023); None for the others."""
    width = model.unet.config.time_cond_proj_dim
    if width is None:
        return None
    angles = torch.exp(torch.arange(width // 2) * -(torch.log(torch.tensor(10000.0)) / (width // 2 - 1)))
    angles = torch.full((count, 1), (guidance_scale - 1) * GUIDANCE_EMBEDDING) * angles
    return torch.cat([angles.sin(), angles.cos()], dim=1).to(model.device.kind, model.device.dtype)
