"""A1111's names of samplers, both ways; read without torch."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hwawon.engines.diffusion.samplers import SAMPLERS, SCHEDULES, name_of, resolve
from hwawon.errors import BadInput

# As the documentation of diffusers names its own counterparts of A1111's.
KNOWN = {
    "DPM++ 2M": ("DPMSolverMultistepScheduler", {}),
    "DPM++ 2M Karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "DPM++ 2M SDE": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "DPM++ 2M SDE Karras": (
        "DPMSolverMultistepScheduler",
        {"use_karras_sigmas": True, "algorithm_type": "sde-dpmsolver++"},
    ),
    "DPM2": ("KDPM2DiscreteScheduler", {}),
    "DPM2 Karras": ("KDPM2DiscreteScheduler", {"use_karras_sigmas": True}),
    "DPM2 a": ("KDPM2AncestralDiscreteScheduler", {}),
    "Euler": ("EulerDiscreteScheduler", {}),
    "Euler a": ("EulerAncestralDiscreteScheduler", {}),
    "Heun": ("HeunDiscreteScheduler", {}),
    "LMS": ("LMSDiscreteScheduler", {}),
    "LMS Karras": ("LMSDiscreteScheduler", {"use_karras_sigmas": True}),
    "DDIM": ("DDIMScheduler", {}),
    "UniPC": ("UniPCMultistepScheduler", {}),
    "LCM": ("LCMScheduler", {}),
    "Euler Exponential": ("EulerDiscreteScheduler", {"use_exponential_sigmas": True}),
}


@pytest.mark.parametrize(("name", "meant"), KNOWN.items(), ids=list(KNOWN))
def test_a_name_means_a_scheduler_and_the_scheduler_the_name(name: str, meant: tuple[str, dict[str, object]]) -> None:
    scheduler, options = meant
    sampler, schedule = resolve(name)
    assert sampler.scheduler == scheduler
    assert {**sampler.options, **schedule.options} == options
    assert name_of(scheduler, options) == name


def test_every_announced_name_is_understood_in_any_capitals() -> None:
    for name in SAMPLERS:
        assert resolve(name.lower()) == resolve(name)


def test_a_schedule_of_its_own_wins_over_the_name() -> None:
    assert resolve("DPM++ 2M Karras", "Exponential")[1].name == "Exponential"
    assert resolve("dpm++ 2m", "karras") == resolve("DPM++ 2M Karras")


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=r"unknown sampler 'Oil'; known are DPM\+\+ 2M, "):
        resolve("Oil")
    with pytest.raises(BadInput, match="unknown schedule 'Oil'; known are Automatic, Karras"):
        resolve("Euler", "Oil")


def test_a_pair_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="DDIM cannot follow the schedule Karras"):
        resolve("DDIM", "Karras")


def test_the_names_are_read_without_torch() -> None:
    probe = "import sys, hwawon.engines.diffusion.engine; print('torch' in sys.modules, 'diffusers' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


def test_schedules_and_samplers_have_no_name_twice() -> None:
    assert len(set(SAMPLERS)) == len(SAMPLERS)
    assert len(set(SCHEDULES)) == len(SCHEDULES)
