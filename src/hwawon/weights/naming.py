"""What only a name tells: which control a ControlNet follows, how a checkpoint was distilled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hwawon.weights.record import Speed

# As the field names its files; the values are those of `engines.base.ControlKind`.
_CONTROLS = {
    "line_art": ("lineart", "line_art", "line-art", "anime"),
    "canny": ("canny",),
    "soft_edge": ("softedge", "soft_edge", "hed", "pidi"),
    "depth": ("depth",),
    "pose": ("pose",),
    "tile": ("tile",),
}


def control_of(name: str) -> str:
    """The kind of control, line art where the name does not say."""
    lowered = name.lower()
    return next((kind for kind, words in _CONTROLS.items() if any(word in lowered for word in words)), "line_art")


def speed_of(name: str, notes: Mapping[str, str]) -> str:
    """How a checkpoint was distilled, from its name and from what is written in it."""
    text = " ".join((name, *notes.values())).lower()
    for speed in (Speed.TURBO, Speed.LCM, Speed.LIGHTNING):
        if re.search(rf"(?<![a-z]){speed.value}(?![a-z])", text.replace("lcmscheduler", "lcm")):
            return speed.value
    return Speed.ORDINARY.value
