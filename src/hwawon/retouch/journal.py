"""The steps of a retouch as data: each can be muted, moved, made fainter or softer later without painting again.

A journal is a value: every change gives a new one. Rendering is compositing the steps' patches in order over the base.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import Conflict, NotFound
from hwawon.imaging.crop import CropPlan, EdgeOverrides, plan_edges
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import bounds_of
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import Patch, composite
from hwawon.retouch.request import RetouchRequest


@dataclass(frozen=True, eq=False)
class JournalStep:
    """One repaint: how it was asked, planned and painted, and how it is shown now."""

    id: str
    request: RetouchRequest  # with its seed, count 1
    plan: CropPlan
    patch: Patch  # as painted, at full opacity
    record: dict[str, Any]  # engine, checkpoint, its hash ...
    opacity: float = 1.0
    muted: bool = False
    feather_px: float | None = None  # None: as planned
    lines: NDArray[np.uint8] | None = None  # (h, w) of the plan's work size
    reference: NDArray[np.uint8] | None = None  # (h, w, 3) RGB
    controls: tuple[NDArray[np.uint8], ...] = ()  # of the request's controls, in their order, (h, w, 3) RGB
    strengths: NDArray[np.uint8] | None = None  # (h, w) of the plan's work size
    seam_score: float | None = None  # 0 is no seam at all; None where it was not written down

    @property
    def mask_in_box(self) -> NDArray[np.uint8]:
        """What the user painted, (box.height, box.width) of 0 and 255."""
        mask = np.zeros((self.plan.box.height, self.plan.box.width), np.uint8)
        shared = self.patch.bounds.intersection(self.plan.box)
        painted = self.patch.painted[shared.relative_to(self.patch.bounds).slices]
        mask[shared.relative_to(self.plan.box).slices] = painted.astype(np.uint8) * np.uint8(255)
        return mask

    @property
    def shown(self) -> Patch:
        """The patch under the edge that is wanted now."""
        return feathered(self.patch, self.plan.box, self.request.strength, self.feather_px)


@dataclass(frozen=True, eq=False)
class Journal:
    """The steps over one picture, first painted first."""

    extent: Extent
    base_sha256: str  # of the base's pixels, see `pixel_hash`
    steps: tuple[JournalStep, ...] = ()

    def with_step(self, step: JournalStep) -> Journal:
        return replace(self, steps=(*self.steps, step))

    def without(self, id: str) -> Journal:
        self.step(id)
        return replace(self, steps=tuple(step for step in self.steps if step.id != id))

    def moved(self, id: str, position: int) -> Journal:
        """The step at another place in the order; positions count from 0 and are held within the list."""
        step, rest = self.step(id), list(self.without(id).steps)
        rest.insert(min(max(position, 0), len(rest)), step)
        return replace(self, steps=tuple(rest))

    def changed(self, id: str, change: Callable[[JournalStep], JournalStep]) -> Journal:
        self.step(id)
        return replace(self, steps=tuple(change(step) if step.id == id else step for step in self.steps))

    def step(self, id: str) -> JournalStep:
        """The step of that id.

        Raises:
            NotFound: there is none.
        """
        for step in self.steps:
            if step.id == id:
                return step
        raise NotFound(f"the journal has no step {id}")


def feathered(patch: Patch, box: Bounds, strength: float, feather_px: float | None) -> Patch:
    """The patch under another edge, as wide as a retouch with this feather would have; None: as painted."""
    if feather_px is None:
        return patch
    painted = bounds_of(patch.painted.view(np.uint8))
    return patch.with_feather(plan_edges(painted, box, strength, EdgeOverrides(feather_px=feather_px)))


def start(base: Picture) -> Journal:
    """An empty journal over `base`."""
    return Journal(base.extent, pixel_hash(base))


def render(journal: Journal, base: Picture) -> Picture:
    """The base with every step that is not muted laid over it, in order.

    Raises:
        Conflict: `base` is not the picture that the journal was begun on.
    """
    if pixel_hash(base) != journal.base_sha256:
        raise Conflict(f"the journal was begun on another picture of {journal.extent}; this one is {base.extent}")
    return composite(base, [(step.shown, step.opacity) for step in journal.steps if not step.muted])


def pixel_hash(picture: Picture) -> str:
    """SHA-256 of size, depth and pixel values: two files of the same pixels are the same picture."""
    digest = hashlib.sha256(f"{picture.pixels.shape} {picture.depth}".encode())
    little = picture.pixels.astype(picture.pixels.dtype.newbyteorder("<"), copy=False)
    digest.update(np.ascontiguousarray(little).data)
    return digest.hexdigest()
