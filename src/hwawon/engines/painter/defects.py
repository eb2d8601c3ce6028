"""The painter misbehaving on demand, so that tests can show that each defect is caught.

Each wraps the real painter and spoils one thing; none is ever the default.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hwawon.engines.base import Capabilities, Engine, OnStep, Painted, PaintRequest, Pixels, Step
from hwawon.engines.painter.engine import Painter
from hwawon.errors import DeviceLost, EngineError, OutOfMemory, UnknownEngine

if TYPE_CHECKING:
    from hwawon.config import Settings

SLOW_STEP_S = 0.3  # waited at every step
SHIFT_PX = (1.5, -1.0)  # to the right, down
CAST = (26, 6, -18)  # added to red, green and blue
DEATH_STEP = 2  # the step in whose middle memory or the process ends

Paint = Callable[[Engine, PaintRequest, OnStep], Painted]


def build_defect(defect: str, settings: Settings) -> Engine:
    """The painter with one of its defects: slow, shifted, tinted, oom, lost, dies.

    Raises:
        UnknownEngine: no such defect.
    """
    paint = _DEFECTS.get(defect)
    if paint is None:
        raise UnknownEngine(f"the painter has no defect {defect!r}")
    return Defective(Painter(settings.models_dir), defect, paint)


class Defective:
    """An engine that paints through another one, spoiling what passes."""

    def __init__(self, inner: Engine, defect: str, paint: Paint) -> None:
        self._inner = inner
        self._defect = defect
        self._paint = paint

    @property
    def name(self) -> str:
        return f"painter:{self._defect}"

    def capabilities(self) -> Capabilities:
        description = f"The painter with a defect for tests: {self._defect}. Not Stable Diffusion."
        return replace(self._inner.capabilities(), engine=self.name, description=description)

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """As the painter, but for the defect."""
        painted = self._paint(self._inner, request, on_step)
        return replace(painted, record={**painted.record, "engine": self.name})

    def warm(self, checkpoint: str | None = None) -> None:
        """As the painter."""
        self._inner.warm(checkpoint)

    def rest(self) -> None:
        """As the painter."""
        self._inner.rest()

    def close(self) -> None:
        """Close the painter inside."""
        self._inner.close()


def shifted(pixels: Pixels) -> Pixels:
    """Every pixel (H, W, 3) moved by `SHIFT_PX`, as by a model whose decoder is off by a fraction."""
    move = np.array([[1, 0, SHIFT_PX[0]], [0, 1, SHIFT_PX[1]]], np.float32)
    size = (pixels.shape[1], pixels.shape[0])
    moved = cv2.warpAffine(pixels, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)


def tinted(pixels: Pixels) -> Pixels:
    """Every pixel (H, W, 3) with a warm cast."""
    return np.clip(pixels + np.array(CAST, np.int16), 0, 255).astype(np.uint8)


def _slow(inner: Engine, request: PaintRequest, on_step: OnStep) -> Painted:
    def late(step: Step) -> None:
        time.sleep(SLOW_STEP_S)
        on_step(step)

    return inner.paint(request, late)


def _shifted(inner: Engine, request: PaintRequest, on_step: OnStep) -> Painted:
    painted = inner.paint(request, on_step)
    return replace(painted, images=tuple(shifted(image) for image in painted.images))


def _tinted(inner: Engine, request: PaintRequest, on_step: OnStep) -> Painted:
    painted = inner.paint(request, on_step)
    return replace(painted, images=tuple(tinted(image) for image in painted.images))


def _failing(error: type[EngineError], what: str) -> Paint:
    def paint(inner: Engine, request: PaintRequest, on_step: OnStep) -> Painted:
        def fail(step: Step) -> None:
            on_step(step)
            if step.step >= DEATH_STEP:
                raise error(f"{what} at step {step.step} of {step.steps}, as asked")

        return inner.paint(request, fail)

    return paint


def _dies(inner: Engine, request: PaintRequest, on_step: OnStep) -> Painted:
    def die(step: Step) -> None:
        on_step(step)
        if step.step >= DEATH_STEP:
            os.kill(os.getpid(), signal.SIGKILL)

    return inner.paint(request, die)


_DEFECTS: dict[str, Paint] = {
    "slow": _slow,
    "shifted": _shifted,
    "tinted": _tinted,
    "oom": _failing(OutOfMemory, "out of memory"),
    "lost": _failing(DeviceLost, "the device was lost"),
    "dies": _dies,
}
