"""The denoising loop: one for every task, so that all of them are equally exact and equally fast."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import torch

from hwawon.engines.diffusion.begin import Beginning
from hwawon.engines.diffusion.conditions import Conditions
from hwawon.engines.diffusion.model import Model

AfterStep = Callable[[int, Any], None]  # steps done, latents; raises Cancelled to stop
# (sample, timestep on the device, conditions, step, steps) -> keyword arguments of the network, for ControlNets
Controls = Callable[[Any, Any, Conditions, int, int], dict[str, Any]]


def denoise(
    model: Model,
    scheduler: Any,
    start: Beginning,
    conditions: Conditions,
    sources: list[Any],
    controls: Controls,
    after_step: AfterStep,
) -> Any:
    """The latents (B, 4, h, w), float32, after all steps of `start`.

    For the same seed, prompt and scheduler these are the latents of diffusers' own pipelines. Nothing waits for a GPU
    between the steps: the scheduler reckons with timesteps on the CPU, the networks get theirs from the device.
    """
    latents, timesteps = start.latents, start.timesteps
    seen = timesteps.to(latents.device)
    extra = {"generator": sources} if "generator" in signature(scheduler.step).parameters else {}
    for done, timestep in enumerate(timesteps):
        doubled = torch.cat([latents] * 2) if conditions.guided else latents
        sample = scheduler.scale_model_input(doubled, timestep).to(model.device.dtype)
        noise = _predicted(model, start, conditions, controls, sample, seen[done], done)
        latents = scheduler.step(noise, timestep, latents, **extra, return_dict=False)[0]
        if start.kept is not None:
            latents = start.kept.put_back(latents, scheduler, timesteps, done + 1)
        after_step(done + 1, latents)
    return latents


def _predicted(
    model: Model, start: Beginning, conditions: Conditions, controls: Controls, sample: Any, timestep: Any, done: int
) -> Any:
    """The noise that the network sees in `sample`, guided away from the negative prompt; float32."""
    helped = controls(sample, timestep, conditions, done, len(start.timesteps))
    if start.more_channels is not None:
        more = torch.cat([start.more_channels] * 2) if conditions.guided else start.more_channels
        sample = torch.cat([sample, more.to(sample.dtype)], dim=1)
    noise = model.network(
        sample,
        timestep,
        encoder_hidden_states=conditions.embeds,
        timestep_cond=conditions.time_cond,
        added_cond_kwargs=conditions.added,
        return_dict=False,
        **helped,
    )[0].float()
    if not conditions.guided:
        return noise
    without, within = noise.chunk(2)
    return without + conditions.guidance_scale * (within - without)
