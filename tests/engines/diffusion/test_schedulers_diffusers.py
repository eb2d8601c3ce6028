"""Every sampler with every schedule denoises, the same for a picture alone and in a batch."""

from __future__ import annotations

from inspect import signature
from typing import Any

import numpy as np
import pytest

from hwawon.engines.diffusion.samplers import SAMPLERS, SCHEDULES, build_scheduler, resolve
from hwawon.errors import BadInput
from support.tiny_diffusers import SCHEDULER
from support.torch_here import needs_torch

pytestmark = needs_torch
STEPS = 6


def denoised(name: str, schedule: str | None, seeds: tuple[int, ...]) -> Any:
    """Latents of a network that answers with the tangent of what it sees."""
    import torch

    scheduler = build_scheduler(name, schedule, SCHEDULER, STEPS)
    sources = [torch.Generator().manual_seed(seed) for seed in seeds]
    latents = torch.cat([torch.randn((1, 4, 8, 8), generator=each) for each in sources]) * scheduler.init_noise_sigma
    extra = {"generator": sources} if "generator" in signature(scheduler.step).parameters else {}
    for timestep in scheduler.timesteps:
        seen = torch.tanh(scheduler.scale_model_input(latents, timestep))
        latents = scheduler.step(seen, timestep, latents, **extra, return_dict=False)[0]
    return latents


@pytest.mark.parametrize("name", [name for name in SAMPLERS if "Karras" not in name and "Exponential" not in name])
def test_every_schedule_ends_in_numbers_alone_and_in_a_batch(name: str) -> None:
    import torch

    for schedule in SCHEDULES:
        try:
            resolve(name, schedule)
        except BadInput:
            continue
        both = denoised(name, schedule, (1, 2))
        assert torch.isfinite(both).all(), schedule
        assert torch.allclose(both[1:], denoised(name, schedule, (2,)), atol=1e-5), schedule


@pytest.mark.parametrize("name", ["Euler", "DPM++ 2M"])
def test_karras_and_exponential_levels_are_those_of_their_formulas(name: str) -> None:
    """Karras and others 2022, equation 5 with rho 7; exponential: evenly spaced logarithms."""
    plain = build_scheduler(name, "Uniform", SCHEDULER, STEPS)
    alphas = plain.alphas_cumprod.double().numpy()
    every = np.sqrt((1 - alphas) / alphas)
    least, most = every[0], every[-1]
    ramp = np.linspace(0, 1, STEPS)
    karras = (most ** (1 / 7) + ramp * (least ** (1 / 7) - most ** (1 / 7))) ** 7
    exponential = np.exp(np.linspace(np.log(most), np.log(least), STEPS))
    for schedule, expected in (("Karras", karras), ("Exponential", exponential)):
        found = build_scheduler(name, schedule, SCHEDULER, STEPS).sigmas.double().numpy()
        assert found[-1] == 0
        assert np.allclose(found[:-1], expected, rtol=2e-3), schedule


def test_few_step_models_keep_the_steps_they_were_trained_on() -> None:
    config = SCHEDULER | {"timestep_spacing": "trailing"}
    assert build_scheduler("Euler", None, config, 1).timesteps.tolist() == [999]


def test_the_checkpoints_own_noise_levels_and_prediction_are_kept() -> None:
    config = SCHEDULER | {"prediction_type": "v_prediction", "beta_end": 0.02}
    scheduler = build_scheduler("DPM++ 2M Karras", None, config, 4)
    assert scheduler.config.prediction_type == "v_prediction"
    assert scheduler.config.beta_end == 0.02
