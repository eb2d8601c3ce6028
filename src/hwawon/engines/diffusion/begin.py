"""The first latents of each task, and what must stay as it is while the others are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from hwawon.engines.base import MaskContent, PaintRequest, Pixels
from hwawon.engines.diffusion import noise as chance
from hwawon.engines.diffusion.mask import LATENT, active, filled, latent_mask
from hwawon.engines.diffusion.model import Model
from hwawon.engines.diffusion.noise import noised
from hwawon.engines.diffusion.pixels import encode

_OTHER = 0x9E3779B9  # far from the seeds of the same batch


@dataclass(frozen=True, eq=False)
class Kept:
    """What lies outside the mask: put back after each step, with the noise of the next one."""

    original: Any  # (B, 4, h, w) latents without noise
    noise: Any
    levels: Any  # (1, 1, h, w) 0..1: the share of the steps in which a pixel is repainted

    def put_back(self, latents: Any, scheduler: Any, timesteps: Any, done: int) -> Any:
        """`latents` (B, 4, h, w) after `done` steps, with the rest as the picture has it."""
        steps = len(timesteps)
        if done == steps:
            return torch.where(self.levels > 0, latents, self.original)
        rest = noised(scheduler, self.original, self.noise, timesteps[done : done + 1])
        return torch.where(active(self.levels, done, steps) > 0, latents, rest)


@dataclass(frozen=True, eq=False)
class Beginning:
    """Where the steps start."""

    latents: Any  # (B, 4, h, w) float32 on the device
    timesteps: Any  # on the CPU, where the scheduler reckons
    kept: Kept | None = None
    more_channels: Any = None  # (B, 5, h, w) of inpainting networks: mask, and the picture without what it hides


def begin(model: Model, scheduler: Any, request: PaintRequest, seeds: Sequence[int], sources: list[Any]) -> Beginning:
    """The beginning of one batch, `seeds` with their generators."""
    if request.image is None:
        return _from_noise(model, scheduler, request, seeds, sources)
    timesteps = _last_timesteps(scheduler, request.strength)
    image = request.image
    if request.mask is not None and request.mask_content is MaskContent.FILL:
        image = filled(image, request.mask)
    clean = encode(model, image, sources)
    noise = _noise(model, request, seeds, sources, clean.shape[1:]) * request.noise_multiplier
    if request.mask is None:
        latents = noised(scheduler, clean, noise, timesteps[:1])
        return Beginning(latents, timesteps, None, _whole_picture(model, request, len(seeds)))
    levels = latent_mask(request.mask).to(model.device.kind)
    under = _under_mask(clean, levels, request.mask_content, seeds)
    original = clean if image is request.image else encode(model, request.image, None).expand_as(clean)
    latents = noised(scheduler, under, noise, timesteps[:1])
    kept = Kept(original, noise, levels)
    more = _masked_picture(model, request.image, request.mask, levels, len(seeds)) if model.inpaints else None
    return Beginning(_enter(kept, latents, scheduler, timesteps), timesteps, kept, more)


def first_timestep(scheduler: Any, strength: float) -> int:
    """The index in `scheduler.timesteps` at which the last share `strength` of the steps begins; one step at least."""
    steps = scheduler.num_inference_steps
    return int(steps - max(1, min(int(steps * strength), steps))) * int(scheduler.order)


def _from_noise(
    model: Model, scheduler: Any, request: PaintRequest, seeds: Sequence[int], sources: list[Any]
) -> Beginning:
    shape = (4, request.extent.height // LATENT, request.extent.width // LATENT)
    latents = _noise(model, request, seeds, sources, shape) * scheduler.init_noise_sigma
    return Beginning(latents, scheduler.timesteps, None, _whole_picture(model, request, len(seeds)))


def _last_timesteps(scheduler: Any, strength: float) -> Any:
    """The end of the schedule, as diffusers' image to image takes it."""
    first = first_timestep(scheduler, strength)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    return scheduler.timesteps[first:]


def _noise(model: Model, request: PaintRequest, seeds: Sequence[int], sources: list[Any], shape: Sequence[int]) -> Any:
    noise = chance.noise(sources, shape)
    if request.subseed_strength > 0:
        first = 0 if request.subseed is None else request.subseed
        offsets = [(seed - request.seed) % chance.SEEDS for seed in seeds]
        noise = chance.mixed(noise, [(first + each) % chance.SEEDS for each in offsets], request.subseed_strength)
    return noise.to(model.device.kind)


def _under_mask(clean: Any, levels: Any, content: MaskContent, seeds: Sequence[int]) -> Any:
    """What the noise is laid on: A1111's latent noise and latent nothing replace the picture under the mask."""
    if content is MaskContent.LATENT_NOTHING:
        return torch.where(levels > 0, torch.zeros_like(clean), clean)
    if content is MaskContent.LATENT_NOISE:
        other = chance.noise(chance.generators([(seed + _OTHER) % chance.SEEDS for seed in seeds]), clean.shape[1:])
        return torch.where(levels > 0, other.to(clean.device), clean)
    return clean


def _enter(kept: Kept, latents: Any, scheduler: Any, timesteps: Any) -> Any:
    """At the first step only the fully masked pixels begin with what is under the mask."""
    rest = noised(scheduler, kept.original, kept.noise, timesteps[:1])
    return torch.where(active(kept.levels, 0, len(timesteps)) > 0, latents, rest)


def _masked_picture(model: Model, image: Pixels, mask: Pixels, levels: Any, count: int) -> Any:
    """The five more channels: the mask, and the picture with grey where it is painted over."""
    hidden = image.copy()
    hidden[mask > 0] = 128
    latents = encode(model, hidden, None)
    return torch.cat([(levels > 0).to(latents.dtype), latents], dim=1).expand(count, -1, -1, -1)


def _whole_picture(model: Model, request: PaintRequest, count: int) -> Any:
    """For an inpainting network asked to paint everything: all is mask, and nothing is seen."""
    if not model.inpaints:
        return None
    grey = np.full((request.extent.height, request.extent.width, 3), 128, np.uint8)
    hidden = encode(model, grey, None)
    return torch.cat([torch.ones_like(hidden[:, :1]), hidden], dim=1).expand(count, -1, -1, -1)
