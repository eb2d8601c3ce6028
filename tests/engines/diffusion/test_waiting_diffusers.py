"""Between the steps nothing is asked of the device and nothing is sent to it, so that a GPU never waits for the CPU.

torch's device "meta" stands for one: its tensors have no numbers, so that asking for one fails, and what is copied
there is seen on its way.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hwawon.engines.diffusion.samplers import build_scheduler
from support.tiny_diffusers import SCHEDULER
from support.torch_here import needs_torch

pytestmark = needs_torch
WITHOUT_CHANCE = ["DPM++ 2M", "DPM++ 2M Karras", "Euler", "Heun", "DPM2", "LMS", "DDIM", "PLMS"]
STEPS = 6


def noting(copies: list[Any]) -> Any:
    """Within, copies from the CPU to the device are noted; single numbers travel with the call that uses them."""
    from torch.utils._python_dispatch import TorchDispatchMode

    class Noting(TorchDispatchMode):  # type: ignore[misc]
        def __torch_dispatch__(self, function: Any, types: Any, inputs: Any = (), named: Any = None) -> Any:
            answer = function(*inputs, **(named or {}))
            if _device(answer) == "meta" and inputs and _device(inputs[0]) == "cpu" and inputs[0].ndim:
                copies.append(inputs[0])
            return answer

    return Noting()


def _device(value: Any) -> str | None:
    device = getattr(value, "device", None)
    return None if device is None else str(device.type)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("sampler", WITHOUT_CHANCE)
def test_the_timesteps_are_all_that_is_sent_to_the_device(sampler: str, masked: bool) -> None:
    import torch

    from hwawon.engines.diffusion.begin import Beginning, Kept
    from hwawon.engines.diffusion.conditions import Conditions
    from hwawon.engines.diffusion.device import Device
    from hwawon.engines.diffusion.loop import denoise

    def empty(*shape: int) -> Any:
        return torch.empty(shape, device="meta")

    def network(sample: Any, timestep: Any, **_: Any) -> tuple[Any]:
        assert _device(sample) == _device(timestep) == "meta"
        return (torch.empty_like(sample),)

    scheduler = build_scheduler(sampler, None, SCHEDULER, STEPS)
    kept = Kept(empty(1, 4, 8, 8), empty(1, 4, 8, 8), empty(1, 1, 8, 8)) if masked else None
    start = Beginning(empty(1, 4, 8, 8), scheduler.timesteps, kept)
    told = Conditions(empty(2, 77, 8), 7.0, None, None)
    model: Any = SimpleNamespace(device=Device("meta", torch.float16), network=network)
    copies: list[Any] = []
    with noting(copies):
        denoise(model, scheduler, start, told, [torch.Generator()], lambda *_: {}, lambda _, __: None)
    assert [copy is scheduler.timesteps for copy in copies] == [True]
