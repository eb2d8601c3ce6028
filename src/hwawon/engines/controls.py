"""Pictures that guide: what an engine can follow, by which model, told before any pixel is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hwawon.engines.base import Capabilities, Checkpoint, Control, ControlKind, ControlModel, Pixels
from hwawon.engines.wishes import ControlWish
from hwawon.errors import BadInput, BadNumber, UnsupportedTask


def control_of(wish: ControlWish, image: Pixels) -> Control:
    """The wish with its picture (H, W, 3) RGB."""
    return Control(wish.kind, image, wish.scale, wish.start, wish.end, wish.model)


def check_controls(
    controls: Sequence[Control | ControlWish], checkpoint: Checkpoint, capabilities: Capabilities
) -> None:
    """Refuse what the engine would not follow with this checkpoint.

    Raises:
        UnsupportedTask: a kind that is not in `capabilities`.
        BadNumber: a scale, a start or an end out of range.
        BadInput: two references, a model that is not there, or none that fits the checkpoint.
    """
    for control in controls:
        if control.model is None and control.kind not in capabilities.control_kinds:
            known = ", ".join(sorted(map(words, capabilities.control_kinds))) or "nothing"
            raise UnsupportedTask(f"{capabilities.engine} cannot follow {words(control.kind)}; it follows {known}")
        if not 0 <= control.scale <= 2:
            raise BadNumber(f"expected a control's scale from 0 to 2, got {control.scale}")
        if not 0 <= control.start <= control.end <= 1:
            raise BadNumber(f"expected a control's start and end in 0..1, in order, got {control.start}, {control.end}")
        _check_model(control, checkpoint, capabilities)
    references = sum(control.kind is ControlKind.REFERENCE for control in controls)
    if references > 1:
        raise BadInput(f"a picture follows one reference at a time, got {references}")


def model_for(control: Control | ControlWish, family: str, models: Sequence[ControlModel]) -> ControlModel:
    """The model that a control names, else the first of its kind for the checkpoint's family.

    Raises:
        BadInput: there is none; the message lists those there are.
    """
    if control.model is not None:
        return _named(control.model, family, models)
    known = [one for one in models if one.kind is control.kind]
    for fits in (family, None):  # one whose name tells no family may fit
        for one in known:
            if one.family == fits:
                return one
    others = f"; those here are for {', '.join(sorted({str(one.family) for one in known}))}" if known else ""
    raise BadInput(f"no ControlNet for {words(control.kind)} with {family}{others}")


def words(kind: ControlKind) -> str:
    return kind.replace("_", " ")


def _check_model(control: Control | ControlWish, checkpoint: Checkpoint, capabilities: Capabilities) -> None:
    if control.kind is ControlKind.REFERENCE:
        if control.model is not None:
            raise BadInput(f"a reference takes no model, got {control.model!r}")
    elif control.model is not None or capabilities.control_models:
        model_for(control, checkpoint.family, capabilities.control_models)


def _named(name: str, family: str, models: Iterable[ControlModel]) -> ControlModel:
    known = {one.id.lower(): one for one in models}
    found = known.get(name.lower())
    if found is None:
        listed = ", ".join(one.id for one in known.values()) or "none"
        raise BadInput(f"unknown controlnet {name!r}; known are {listed}")
    if found.family not in (None, family):
        raise BadInput(f"the ControlNet {found.id!r} is for {found.family}, the checkpoint is {family}")
    return found
