"""A1111's names of samplers and schedules, and the diffusers scheduler that each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hwawon.errors import BadInput


@dataclass(frozen=True)
class Sampler:
    """A way of taking steps. The class is named, not imported: the table is read without torch."""

    name: str
    scheduler: str  # a class of diffusers
    options: Mapping[str, Any] = field(default_factory=dict)
    sigmas: bool = True  # its noise levels may be spaced by Karras and others
    spacing: str | None = "linspace"  # of the steps where the schedule leaves it open; None: the checkpoint's own


@dataclass(frozen=True)
class Schedule:
    """A spacing of the noise levels."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    needs_sigmas: bool = False


_SDE = {"algorithm_type": "sde-dpmsolver++"}
_SAMPLERS = (
    Sampler("DPM++ 2M", "DPMSolverMultistepScheduler"),
    Sampler("DPM++ SDE", "DPMSolverSinglestepScheduler", {**_SDE, "lower_order_final": True}, spacing=None),
    Sampler("DPM++ 2M SDE", "DPMSolverMultistepScheduler", _SDE),
    Sampler("DPM++ 2M SDE Heun", "DPMSolverMultistepScheduler", {**_SDE, "solver_type": "heun"}),
    Sampler("DPM++ 3M SDE", "DPMSolverMultistepScheduler", {**_SDE, "solver_order": 3}),
    Sampler("Euler a", "EulerAncestralDiscreteScheduler", sigmas=False),
    Sampler("Euler", "EulerDiscreteScheduler"),
    Sampler("LMS", "LMSDiscreteScheduler"),
    Sampler("Heun", "HeunDiscreteScheduler"),
    Sampler("DPM2", "KDPM2DiscreteScheduler"),
    Sampler("DPM2 a", "KDPM2AncestralDiscreteScheduler"),
    Sampler("DDIM", "DDIMScheduler", sigmas=False, spacing=None),
    Sampler("PLMS", "PNDMScheduler", {"skip_prk_steps": True}, sigmas=False, spacing=None),
    Sampler("UniPC", "UniPCMultistepScheduler"),
    Sampler("LCM", "LCMScheduler", sigmas=False, spacing=None),
    Sampler("DDPM", "DDPMScheduler", sigmas=False, spacing=None),
)
_SCHEDULES = (
    Schedule("Automatic"),
    Schedule("Karras", {"use_karras_sigmas": True}, needs_sigmas=True),
    Schedule("Exponential", {"use_exponential_sigmas": True}, needs_sigmas=True),
    Schedule("Uniform", {"timestep_spacing": "linspace"}),
    Schedule("SGM Uniform", {"timestep_spacing": "trailing"}),
    Schedule("Simple", {"timestep_spacing": "trailing"}),
)
SCHEDULES = tuple(schedule.name for schedule in _SCHEDULES)
_BASES = tuple(sampler.name for sampler in _SAMPLERS)
_JOINED = tuple(f"{one.name} {end.name}" for one in _SAMPLERS if one.sigmas for end in _SCHEDULES if end.needs_sigmas)
SAMPLERS = _BASES + _JOINED  # what people may write
SCHEDULES_OF = {
    one.name: tuple(each.name for each in _SCHEDULES if not each.needs_sigmas) for one in _SAMPLERS if not one.sigmas
}
_TWICE = tuple(one.name for one in _SAMPLERS if one.scheduler.startswith(("Heun", "KDPM2")))


def evaluations(sampler: str | None) -> int:
    """How often the network is asked in a step, by the sampler's A1111 name: twice by those of second order.

    No checkpoint's own sampler, which None stands for, is one of them.
    """
    name = (sampler or "").lower()
    return 2 if any(name == one.lower() or name.startswith(f"{one.lower()} ") for one in _TWICE) else 1


# What a checkpoint's own configuration decides, whatever the sampler.
_OF_CHECKPOINT = (
    "num_train_timesteps",
    "beta_start",
    "beta_end",
    "beta_schedule",
    "trained_betas",
    "prediction_type",
    "rescale_betas_zero_snr",
    "timestep_spacing",
    "steps_offset",
    "set_alpha_to_one",
    "original_inference_steps",
)


def resolve(sampler: str, schedule: str | None = None) -> tuple[Sampler, Schedule]:
    """The sampler and the schedule that two names, or one joined name such as "DPM++ 2M Karras", mean.

    Capitals do not matter. A schedule of its own wins over one in the sampler's name.

    Raises:
        BadInput: an unknown name, or a sampler whose noise levels cannot be spaced so.
    """
    base, joined = _split(sampler)
    found = _named(base, {one.name.lower(): one for one in _SAMPLERS}, "sampler", _BASES)
    wanted = schedule or joined or SCHEDULES[0]
    spacing = _named(wanted, {one.name.lower(): one for one in _SCHEDULES}, "schedule", SCHEDULES)
    if spacing.needs_sigmas and not found.sigmas:
        able = ", ".join(one.name for one in _SAMPLERS if one.sigmas)
        raise BadInput(f"the sampler {found.name} cannot follow the schedule {spacing.name}; those that can are {able}")
    return found, spacing


def build_scheduler(sampler: str, schedule: str | None, config: Mapping[str, Any], steps: int) -> Any:
    """The diffusers scheduler with its `steps` set.

    Args:
        config: the checkpoint's scheduler configuration: noise levels, prediction, spacing of distilled models.
    """
    import diffusers

    found, spacing = resolve(sampler, schedule)
    own = {name: config[name] for name in _OF_CHECKPOINT if config.get(name) is not None}
    distilled = own.get("timestep_spacing") == "trailing"  # few-step models are trained on just these steps
    if found.spacing is not None and not distilled:
        own["timestep_spacing"] = found.spacing
    plain = {"clip_sample": False} if found.name in ("DDIM", "DDPM", "LCM") else {}
    kind = getattr(diffusers, found.scheduler)
    known = kind.__init__.__wrapped__.__code__.co_varnames
    wanted = own | plain | dict(found.options) | dict(spacing.options)
    scheduler = kind(**{name: value for name, value in wanted.items() if name in known})
    scheduler.set_timesteps(steps)
    return scheduler


def name_of(class_name: str, config: Mapping[str, Any]) -> str | None:
    """A1111's joined name of a diffusers scheduler; None where it has none."""
    fits = [one for one in _SAMPLERS if one.scheduler == class_name and _has(config, one.options)]
    if not fits:
        return None
    best = max(fits, key=lambda one: len(one.options))
    spaced = next((one.name for one in _SCHEDULES if one.needs_sigmas and _has(config, one.options)), None)
    return f"{best.name} {spaced}" if spaced else best.name


def _has(config: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    return all(config.get(name) == value for name, value in options.items())


def _split(name: str) -> tuple[str, str | None]:
    """ "DPM++ 2M Karras" is "DPM++ 2M" and "Karras"."""
    for schedule in sorted(SCHEDULES, key=len, reverse=True):
        if name.lower().endswith(f" {schedule.lower()}"):
            return name[: -len(schedule) - 1], schedule
    return name, None


def _named(name: str, table: Mapping[str, Any], what: str, known: tuple[str, ...]) -> Any:
    if name.lower() not in table:
        raise BadInput(f"unknown {what} {name!r}; known are {', '.join(known)}")
    return table[name.lower()]
