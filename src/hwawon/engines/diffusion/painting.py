"""One paint call on a loaded model: batches, one or two passes each, progress over all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

import numpy as np

from hwawon.engines.base import MaskContent, OnStep, PaintRequest, Pixels, Step, Task, Words
from hwawon.engines.diffusion.begin import begin, first_timestep
from hwawon.engines.diffusion.checkpoint import REFINE_STRENGTH, first_pass
from hwawon.engines.diffusion.conditions import conditions
from hwawon.engines.diffusion.guides import Guides
from hwawon.engines.diffusion.ladder import Rung
from hwawon.engines.diffusion.loop import denoise
from hwawon.engines.diffusion.model import Model
from hwawon.engines.diffusion.noise import generators
from hwawon.engines.diffusion.pixels import decode, preview, require_numbers
from hwawon.engines.diffusion.resize import laid_under, resized, scaled
from hwawon.engines.diffusion.samplers import build_scheduler
from hwawon.imaging.geometry import Extent

PREVIEW_EVERY_S = 0.5
TINY_PREVIEW_EVERY_S = 2.0  # the tiny autoencoder takes longer than counting colours


@dataclass(frozen=True)
class Wishes:
    """The request's numbers with the checkpoint's defaults filled in."""

    sampler: str
    schedule: str | None
    steps: int
    guidance_scale: float


@dataclass(eq=False)
class Painting:
    """The work of one call. `rung` says how memory is saved."""

    model: Model
    request: PaintRequest
    wishes: Wishes
    guides: Guides
    on_step: OnStep
    rung: Rung
    batch: int
    _done: int = 0
    _shown_s: float = field(default_factory=time.monotonic)

    def paint(self) -> list[Pixels]:
        """The request's pictures, each (H, W, 3) of its extent."""
        asked = self._at_rung()
        groups = list(_groups(asked.pictures, self.batch))
        self._steps = sum(self._steps_of(asked, len(group)) for group in groups)
        images: list[Pixels] = []
        for group in groups:
            images += self._group(asked, group)
        return [self._kept_outside(image) for image in images]

    @property
    def passes(self) -> tuple[Extent, ...]:
        """The sizes painted at, in order."""
        asked = self._at_rung()
        small = self._first_pass(asked)
        return (small, asked.extent) if small else (asked.extent,)

    def _at_rung(self) -> PaintRequest:
        if self.rung.scale == 1:
            return self.request
        multiple = self.model.checkpoint.sizes.multiple
        sides = [max(multiple, int(side * self.rung.scale) // multiple * multiple) for side in self.request.extent]
        return scaled(self.request, Extent(*sides))

    def _first_pass(self, asked: PaintRequest) -> Extent | None:
        """A picture that is only touched up keeps its composition, and needs no first pass."""
        if asked.image is not None and asked.strength <= REFINE_STRENGTH:
            return None
        return first_pass(asked.extent, self.model.checkpoint)

    def _group(self, asked: PaintRequest, pictures: Sequence[Words]) -> list[Pixels]:
        small = self._first_pass(asked)
        if small is None:
            return self._pass(asked, pictures)
        composed = self._pass(scaled(asked, small), pictures)
        return [
            self._refined(asked, resized(image, asked.extent), one)
            for image, one in zip(composed, pictures, strict=True)
        ]

    def _refined(self, asked: PaintRequest, image: Pixels, one: Words) -> Pixels:
        if asked.image is not None and asked.mask is not None:
            image = laid_under(asked.image, image, asked.mask)
        again = _touch_up(asked, image)
        return self._pass(again, [one])[0]

    def _pass(self, request: PaintRequest, pictures: Sequence[Words]) -> list[Pixels]:
        seeds = [one.seed for one in pictures]
        model, sources = self.model, generators(seeds)
        scheduler = self._scheduler(request)
        start = begin(model, scheduler, request, seeds, sources)
        told = conditions(model, pictures, self.wishes.guidance_scale, request.clip_skip, request.extent)
        with self.guides.at(model, request, told, scheduler, len(seeds)) as (told, controls):
            latents = denoise(model, scheduler, start, told, sources, controls, self._after_step)
        require_numbers(latents)
        return decode(model, latents, tiny=self._decodes_tiny(request))

    def _decodes_tiny(self, request: PaintRequest) -> bool:
        """With few steps the whole decoder would take longest; inside a mask its exact colours are worth the wait."""
        return self.model.tiny_vae is not None and self.model.few_steps and request.task is not Task.INPAINT

    def _after_step(self, _: int, latents: object) -> None:
        self._done += 1
        self.on_step(Step(self._done, self._steps, self._preview(latents)))

    def _preview(self, latents: object) -> Pixels | None:
        tiny = self.model.tiny_vae is not None
        if time.monotonic() - self._shown_s < (TINY_PREVIEW_EVERY_S if tiny else PREVIEW_EVERY_S):
            return None
        self._shown_s = time.monotonic()
        return preview(self.model, latents, tiny=tiny)

    def _scheduler(self, request: PaintRequest) -> Any:
        """With at least one step in the share that is re-run: a single step at full noise would keep nothing."""
        steps = self.wishes.steps if request.image is None else max(self.wishes.steps, ceil(1 / request.strength))
        return build_scheduler(self.wishes.sampler, self.wishes.schedule, self.model.scheduler_config, steps)

    def _steps_of(self, asked: PaintRequest, count: int) -> int:
        """Timesteps of one group, over its passes."""
        steps = self._timesteps(asked)
        if self._first_pass(asked) is None:
            return steps
        return steps + count * self._timesteps(replace(asked, image=_any_image(asked), strength=REFINE_STRENGTH))

    def _timesteps(self, request: PaintRequest) -> int:
        scheduler = self._scheduler(request)
        return len(scheduler.timesteps) - (0 if request.image is None else first_timestep(scheduler, request.strength))

    def _kept_outside(self, image: Pixels) -> Pixels:
        """The picture itself where the mask is 0; enlarged to what was asked where memory was short."""
        request = self.request
        if image.shape[:2] != (request.extent.height, request.extent.width):
            image = resized(image, request.extent)
        if request.mask is None or request.image is None:
            return image
        return np.where(request.mask[..., None] > 0, image, request.image)


def _touch_up(asked: PaintRequest, image: Pixels) -> PaintRequest:
    task = Task.IMAGE_TO_IMAGE if asked.task is Task.TEXT_TO_IMAGE else asked.task
    return replace(asked, task=task, image=image, strength=REFINE_STRENGTH, mask_content=MaskContent.ORIGINAL)


def _any_image(asked: PaintRequest) -> Pixels:
    return np.zeros((asked.extent.height, asked.extent.width, 3), np.uint8)


def _groups(pictures: Sequence[Words], batch: int) -> Iterator[Sequence[Words]]:
    return (pictures[index : index + batch] for index in range(0, len(pictures), batch))
