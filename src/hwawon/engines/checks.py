"""The checks that every engine makes at its door, before it paints anything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from hwawon.engines.base import (
    SEEDS,
    Capabilities,
    Checkpoint,
    ControlKind,
    Honour,
    Painted,
    PaintRequest,
    SizeRule,
    Task,
)
from hwawon.engines.controls import check_controls, words
from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.engines.honours import require
from hwawon.engines.wishes import EngineWishes
from hwawon.errors import BadInput, BadMask, BadNumber, UnsupportedTask
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import shares_latents


def check_request(request: PaintRequest, capabilities: Capabilities) -> Checkpoint:
    """The checkpoint that the request names, when the engine can do all that is asked.

    Raises:
        UnsupportedTask: a task or a kind of control that is not in `capabilities`.
        BadInput: a size, sampler, checkpoint or number outside what `capabilities` allow, or a picture of another size.
    """
    checkpoint = check_wishes(request, capabilities)
    check_controls(request.controls, checkpoint, capabilities)
    if request.strengths is not None:
        require(Honour.STRENGTHS, capabilities)
    _check_pictures(request)
    return checkpoint


def check_wishes(request: PaintRequest, capabilities: Capabilities) -> Checkpoint:
    """As `check_request`, but for the pictures, which need not be there yet."""
    if request.task not in capabilities.tasks:
        raise UnsupportedTask(f"{capabilities.engine} cannot do {request.task}; it can {_listed(capabilities.tasks)}")
    checkpoint = chosen_checkpoint(request.checkpoint, capabilities)
    if not checkpoint.sizes.allows(request.extent):
        raise BadInput(f"{checkpoint.id} cannot paint {request.extent}: {describe(checkpoint.sizes)}")
    check_names(request, capabilities)
    for each in request.pictures:
        check_words(each.prompt, each.negative_prompt, checkpoint, capabilities)
    _check_numbers(request)
    _check_others(request, capabilities)
    return checkpoint


def chosen_checkpoint(id: str | None, capabilities: Capabilities) -> Checkpoint:
    """The checkpoint of that id, the engine's first where none is named.

    Raises:
        BadInput: the engine has none of that id; the message lists those it has.
    """
    if id is None:
        return capabilities.checkpoints[0]
    for checkpoint in capabilities.checkpoints:
        if checkpoint.id == id:
            return checkpoint
    known = _listed(checkpoint.id for checkpoint in capabilities.checkpoints)
    raise BadInput(f"unknown checkpoint {id!r}; {capabilities.engine} has {known}")


def check_names(request: PaintRequest | EngineWishes, capabilities: Capabilities) -> None:
    """Refuse a sampler, schedule or VAE that the engine does not have, and a VAE of another family.

    Raises:
        BadInput: with those it has.
    """
    _check_named("sampler", request.sampler, capabilities.samplers)
    _check_named("schedule", request.schedule, capabilities.schedules)
    _check_named("VAE", request.vae, capabilities.vaes)
    _check_vae(request.vae, chosen_checkpoint(request.checkpoint, capabilities), capabilities)
    for sampler, able in capabilities.schedules_of.items():
        if sampler.lower() == (request.sampler or "").lower():
            _check_followed(sampler, request.schedule, able)


def check_words(prompt: str, negative_prompt: str, checkpoint: Checkpoint, capabilities: Capabilities) -> None:
    """Refuse words that an engine which reads A1111's syntax could not paint by.

    Raises:
        BadInput: a weight that is no number, a LoRA that is not there or is for another family; the message names it.
    """
    if Honour.LORAS not in capabilities.honours:
        return
    parse_prompt(negative_prompt)
    tags = parse_prompt(prompt).loras
    if not capabilities.knows_weights:
        return
    for tag in tags:
        _check_named("LoRA", tag.name, capabilities.loras)
        family = _family(tag.name, capabilities.lora_families)
        if family not in (None, checkpoint.family):
            raise BadInput(
                f"the LoRA {tag.name!r} is for {family}, the checkpoint {checkpoint.id!r} is {checkpoint.family}"
            )


def _check_vae(name: str | None, checkpoint: Checkpoint, capabilities: Capabilities) -> None:
    if name is None or not capabilities.knows_weights:
        return
    family = _family(name, capabilities.vae_families)
    if family is not None and not shares_latents(family, checkpoint.family):
        raise BadInput(f"the VAE {name!r} is for {family}, the checkpoint {checkpoint.id!r} is {checkpoint.family}")


def _family(name: str, families: Mapping[str, str | None]) -> str | None:
    return {each.lower(): family for each, family in families.items()}.get(name.lower())


def _check_followed(sampler: str, schedule: str | None, able: tuple[str, ...]) -> None:
    if schedule is not None and schedule.lower() not in {one.lower() for one in able}:
        raise BadInput(f"the sampler {sampler} cannot follow the schedule {schedule}; it can {', '.join(able)}")


def unchanged(request: PaintRequest, engine: str) -> Painted:
    """The answer at strength 0: the request's picture, once for each that was asked for."""
    assert request.image is not None
    return Painted(tuple(request.image.copy() for _ in request.seeds), request.seeds, {"engine": engine})


