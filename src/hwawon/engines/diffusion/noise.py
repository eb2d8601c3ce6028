"""Where a picture begins: noise from its seed, the same alone, in a batch, on a CPU and on a GPU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

SEEDS = 2**32


def generators(seeds: Sequence[int]) -> list[Any]:
    """One generator a picture, always on the CPU: its numbers are the same on every machine."""
    return [torch.Generator("cpu").manual_seed(seed) for seed in seeds]


def noise(sources: Sequence[Any], shape: Sequence[int]) -> Any:
    """Noise (B, *shape) in float32, one picture from each generator."""
    return torch.cat([torch.randn((1, *shape), generator=source) for source in sources])


def noised(scheduler: Any, clean: Any, noise: Any, timestep: Any) -> Any:
    """`scheduler.add_noise(clean, noise, timestep)`, to the last bit; `timestep` is one, in a tensor (1,) on the CPU.

    Its two factors are looked up on the CPU: else each table of the scheduler would be copied to a GPU, and waited for.
    """
    of_clean, of_noise = scheduler.add_noise(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]), timestep.expand(2))
    return of_clean * clean + of_noise * noise


def mixed(noises: Any, seeds: Sequence[int], strength: float) -> Any:
    """Noises (B, C, H, W) turned towards those of the subseeds by `strength` (0..1), along the sphere.

    As in A1111: subseed i belongs to picture i of the batch.
    """
    others = noise(generators(seeds), noises.shape[1:])
    return torch.stack([_slerp(strength, own, other) for own, other in zip(noises, others, strict=True)])


def _slerp(share: float, low: Any, high: Any) -> Any:
    """Spherical interpolation between two noises (C, H, W), with the angle taken over each row of the width."""
    low_unit = low / torch.norm(low, dim=1, keepdim=True)
    high_unit = high / torch.norm(high, dim=1, keepdim=True)
    dot = (low_unit * high_unit).sum(1)
    if dot.mean() > 0.9995:
        return low * (1 - share) + high * share
    angle = torch.acos(dot)
    sine = torch.sin(angle)
    first, second = torch.sin((1 - share) * angle) / sine, torch.sin(share * angle) / sine
    return first.unsqueeze(1) * low + second.unsqueeze(1) * high
