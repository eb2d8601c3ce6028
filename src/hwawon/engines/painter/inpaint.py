"""Painting inside a mask: what `painter` does for inpaint and image to image.

The hole is filled with texture from its surroundings; what the prompt names is painted over it in their light; edited
lines and a reference are followed; and the mask decides, pixel by pixel, how much of it is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.engines.base import Control, ControlKind, OnStep, PaintRequest, Pixels
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.content import paint_content
from hwawon.engines.painter.content_light import Surroundings, surroundings_of
from hwawon.engines.painter.content_things import can_paint, parts_of
from hwawon.engines.painter.fill import fill_hole
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.engines.painter.finish import Finisher
from hwawon.engines.painter.inpaint_finish import grain_of, grained, mixed
from hwawon.engines.painter.inpaint_lines import closed_shapes, follow
from hwawon.engines.painter.inpaint_progress import Progress
from hwawon.engines.painter.inpaint_reference import towards
from hwawon.engines.painter.inpaint_touch import blurred, recoloured, relit, repainted, sharpened, smoothed
from hwawon.engines.painter.inpaint_whole import painted_anew
from hwawon.engines.painter.inpaint_wish import Action, Wish, read_wish
from hwawon.imaging.geometry import Bounds, Extent

FULL_STRENGTH = 0.6  # at and above it the new is wholly opaque; below, what was there shows through
FILL_STRENGTH = 0.5  # at and above it the ground below painted things is filled anew
LEAST_MARGIN_PX = 64
LEAST_SHARE_AROUND = 0.02  # of the window; with less around the hole there is nothing to copy from
SHAPES_INSTEAD = 0.02  # with closed lines over this share of the hole, they are coloured instead of painting a thing


@dataclass(frozen=True, eq=False)
class Window:
    """The part of the picture that the work needs: the mask and some surroundings."""

    image: Floats  # (H, W, 3) 0..1
    hole: Flags  # (H, W) where the mask is full, or not 0 where it nowhere is
    lines: tuple[tuple[Floats, float], ...]  # line art (H, W) 0..1 with its scale

    @property
    def size_px(self) -> float:
        """A length for the hole: the side of a square of its area."""
        return float(np.sqrt(np.count_nonzero(self.hole)))

    @property
    def has_surroundings(self) -> bool:
        return float(np.mean(~self.hole)) >= LEAST_SHARE_AROUND


def inpaint(request: PaintRequest, on_step: OnStep, finisher: Finisher) -> tuple[Pixels, dict[str, Any]]:
    """The request's image (H, W, 3) repainted where its mask is not 0, everywhere without a mask; and its record.

    Raises:
        Cancelled: `on_step` raised it.
    """
    assert request.image is not None  # checked at the engine's door
    progress = Progress(on_step)
    wish = read_wish(request.prompt, request.negative_prompt)
    record: dict[str, Any] = {"seed": request.seed, "action": str(wish.action), "things": list(wish.things)}
    mask = _mask(request)
    if request.strength == 0 or not mask.any():
        progress.at(1.0, _floats(request.image))
        return request.image.copy(), record
    rows, columns = _bounds(mask).slices
    image = np.ascontiguousarray(request.image[rows, columns])
    inside = np.ascontiguousarray(mask[rows, columns])
    lines = tuple((_floats(control.image[rows, columns].max(axis=2)), control.scale) for control in _lines(request))
    window = Window(_floats(image), _hole(inside), lines)
    progress.at(0.0, window.image)
    painted = _painted(window, wish, request, progress, finisher, record)
    result = request.image.copy()
    result[rows, columns] = mixed(image, painted, inside, _opacity(request)[rows, columns])
    progress.at(1.0, _floats(result[rows, columns]))
    return result, record


def _mask(request: PaintRequest) -> Pixels:
    """Where anything is painted (H, W), with its levels."""
    assert request.image is not None
    if request.mask is None:
        return np.full(request.image.shape[:2], 255, np.uint8)
    return request.mask if request.strengths is None else np.where(request.strengths > 0, request.mask, np.uint8(0))


def _hole(mask: Pixels) -> Flags:
    """What is painted anew (H, W): where the mask is full. Its soft edge keeps the picture, which then has no ghost."""
    full: Flags = mask == 255
    return full if full.any() else mask > 0


def _opacity(request: PaintRequest) -> NDArray[np.float64]:
    """How opaque the new is at each pixel (H, W) 0..1, by the strength there."""
    assert request.image is not None
    height, width = request.image.shape[:2]
    shares = np.ones((height, width)) if request.strengths is None else request.strengths / 255
    opacity: NDArray[np.float64] = np.minimum(1, shares * (request.strength / FULL_STRENGTH))
    return opacity


def _painted(
    window: Window,
    wish: Wish,
    request: PaintRequest,
    progress: Progress,
    finisher: Finisher,
    record: dict[str, Any],
) -> Floats:
    """The window with its hole painted, opaque."""
    chance = chance_of(request.seed, "inpaint", request.prompt)
    around = surroundings_of(window.image, ~window.hole)
    if window.has_surroundings:
        picture = _ground(window, wish, request, progress, chance)
        progress.at(0.7, picture)
    else:
        picture = painted_anew(window.image, request, progress, finisher, chance)
    shapes = [closed_shapes(lines, window.hole) for lines, _ in window.lines]
    drawn = any(np.count_nonzero(shape) > SHAPES_INSTEAD * np.count_nonzero(window.hole) for shape in shapes)
    if wish.action is Action.PAINT and window.has_surroundings and not drawn:
        picture = paint_content(picture, window.hole, wish, around, chance)
        progress.at(0.8, picture)
    for (lines, scale), shape in zip(window.lines, shapes, strict=True):
        picture = follow(picture, lines, shape, scale, _palette(wish, around, chance), around)
    for control in request.controls:
        if control.kind is ControlKind.REFERENCE:
            picture, record["reference"] = towards(
                picture, window.hole, control.image, control.scale, finisher.models_dir
            )
            progress.at(0.9, picture)
    return grained(picture, grain_of(window.image, ~window.hole) / 3, chance)


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
    if wish.action is Action.PAINT and (strength < FILL_STRENGTH or wish.material is not None):
        return window.image
    return fill_hole(window.image, window.hole, ~window.hole, request.seed, progress.between(0.0, 0.7))


def _palette(wish: Wish, around: Surroundings, chance: np.random.Generator) -> Floats:
    """The colours (N, 3) that closed shapes take: those named, else those of the first thing named, else none."""
    if wish.colours:
        colours = np.array(wish.colours, np.float32) / np.float32(255)
    else:
        names = [name for name in wish.things if can_paint(name)]
        if not names:
            return np.empty((0, 3), np.float32)
        colours = np.stack([part.colour for part in parts_of(names[0], chance, None)[:5]])
    return around.lit(colours, vivid=bool(wish.colours))


def _lines(request: PaintRequest) -> list[Control]:
    return [control for control in request.controls if control.kind is ControlKind.LINE_ART]


def _bounds(mask: Pixels) -> Bounds:
    """The mask's bounds with surroundings to copy from, inside the picture."""
    box = Bounds(*cv2.boundingRect(mask))
    margin = max(LEAST_MARGIN_PX, box.extent.longer)
    return box.pad(margin).intersection(Bounds.whole(Extent.of(mask)))


def _floats(pixels: Pixels) -> Floats:
    return pixels.astype(np.float32) / np.float32(255)
