"""Noise is laid over a picture as each scheduler does it, without asking the device for anything."""

from __future__ import annotations

import pytest

from hwawon.engines.diffusion.samplers import SAMPLERS, build_scheduler
from support.tiny_diffusers import SCHEDULER
from support.torch_here import needs_torch

pytestmark = needs_torch


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_noise_is_added_as_the_scheduler_adds_it_to_the_last_bit(sampler: str) -> None:
    import torch

    from hwawon.engines.diffusion.noise import noised

    source = torch.Generator().manual_seed(3)
    clean, noise, seen = (torch.randn(2, 4, 8, 8, generator=source) for _ in range(3))
    ours, theirs = (build_scheduler(sampler, None, SCHEDULER, 6) for _ in range(2))
    for scheduler in (ours, theirs):
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(2)
    timesteps = theirs.timesteps[2:]
    for place, timestep in enumerate(timesteps):
        at = timesteps[place : place + 1]
        assert torch.equal(noised(ours, clean, noise, at), theirs.add_noise(clean, noise, at))
        for scheduler in (ours, theirs):
            scheduler.scale_model_input(seen, timestep)
            scheduler.step(seen, timestep, clean, return_dict=False)