def describe(sizes: SizeRule) -> str:
    """The size rule as half a sentence."""
    return (
        f"sides must be multiples of {sizes.multiple} from {sizes.min_side} to {sizes.max_side} px, "
        f"area from {sizes.min_area} to {sizes.max_area} px"
    )


def _check_named(what: str, name: str | None, known: tuple[str, ...]) -> None:
    if name is not None and name.lower() not in {one.lower() for one in known}:
        raise BadInput(f"unknown {what} {name!r}; known are {_listed(known) or 'none'}")


def _check_numbers(request: PaintRequest) -> None:
    if not 0 <= request.seed < SEEDS:
        raise BadNumber(f"expected a seed from 0 to {SEEDS - 1}, got {request.seed}")
    if request.count < 1:
        raise BadNumber(f"expected a count of at least 1, got {request.count}")
    if request.steps is not None and request.steps < 1:
        raise BadNumber(f"expected at least 1 step, got {request.steps}")
    _check_range("a strength", request.strength, 0, 1)
    _check_range("a noise multiplier", request.noise_multiplier, 0, 1.5)
    _check_range("a subseed strength", request.subseed_strength, 0, 1)
    if request.subseed is not None and not 0 <= request.subseed < SEEDS:
        raise BadNumber(f"expected a subseed from 0 to {SEEDS - 1}, got {request.subseed}")
    if request.clip_skip is not None and not 1 <= request.clip_skip <= 12:
        raise BadNumber(f"expected a clip skip from 1 to 12, got {request.clip_skip}")
    if request.guidance_scale is not None:
        _check_range("a guidance scale", request.guidance_scale, 0, 30)


def _check_others(request: PaintRequest, capabilities: Capabilities) -> None:
    """Pictures that differ in words and seed; what belongs to one seed alone cannot be shared."""
    if not request.others:
        return
    if not capabilities.batches:
        raise UnsupportedTask(f"{capabilities.engine} paints the pictures of one prompt at once, and no others")
    for other in request.others:
        if not 0 <= other.seed < SEEDS:
            raise BadNumber(f"expected a seed from 0 to {SEEDS - 1}, got {other.seed}")
    if request.subseed_strength > 0 or request.controls:
        raise UnsupportedTask("pictures of other words can be painted together only without a subseed and controls")


def _check_range(what: str, number: float, least: float, most: float) -> None:
    if not (math.isfinite(number) and least <= number <= most):
        raise BadNumber(f"expected {what} from {least} to {most}, got {number}")


def _check_pictures(request: PaintRequest) -> None:
    for control in request.controls:
        extent = Extent.of(control.image)
        if control.kind is not ControlKind.REFERENCE and extent != request.extent:
            raise BadInput(f"expected a picture of {request.extent} for {words(control.kind)}, got {extent}")
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
    _check_strengths(request)


def _check_strengths(request: PaintRequest) -> None:
    if request.strengths is None:
        return
    if request.mask is None:
        raise BadMask(f"strengths are of what a mask shows, and {request.task} has none")
    if Extent.of(request.strengths) != request.extent:
        raise BadMask(f"expected strengths of {request.extent}, got {Extent.of(request.strengths)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(str(name) for name in names))
