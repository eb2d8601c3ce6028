"""What guides a picture beside its words: ControlNets, an IP-Adapter or reference attention, put on for one pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from hwawon.engines.base import Control, ControlKind, PaintRequest
from hwawon.engines.controls import model_for
from hwawon.engines.diffusion import controlnet, ip_adapter, reference
from hwawon.engines.diffusion.checkpoint import control_models
from hwawon.engines.diffusion.conditions import Conditions
from hwawon.engines.diffusion.loop import Controls
from hwawon.engines.diffusion.model import Model
from hwawon.engines.diffusion.pixels import encode
from hwawon.engines.diffusion.resize import resized
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Kind, Weights
from hwawon.weights.shelf import Shelf

REFERENCE_SIDE = 512  # pixels; a larger reference tells attention nothing more


class Guides:
    """Loads what the controls of a request need, and keeps it for the next one."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._networks: dict[str, Any] = {}  # by the weights' hash
        self._adapter: ip_adapter.Adapter | None = None

    def close(self) -> None:
        """Let everything go."""
        self._networks.clear()
        self._adapter = None

    def check(self, model: Model, request: PaintRequest) -> list[Weights]:
        """What the request's controls would use, before anything is loaded.

        Raises:
            BadInput: a ControlNet is missing or of another family.
        """
        drawn = [one for one in request.controls if one.kind is not ControlKind.REFERENCE]
        return [self._chosen(one, model) for one in drawn]

    @contextmanager
    def at(
        self, model: Model, request: PaintRequest, conditions: Conditions, scheduler: Any, count: int
    ) -> Iterator[tuple[Conditions, Controls]]:
        """The conditions with the guides' added, and what the loop asks at each step."""
        self._forget_others(request, model)
        units = [self._unit(one, model) for one in request.controls if one.kind is not ControlKind.REFERENCE]
        given = [one for one in request.controls if one.kind is ControlKind.REFERENCE and one.scale > 0]
        with ExitStack() as stack:
            looked_at, adapter = None, None
            if given and (adapter := self._adapter_for(model)):
                seen = ip_adapter.attached(model, adapter, given[0].image, given[0].scale, count, conditions.guided)
                added = {**(conditions.added or {}), "image_embeds": stack.enter_context(seen)}
                conditions = replace(conditions, added=added)
            elif given:
                latents = encode(model, _fitted(given[0], model), None)
                looked_at = stack.enter_context(reference.attached(model.unet, latents, min(1.0, given[0].scale)))

            def controls(sample: Any, timestep: Any, told: Conditions, step: int, steps: int) -> dict[str, Any]:
                heard = bool(given) and controlnet.is_heard(given[0], step, steps)
                if adapter is not None:
                    model.pipe.set_ip_adapter_scale(given[0].scale if heard else 0.0)
                elif looked_at is not None and not heard:
                    looked_at.rest()
                elif looked_at is not None:
                    looked_at.prepare(scheduler, step - steps, timestep, told, len(sample), sample.dtype)
                return controlnet.residuals(units, sample, timestep, told, step, steps)

            yield conditions, controls

    def _chosen(self, control: Control, model: Model) -> Weights:
        return self._shelf.get(Kind.CONTROLNET, model_for(control, model.family, control_models(self._shelf)).id)

    def _unit(self, control: Control, model: Model) -> controlnet.Unit:
        weights = self._chosen(control, model)
        if weights.sha256 not in self._networks:
            self._networks[weights.sha256] = controlnet.load_controlnet(weights, model.device)
        return controlnet.unit(self._networks[weights.sha256], control, model.device)

    def _forget_others(self, request: PaintRequest, model: Model) -> None:
        """Keep no network that this request does not use: two beside the checkpoint may be all that fits."""
        used = {weights.sha256 for weights in self.check(model, request)}
        for sha256 in set(self._networks) - used:
            del self._networks[sha256]

    def _adapter_for(self, model: Model) -> ip_adapter.Adapter | None:
        found = [one for one in self._shelf.all(Kind.IP_ADAPTER) if one.family in (None, model.family)]
        if not found:
            return None
        if self._adapter is None or self._adapter.weights != found[0]:
            self._adapter = ip_adapter.load_adapter(found[0], model)
        return self._adapter


def _fitted(control: Control, model: Model) -> Any:
    """The reference at a size that the network can read."""
    height, width = control.image.shape[:2]
    scale = min(1.0, REFERENCE_SIDE / max(height, width))
    multiple = model.checkpoint.sizes.multiple
    sides = [max(multiple, round(side * scale / multiple) * multiple) for side in (width, height)]
    return resized(control.image, Extent(*sides))
