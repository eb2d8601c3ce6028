"""A picture in under 50 ms for long runs where the picture is not the point: two colours of the prompt and the seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.base import DRAWN, Capabilities, Honour, OnStep, Painted, PaintRequest, Pixels, Step, Task
from hwawon.engines.checks import check_request
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.checkpoint import PAINTER, VERSION
from hwawon.engines.painter.words import read_words
from hwawon.engines.strengths import weakened

STEPS = 2


class FlatPainter:
    """Paints a gradient; keeps what the mask keeps."""

    name = "painter:flat"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            engine=self.name,
            description="Paints a plain gradient in the prompt's colours, for tests and load. Not Stable Diffusion.",
            tasks=frozenset(Task),
            control_kinds=DRAWN,
            samplers=("painter",),
            checkpoints=(PAINTER,),
            is_stable_diffusion=False,
            honours=frozenset({Honour.STRENGTHS}),
        )

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Gradients of the request's extent; with a mask or an image, mixed by mask and strength."""
        check_request(request, self.capabilities())
        request = weakened(request)
        images = []
        for index, seed in enumerate(request.seeds):
            on_step(Step(index * STEPS + 1, STEPS * request.count))
            images.append(_mixed(request, gradient(request, seed)))
            on_step(Step(index * STEPS + 2, STEPS * request.count, images[-1][::8, ::8]))
        record = {"engine": self.name, "version": VERSION, "checkpoint": PAINTER.id, "is_stable_diffusion": False}
        return Painted(tuple(images), request.seeds, record)

    def warm(self, checkpoint: str | None = None) -> None:
        """Nothing takes long to load."""

    def rest(self) -> None:
        """Nothing is to be done."""

    def close(self) -> None:
        """Nothing is held."""


def gradient(request: PaintRequest, seed: int) -> Pixels:
    """A diagonal gradient between two colours (H, W, 3) RGB, decided by prompt and seed."""
    chance = chance_of(seed, "flat", request.prompt)
    named = [colour.rgb for colour in read_words(request.prompt).colours]
    ends = np.array((named + [tuple(chance.integers(40, 216, 3)) for _ in range(2)])[:2], np.float32)
    ends += chance.uniform(-12, 12, ends.shape).astype(np.float32)
    width, height = request.extent
    angle = chance.uniform(0, 2 * np.pi)
    across = np.cos(angle) * (np.arange(width, dtype=np.float32) / width - 0.5)
    down = np.sin(angle) * (np.arange(height, dtype=np.float32) / height - 0.5)
    ramp = np.rint((across[None, :] + down[:, None] + 0.75) / 1.5 * 255).astype(np.uint8)
    coloured: Pixels = _ramp_colours(ends)[ramp]
    return coloured


def _ramp_colours(ends: NDArray[np.float32]) -> Pixels:
    share = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    colours: NDArray[np.float32] = ends[0] * (1 - share) + ends[1] * share
    return np.clip(np.rint(colours), 0, 255).astype(np.uint8)


def _mixed(request: PaintRequest, painted: Pixels) -> Pixels:
    if request.image is None:
        return painted
    amount = np.float32(request.strength)
    if request.mask is None:
        share = np.full((1, 1, 1), amount, np.float32)
    else:
        share = request.mask[..., None].astype(np.float32) * (amount / 255)
    mixed = request.image + (painted.astype(np.float32) - request.image) * share
    return np.rint(mixed).astype(np.uint8)
