"""Pictures that guide the engine: line art, given or detected, a reference, and other controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hwawon.engines.base import Control, ControlKind, Pixels
from hwawon.engines.controls import control_of, words
from hwawon.errors import BadInput, MissingModel
from hwawon.imaging.crop import CropPlan, at_work_size, work_image
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.lineart import xdog
from hwawon.imaging.picture import Picture
from hwawon.imaging.resample import resize
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.strengths import Strengths, at_work
from hwawon.retouch.submission import AUTO

STROKES = frozenset({ControlKind.LINE_ART, ControlKind.CANNY, ControlKind.SOFT_EDGE})  # white on black
FILLED = frozenset({ControlKind.DEPTH, ControlKind.TILE})  # go on beyond the picture; the others end there


@dataclass(frozen=True, eq=False)
class Guides:
    """What guides the engine, beside the words."""

    lines: Pixels | None = None  # (h, w) of the plan's work size, white lines on black
    reference: Pixels | None = None  # (h, w, 3) RGB of any size
    notices: tuple[str, ...] = ()
    others: tuple[Pixels, ...] = ()  # of the request's controls, in their order, (h, w, 3) RGB; sizes as above
    strengths: Pixels | None = None  # (h, w) of the plan's work size: how much of the strength holds where

    def controls(self, request: RetouchRequest) -> tuple[Control, ...]:
        """The guides as the engine takes them, weighted as the request says."""
        lines = None if self.lines is None else np.repeat(self.lines[:, :, np.newaxis], 3, axis=2)
        own = [picture for picture in (lines, self.reference) if picture is not None]
        wishes = request.guiding(*(None if one is None else "given" for one in (lines, self.reference)))
        return tuple(control_of(*pair) for pair in zip(wishes, (*own, *self.others), strict=True))


def read_guides(
    request: RetouchRequest,
    lines: str | None,
    reference: str | None,
    read: Callable[[str], Picture],
    base: Picture,
    plan: CropPlan,
    models_dir: Path,
    strengths: Strengths | None = None,
) -> Guides:
    """All pictures that guide, fetched by `read`. `strengths` are read already.

    Lines may be `auto`: detected. So may the reference: the crop itself, as the engine is given it.

    Raises:
        BadInput: one of another size than the picture or the box.
        NotFound, BadPicture, PictureTooLarge: as `read`.
    """
    looked_at = _reference(reference, read, base, plan) if reference else None
    others = tuple(fitted(read(one.picture), plan, one.kind) for one in request.controls)
    held = None if strengths is None else at_work(strengths, plan)
    if lines == AUTO:
        detected, notices = detected_lines(base, plan, models_dir)
        return Guides(detected, looked_at, notices, others, held)
    drawn = fitted(read(lines), plan, ControlKind.LINE_ART)[:, :, 0] if lines else None
    return Guides(drawn, looked_at, (), others, held)


def _reference(reference: str, read: Callable[[str], Picture], base: Picture, plan: CropPlan) -> Pixels:
    return work_image(base, plan) if reference == AUTO else read(reference).rgb8()


def check_size(extent: Extent, kind: ControlKind, plan: CropPlan) -> None:
    """Refuse a picture that cannot be laid over the one that is painted; a reference may have any size.

    Raises:
        BadInput: neither as large as the picture nor as the box.
    """
    if kind is ControlKind.REFERENCE or extent in (plan.canvas, plan.box.extent):
        return
    what = "lines are" if kind is ControlKind.LINE_ART else f"picture for {words(kind)} is"
    raise BadInput(f"the {what} {extent}; expected the picture's {plan.canvas} or the box's {plan.box.extent}")


def fitted(picture: Picture, plan: CropPlan, kind: ControlKind) -> Pixels:
    """A guiding picture at work size, (h, w, 3) RGB: cut as the crop is; a reference as it is.

    Raises:
        BadInput: of another size than the picture or the box.
    """
    if kind is ControlKind.REFERENCE:
        return picture.rgb8()
    check_size(picture.extent, kind, plan)
    place = Bounds.whole(plan.canvas) if picture.extent == plan.canvas else plan.box
    shared = place.intersection(plan.crop)
    pixels = picture.rgb8(shared.relative_to(place))
    if kind in STROKES:
        pixels = np.repeat(pixels.max(axis=2, keepdims=True), 3, axis=2)
    if kind in FILLED:
        return at_work_size(pixels, shared, plan)
    framed = np.zeros((plan.crop.height, plan.crop.width, 3), np.uint8)
    framed[shared.relative_to(plan.crop).slices] = pixels
    return np.asarray(resize(framed, plan.work), dtype=np.uint8)


def detected_lines(picture: Picture, plan: CropPlan, models_dir: Path) -> tuple[Pixels, tuple[str, ...]]:
    """Lines found in the crop, by HED where its model is here, else by XDoG with a notice."""
    from hwawon.vision.lineart import Hed

    image = work_image(picture, plan)
    try:
        return Hed(models_dir).lines(image), ()
    except MissingModel as error:
        return xdog(image), (f"lines detected without the HED model: {error}",)
