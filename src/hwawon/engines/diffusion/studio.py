"""The checkpoint in memory and the calls made on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch

from hwawon.engines.base import Checkpoint, ControlKind, OnStep, Painted, PaintRequest
from hwawon.engines.diffusion import samplers
from hwawon.engines.diffusion.device import Device
from hwawon.engines.diffusion.faults import translated
from hwawon.engines.diffusion.guides import Guides
from hwawon.engines.diffusion.ladder import LADDER, Rung, climb, eased
from hwawon.engines.diffusion.lora import LoraRack
from hwawon.engines.diffusion.memory import GPU_BATCH
from hwawon.engines.diffusion.model import Model, load_model
from hwawon.engines.diffusion.painting import Painting, Wishes
from hwawon.engines.diffusion.prompt import LoraTag, parse_prompt
from hwawon.errors import BadInput
from hwawon.weights.record import Kind, Weights
from hwawon.weights.shelf import Shelf


class Studio:
    """Holds one checkpoint: a second beside it is what fills a GPU."""

    def __init__(
        self, shelf: Shelf, models_dir: Path, device: Device, batch: int | None, accelerator: str = "torch"
    ) -> None:
        self._shelf = shelf
        self._models_dir = models_dir
        self._device = device
        self._accelerator = accelerator
        self.batch = batch or (1 if device.kind == "cpu" else GPU_BATCH)
        self._model: Model | None = None
        self._rack: LoraRack | None = None
        self._guides = Guides(shelf)
        self._rungs: dict[int, int] = {}  # by area: the rung that was needed last time

    def load(self, checkpoint: str, vae: str | None, *, changed: bool = False) -> Model:
        """The checkpoint, loaded; the one before is let go first.

        `changed`: the request changes the network, which OpenVINO's cannot be. It is then loaded for torch instead, so
        that its weights are never in memory twice.
        """
        held = self._model
        accelerator = "torch" if changed and self._accelerator == "openvino" else self._accelerator
        if held is None or (held.weights.id, held.vae_id, held.accelerator) != (checkpoint, vae, accelerator):
            if held is not None:
                del held
                self.close()
            weights = self._shelf.get(Kind.CHECKPOINT, checkpoint)
            with translated():
                self._model = load_model(weights, self._shelf, self._models_dir, self._device, vae, accelerator)
            self._rack = LoraRack(self._model, self._shelf)
        assert self._model is not None
        return self._model

    def paint(self, request: PaintRequest, checkpoint: Checkpoint, on_step: OnStep) -> Painted:
        """See `Engine.paint`."""
        model = self.load(checkpoint.id, request.vae, changed=_changes_network(request))
        wishes = _wishes(request, checkpoint)
        assert self._rack is not None
        with translated():
            used = self._guides.check(model, request)
            worn = self._rack.wear(_loras(request))

        def attempt(rung: Rung) -> tuple[Painting, list[Any]]:
            batch = rung.batch or self.batch
            painting = Painting(model, request, wishes, self._guides, on_step, rung, batch)
            with torch.inference_mode(), eased(model.pipe, rung):
                return painting, painting.paint()

        with translated():
            (painting, images), place = climb(attempt, self._device, self._rungs.get(request.extent.area, 0))
        self._rungs[request.extent.area] = place
        record = _record(painting, LADDER[place]) | {"rung": place}
        record["loras"] = [{**_named(weights), "weight": weight} for weights, weight in worn]
        record["controls"] = [_named(weights) for weights in used]
        record["notices"] += self._notices(model)
        return Painted(tuple(images), request.seeds, record)

    def rest(self) -> None:
        """Compile for what was painted, where that was asked for."""
        if self._model is not None and self._model.accelerator == "compile":
            self._model.accelerated.rest()

    def _notices(self, model: Model) -> list[str]:
        if model.accelerator != self._accelerator:
            return ["a LoRA or a reference changes the network: painted without OpenVINO"]
        notice = model.accelerated.notice() if model.accelerator == "compile" else None
        return [notice] if notice else []

    def close(self) -> None:
        self._guides.close()
        if self._model is not None:
            self._model.encoder.close()
            if self._model.accelerated is not None:
                self._model.accelerated.close()
        self._model = self._rack = None
        self._device.release()


def _changes_network(request: PaintRequest) -> bool:
    refers = any(one.kind is ControlKind.REFERENCE and one.scale > 0 for one in request.controls)
    return refers or bool(_loras(request))


def _loras(request: PaintRequest) -> tuple[LoraTag, ...]:
    """The LoRAs of the request, which all its pictures wear.

    Raises:
        BadInput: another picture of the call names others.
    """
    first, *rest = (parse_prompt(words.prompt).loras for words in request.pictures)
    if any(loras != first for loras in rest):
        raise BadInput("pictures that are painted together must name the same LoRAs with the same weights")
    return first


def _named(weights: Weights) -> dict[str, Any]:
    return {"id": weights.id, "sha256": weights.sha256, "licence": weights.licence}


def _wishes(request: PaintRequest, checkpoint: Checkpoint) -> Wishes:
    sampler, schedule = samplers.resolve(request.sampler or checkpoint.default_sampler or "", request.schedule)
    given = request.guidance_scale
    return Wishes(
        sampler=sampler.name,
        schedule=schedule.name,
        steps=request.steps or checkpoint.default_steps,
        guidance_scale=checkpoint.default_guidance_scale if given is None else given,
    )


def _record(painting: Painting, rung: Rung) -> dict[str, Any]:
    """What is needed to paint it again, and under which licence."""
    model, wishes, request = painting.model, painting.wishes, painting.request
    weights = model.weights
    return {
        "engine": "diffusers",
        "is_stable_diffusion": True,
        "versions": {"torch": torch.__version__, "diffusers": diffusers.__version__},
        "device": model.device.kind,
        "accelerator": model.accelerator,
        "precision": str(model.device.dtype).removeprefix("torch."),
        "checkpoint": weights.id,
        "checkpoint_sha256": weights.sha256,
        "checkpoint_hash": weights.short_hash,
        "licence": weights.licence,
        "vae": model.vae_id,
        "task": str(request.task),
        "sampler": wishes.sampler,
        "schedule": wishes.schedule,
        "steps": wishes.steps,
        "guidance_scale": wishes.guidance_scale,
        "passes": [list(extent) for extent in painting.passes],
        "notices": [rung.notice] if rung.notice else [],
    }
