"""The checks that every engine makes at its door, before it paints anything."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hwawon.engines.base import Capabilities, Checkpoint, PaintRequest, SizeRule, Task
from hwawon.errors import BadInput, BadMask, BadNumber, UnsupportedTask
from hwawon.imaging.geometry import Extent


def check_request(request: PaintRequest, capabilities: Capabilities) -> Checkpoint:
    """The checkpoint that the request names, when the engine can do all that is asked.

    Raises:
        UnsupportedTask: a task or a kind of control that is not in `capabilities`.
        BadInput: a size, sampler, checkpoint or number outside what `capabilities` allow, or a picture of another size.
    """
    if request.task not in capabilities.tasks:
        raise UnsupportedTask(f"{capabilities.engine} cannot do {request.task}; it can {_listed(capabilities.tasks)}")
    checkpoint = _checkpoint(request, capabilities)
    if not checkpoint.sizes.allows(request.extent):
        raise BadInput(f"{checkpoint.id} cannot paint {request.extent}: {describe(checkpoint.sizes)}")
    if request.sampler is not None and request.sampler not in capabilities.samplers:
        raise BadInput(f"unknown sampler {request.sampler!r}; known are {_listed(capabilities.samplers)}")
    _check_numbers(request)
    _check_pictures(request, capabilities)
    return checkpoint


def describe(sizes: SizeRule) -> str:
    """The size rule as half a sentence."""
    return (
        f"sides must be multiples of {sizes.multiple} from {sizes.min_side} to {sizes.max_side} px, "
        f"area from {sizes.min_area} to {sizes.max_area} px"
    )


def _checkpoint(request: PaintRequest, capabilities: Capabilities) -> Checkpoint:
    if request.checkpoint is None:
        return capabilities.checkpoints[0]
    for checkpoint in capabilities.checkpoints:
        if checkpoint.id == request.checkpoint:
            return checkpoint
    known = _listed(checkpoint.id for checkpoint in capabilities.checkpoints)
    raise BadInput(f"unknown checkpoint {request.checkpoint!r}; known are {known}")


def _check_numbers(request: PaintRequest) -> None:
    if not 0 <= request.seed < 2**32:
        raise BadNumber(f"expected a seed from 0 to {2**32 - 1}, got {request.seed}")
    if request.count < 1:
        raise BadNumber(f"expected a count of at least 1, got {request.count}")
    if request.steps is not None and request.steps < 1:
        raise BadNumber(f"expected at least 1 step, got {request.steps}")
    if not (math.isfinite(request.strength) and 0 <= request.strength <= 1):
        raise BadNumber(f"expected a strength from 0 to 1, got {request.strength}")


def _check_pictures(request: PaintRequest, capabilities: Capabilities) -> None:
    for control in request.controls:
        if control.kind not in capabilities.control_kinds:
            raise UnsupportedTask(f"{capabilities.engine} cannot follow {control.kind}")
    if request.task is Task.TEXT_TO_IMAGE:
        return
    if request.image is None:
        raise BadInput(f"{request.task} needs an image of {request.extent}, got none")
    if Extent.of(request.image) != request.extent:
        raise BadInput(f"expected an image of {request.extent}, got {Extent.of(request.image)}")
    if request.task is Task.INPAINT:
        if request.mask is None:
            raise BadMask(f"inpaint needs a mask of {request.extent}, got none")
        if Extent.of(request.mask) != request.extent:
            raise BadMask(f"expected a mask of {request.extent}, got {Extent.of(request.mask)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))
