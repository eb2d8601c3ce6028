"""Stable Diffusion on this machine, as an engine. torch is imported with the first picture, never before."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from hwawon.engines.base import Capabilities, ControlKind, Honour, OnStep, Painted, PaintRequest, Task
from hwawon.engines.checks import check_request, unchanged
from hwawon.engines.diffusion.checkpoint import checkpoint_of, control_models
from hwawon.engines.diffusion.samplers import SAMPLERS, SCHEDULES, SCHEDULES_OF, resolve
from hwawon.engines.honours import ALL, FOLLOWED, following
from hwawon.engines.strengths import weakened
from hwawon.errors import DeviceLost, EngineUnavailable
from hwawon.weights.record import Kind, Weights
from hwawon.weights.shelf import Shelf

if TYPE_CHECKING:
    from hwawon.engines.diffusion.studio import Studio

log = logging.getLogger(__name__)

DESCRIPTION = "Stable Diffusion on this machine, with the checkpoints on its shelf."


class DiffusionEngine:
    """Paints with the checkpoints of the shelf; holds one of them at a time."""

    name = "diffusers"

    def __init__(
        self, models_dir: Path, precision: str = "auto", batch: int | None = None, accelerator: str = "torch"
    ) -> None:
        """`precision`: auto, float32, float16 or bfloat16. `batch`: pictures at once; None: what suits the device.

        `accelerator`: torch, openvino or compile.
        """
        self._models_dir = models_dir
        self._shelf = Shelf(models_dir)
        self._precision = precision
        self._batch = batch
        self._accelerator = accelerator
        self._studio: Studio | None = None

    def capabilities(self) -> Capabilities:
        """From the records of the shelf alone.

        Raises:
            EngineUnavailable: torch or OpenVINO is not installed, or there is no checkpoint yet.
        """
        checkpoints = self._shelf.all(Kind.CHECKPOINT)
        _require(checkpoints, self._accelerator)
        vaes, loras = self._families(Kind.VAE), self._families(Kind.LORA)
        return Capabilities(
            engine=self.name,
            description=DESCRIPTION,
            tasks=frozenset(Task),
            control_kinds=self._control_kinds(),
            samplers=SAMPLERS,
            checkpoints=tuple(checkpoint_of(weights) for weights in checkpoints),
            is_stable_diffusion=True,
            schedules=SCHEDULES,
            schedules_of=SCHEDULES_OF,
            vaes=tuple(vaes),
            loras=tuple(loras),
            control_models=control_models(self._shelf),
            batches=True,
            honours=self._honours(),
            knows_weights=True,
            lora_families=loras,
            vae_families=vaes,
        )

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Paint `request.pictures`; each is decided by its words, its seed and the rest, to the last digit or two.

        Raises:
            BadInput: a LoRA, an embedding or a control of another family, too long a prompt, damaged weights.
            BadResult: numbers that are none, which would be a black picture.
            OutOfMemory: even the last rung of the ladder needs more than there is.
            DeviceLost: the checkpoint is loaded again for the next picture, by a new process where this one cannot.
        """
        chosen = check_request(request, self.capabilities())
        resolve(request.sampler or chosen.default_sampler or "", request.schedule)
        if request.image is not None and request.strength == 0:
            return unchanged(request, self.name)
        studio = self._opened()
        try:
            return studio.paint(weakened(request), chosen, on_step)
        except DeviceLost:
            self._studio = None  # not closed: a lost device answers no more, not even to give memory back
            raise

    @property
    def at_once(self) -> int:
        """How many pictures the device paints together best; 1 until that is known."""
        return self._studio.batch if self._studio else self._batch or 1

    def warm(self, checkpoint: str | None = None) -> None:
        """Import torch and load a checkpoint, the first of the shelf where none is named."""
        chosen = checkpoint or self.capabilities().checkpoints[0].id
        self._opened().load(chosen, None)

    def rest(self) -> None:
        """Compile for a size that was painted, where `accelerator` is compile."""
        if self._studio is not None:
            self._studio.rest()

    def close(self) -> None:
        """Let the checkpoint go, and its memory with it."""
        if self._studio is not None:
            self._studio.close()
            self._studio = None

    def _opened(self) -> Studio:
        if self._studio is None:
            from hwawon.engines.diffusion.quiet import quieten

            quieten()
            from hwawon.engines.diffusion.device import find_device, spare_imports
            from hwawon.engines.diffusion.studio import Studio

            spare_imports()
            device = find_device(self._precision)
            if self._accelerator == "openvino" and device.kind != "cpu":
                raise EngineUnavailable(
                    f"HWAWON_ACCELERATOR=openvino is for machines without a GPU; this one paints on {device.name}"
                )
            self._studio = Studio(self._shelf, self._models_dir, device, self._batch, self._accelerator)
        return self._studio

    def _control_kinds(self) -> frozenset[ControlKind]:
        """Reference needs no weights of its own; each other kind a ControlNet."""
        kinds = {one.kind for one in control_models(self._shelf) if one.kind}
        return frozenset(kinds | {ControlKind.REFERENCE})

    def _honours(self) -> frozenset[Honour]:
        """All but lines where no ControlNet follows them."""
        return (ALL - set(FOLLOWED.values())) | following(self._control_kinds())

    def _families(self, kind: Kind) -> dict[str, str | None]:
        return {one.id: None if one.family is None else one.family.value for one in self._shelf.all(kind)}


def _require(checkpoints: tuple[Weights, ...], accelerator: str) -> None:
    if find_spec("torch") is None or find_spec("diffusers") is None:
        raise EngineUnavailable("Stable Diffusion needs torch and diffusers: pip install torch 'hwawon[diffusers]'")
    if accelerator == "openvino" and find_spec("openvino") is None:
        raise EngineUnavailable("HWAWON_ACCELERATOR=openvino needs OpenVINO: pip install 'hwawon[openvino]'")
    if not checkpoints:
        raise EngineUnavailable("there is no checkpoint yet: hwawon models add PATH")
