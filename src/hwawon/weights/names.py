"""What a name tells, where the weights themselves do not: the kind of control, the speed, the prediction."""

import re
from collections.abc import Sequence

from hwawon.errors import BadInput
from hwawon.weights.record import Family, Speed

# The first that is found counts; values are those of the engines' ControlKind.
CONTROLS = (
    ("line_art", r"line[-_ ]?art|lineart"),
    ("canny", r"canny"),
    ("soft_edge", r"soft[-_ ]?edge|hed|pidi(net)?"),
    ("depth", r"depth|zoe|midas"),
    ("pose", r"open[-_ ]?pose|dw[-_ ]?pose|pose"),
    ("tile", r"tile"),
)
SPEEDS = ((Speed.LIGHTNING, r"lightning"), (Speed.LCM, r"lcm"), (Speed.TURBO, r"turbo"))
FAMILIES = (
    (Family.SDXL, r"sd[-_ ]?xl|xl|stable-diffusion-xl.*|pony|illustrious"),
    (Family.SD2, r"sd[-_ ]?v?2(\d|[-_.]\d)?|v2[-_.][01]"),
    (Family.SD15, r"sd[-_ ]?v?1(\d|[-_.]\d)?(s\d)?|v1[-_.][45]"),
)


def control(names: Sequence[str]) -> dict[str, str]:
    """The kind of control that a name states, under `control`: `control_v11p_sd15_lineart` is line_art; else empty."""
    return next(({"control": kind} for kind, pattern in CONTROLS if _found(pattern, names)), {})


def speed(names: Sequence[str]) -> Speed | None:
    """How the checkpoint was distilled, where a name says so."""
    return next((kind for kind, pattern in SPEEDS if _found(pattern, names)), None)


def family(names: Sequence[str]) -> Family | None:
    """The family that a name states."""
    return next((kind for kind, pattern in FAMILIES if _found(pattern, names)), None)


def says_v_prediction(names: Sequence[str]) -> bool:
    """Whether a name says that the checkpoint predicts velocity."""
    return _found(r"v[-_ ]?pred(iction)?", names)


def says_base(names: Sequence[str]) -> bool:
    """Whether a name is of Stable Diffusion 2's 512 pixel base, which predicts noise."""
    return _found(r"base|512", names)


def tidy(name: str) -> str:
    """A name that can be written in a prompt, a form and a file name.

    Raises:
        BadInput: nothing of it is left.
    """
    tidied = re.sub(r"[^\w.+-]+", "-", name).strip("-.")
    if not tidied:
        raise BadInput(f"{name!r} cannot be an id: expected letters or digits")
    return tidied


def _found(pattern: str, names: Sequence[str]) -> bool:
    whole_word = re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])", re.IGNORECASE)
    return any(whole_word.search(name) for name in names)
