"""Painting inside a mask: what `painter` does for inpaint and image to image.

The hole is filled with texture from its surroundings; what the prompt names is painted over it in their light; edited
lines and a reference are followed; and the mask decides, pixel by pixel, how much of it is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from hwawon.engines.base import OnStep, PaintRequest, Pixels
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.fill import fill_hole
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.engines.painter.inpaint_finish import grain_of, grained, mixed
from hwawon.engines.painter.inpaint_progress import Progress
from hwawon.engines.painter.inpaint_touch import blurred, recoloured, relit, repainted, sharpened, smoothed
from hwawon.engines.painter.inpaint_wish import Action, Wish, read_wish
from hwawon.imaging.geometry import Bounds, Extent

FULL_STRENGTH = 0.6  # at and above it the new is wholly opaque; below, what was there shows through
FILL_STRENGTH = 0.5  # at and above it the ground below painted things is filled anew
LEAST_MARGIN_PX = 64


@dataclass(frozen=True, eq=False)
class Window:
    """The part of the picture that the work needs: the mask and some surroundings."""

    image: Floats  # (H, W, 3) 0..1
    hole: Flags  # (H, W) where the mask is not 0
    mask: Floats  # (H, W) 0..1

    @property
    def size_px(self) -> float:
        """A length for the hole: the side of a square of its area."""
        return float(np.sqrt(np.count_nonzero(self.hole)))


def inpaint(request: PaintRequest, on_step: OnStep, models_dir: Path) -> Pixels:
    """The request's image (H, W, 3) repainted where its mask is not 0; everywhere without a mask.

    Raises:
        Cancelled: `on_step` raised it.
    """
    del models_dir
    assert request.image is not None  # checked at the engine's door
    progress = Progress(on_step)
    mask = np.full(request.image.shape[:2], 255, np.uint8) if request.mask is None else request.mask
    if request.strength == 0 or not mask.any():
        progress.at(1.0, request.image.astype(np.float32) / np.float32(255))
        return request.image.copy()
    rows, columns = _bounds(mask).slices
    image = np.ascontiguousarray(request.image[rows, columns])
    inside = np.ascontiguousarray(mask[rows, columns])
    window = Window(image.astype(np.float32) / np.float32(255), inside > 0, inside.astype(np.float32) / np.float32(255))
    progress.at(0.0, window.image)
    painted = _painted(window, request, progress)
    result = request.image.copy()
    result[rows, columns] = mixed(image, painted, inside, min(1.0, request.strength / FULL_STRENGTH))
    progress.at(1.0, result[rows, columns].astype(np.float32) / np.float32(255))
    return result


def _bounds(mask: Pixels) -> Bounds:
    """The mask's bounds with surroundings to copy from, inside the picture."""
    box = Bounds(*cv2.boundingRect(mask))
    margin = max(LEAST_MARGIN_PX, box.extent.longer)
    return box.pad(margin).intersection(Bounds.whole(Extent.of(mask)))


def _painted(window: Window, request: PaintRequest, progress: Progress) -> Floats:
    """The window with its hole painted, opaque."""
    wish = read_wish(request.prompt, request.negative_prompt)
    chance = chance_of(request.seed, "inpaint", request.prompt)
    painted = _ground(window, wish, request, progress, chance)
    progress.at(0.7, painted)
    return grained(painted, grain_of(window.image, ~window.hole) / 3, chance)


def _ground(
    window: Window, wish: Wish, request: PaintRequest, progress: Progress, chance: np.random.Generator
) -> Floats:
    """What lies below painted things: filled from the surroundings, or retouched."""
    strength = request.strength
    match wish.action:
        case Action.SMOOTH:
            return smoothed(window.image, window.size_px)
        case Action.BLUR:
            return blurred(window.image, window.size_px)
        case Action.SHARPEN:
            return sharpened(window.image)
        case Action.BRIGHTEN:
            return relit(window.image, 1 - 0.5 * strength)
        case Action.DARKEN:
            return relit(window.image, 1 + 0.9 * strength)
        case Action.RECOLOUR:
            return recoloured(window.image, wish.colours[0])
        case Action.REPAINT if strength < 1:
            return repainted(window.image, strength, chance)
    if wish.action is Action.PAINT and strength < FILL_STRENGTH:
        return window.image
    return fill_hole(window.image, window.hole, ~window.hole, request.seed, progress.between(0.0, 0.7))
