"""Pictures that guide the engine: line art, given or detected, and a reference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.base import Capabilities, Control, ControlKind, Pixels
from hwawon.errors import BadInput, MissingModel, UnsupportedTask
from hwawon.imaging.crop import CropPlan, work_image
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.lineart import xdog
from hwawon.imaging.picture import Picture
from hwawon.imaging.resample import resize
from hwawon.retouch.request import RetouchRequest


@dataclass(frozen=True, eq=False)
class Guides:
    """What guides the engine, beside the words."""

    lines: Pixels | None = None  # (h, w) of the plan's work size, white lines on black
    reference: Pixels | None = None  # (h, w, 3) RGB of any size
    notices: tuple[str, ...] = ()

    def controls(self, request: RetouchRequest) -> tuple[Control, ...]:
        """The guides as the engine takes them, weighted as the request says."""
        found = []
        if self.lines is not None:
            lines = np.repeat(self.lines[:, :, np.newaxis], 3, axis=2)
            precision = request.precision
            found.append(Control(ControlKind.LINE_ART, lines, precision.control_scale, end=precision.control_end))
        if self.reference is not None:
            found.append(Control(ControlKind.REFERENCE, self.reference, request.reference_strength))
        return tuple(found)

    def check(self, capabilities: Capabilities) -> None:
        """Refuse what the engine would not hear.

        Raises:
            UnsupportedTask: the engine does not follow lines, or no reference.
        """
        given = {ControlKind.LINE_ART: self.lines, ControlKind.REFERENCE: self.reference}
        for kind, picture in given.items():
            if picture is not None and kind not in capabilities.control_kinds:
                raise UnsupportedTask(f"the engine {capabilities.engine} does not follow a {kind.replace('_', ' ')}")


def given_lines(lines: Picture, plan: CropPlan) -> Pixels:
    """Lines drawn by the user, of the picture's or the box's size, at work size: (h, w), white on black.

    Raises:
        BadInput: of another size.
    """
    extent = lines.extent
    if extent not in (plan.canvas, plan.box.extent):
        raise BadInput(f"the lines are {extent}; expected the picture's {plan.canvas} or the box's {plan.box.extent}")
    place = Bounds.whole(plan.canvas) if extent == plan.canvas else plan.box
    shared = place.intersection(plan.crop)
    strokes = lines.rgb8(shared.relative_to(place)).max(axis=2)
    framed = np.zeros((plan.crop.height, plan.crop.width), np.uint8)
    framed[shared.relative_to(plan.crop).slices] = strokes
    return resized(framed, plan.work)


def detected_lines(picture: Picture, plan: CropPlan, models_dir: Path) -> tuple[Pixels, tuple[str, ...]]:
    """Lines found in the crop, by HED where its model is here, else by XDoG with a notice."""
    from hwawon.vision.lineart import Hed

    image = work_image(picture, plan)
    try:
        return Hed(models_dir).lines(image), ()
    except MissingModel as error:
        return xdog(image), (f"lines detected without the HED model: {error}",)


def resized(lines: NDArray[np.uint8], extent: Extent) -> Pixels:
    return np.asarray(resize(lines, extent), dtype=np.uint8)
