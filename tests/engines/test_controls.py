"""What guides a picture is checked at every engine's door, before any work."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hwawon.engines.base import Capabilities, Control, ControlKind, ControlModel, Engine, Step
from hwawon.engines.checks import check_request
from hwawon.engines.controls import check_controls, model_for
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.wishes import ControlWish, EngineWishes
from hwawon.errors import BadInput, BadNumber, UnsupportedTask
from hwawon.imaging.geometry import Extent
from hwawon.validation import validated
from support.requests import request_for, textured_picture

MODELS = (
    ControlModel("lineart-xl", ControlKind.LINE_ART, "sdxl"),
    ControlModel("lineart", ControlKind.LINE_ART, "sd15"),
    ControlModel("depth-any", ControlKind.DEPTH, None),
    ControlModel("union", None, "sd15"),
)


def able() -> Capabilities:
    """Capabilities of an engine with models for its controls."""
    own = FlatPainter().capabilities()
    checkpoint = replace(own.checkpoints[0], family="sd15")
    kinds = frozenset({ControlKind.LINE_ART, ControlKind.DEPTH, ControlKind.REFERENCE})
    return replace(own, engine="able", checkpoints=(checkpoint,), control_kinds=kinds, control_models=MODELS)


def wish(kind: ControlKind = ControlKind.LINE_ART, **fields: Any) -> ControlWish:
    return validated(ControlWish, {"kind": kind, "picture": "p.png"} | fields)


def refused(*wishes: ControlWish, capabilities: Capabilities | None = None) -> str:
    able_to = capabilities or able()
    with pytest.raises(BadInput) as raised:
        check_controls(wishes, able_to.checkpoints[0], able_to)
    return str(raised.value)


def test_a_kind_that_the_engine_does_not_follow_is_refused_with_those_it_does() -> None:
    own = FlatPainter().capabilities()

    with pytest.raises(UnsupportedTask, match="painter:flat cannot follow depth; it follows line art, reference"):
        check_controls([wish(ControlKind.DEPTH)], own.checkpoints[0], own)


def test_the_first_model_of_the_kind_and_the_family_is_taken() -> None:
    assert model_for(wish(), "sd15", MODELS).id == "lineart"
    assert model_for(wish(), "sdxl", MODELS).id == "lineart-xl"
    assert model_for(wish(ControlKind.DEPTH), "sd15", MODELS).id == "depth-any"


def test_a_model_is_taken_by_its_name_whatever_its_kind_and_capitals() -> None:
    assert model_for(wish(model="Union"), "sd15", MODELS).id == "union"
    check_controls([wish(ControlKind.TILE, model="union")], able().checkpoints[0], able())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"model": "nobody"}, "unknown controlnet 'nobody'; known are lineart-xl, lineart, depth-any, union"),
        ({"model": "lineart-xl"}, "'lineart-xl' is for sdxl, the checkpoint is sd15"),
        ({"kind": ControlKind.REFERENCE, "model": "union"}, "a reference takes no model"),
    ],
)
def test_a_model_that_is_not_there_or_does_not_fit_is_refused(fields: dict[str, Any], told: str) -> None:
    assert told in refused(validated(ControlWish, {"kind": ControlKind.LINE_ART, "picture": "p.png"} | fields))


def test_where_no_model_fits_the_checkpoint_those_there_are_are_told() -> None:
    only_xl = replace(able(), control_models=MODELS[:1])

    assert "no ControlNet for line art with sd15; those here are for sdxl" in refused(wish(), capabilities=only_xl)


def test_two_references_are_refused_and_two_lines_are_not() -> None:
    check_controls([wish(), wish(), wish(ControlKind.REFERENCE)], able().checkpoints[0], able())

    assert "one reference" in refused(wish(ControlKind.REFERENCE), wish(ControlKind.REFERENCE))


@pytest.mark.parametrize(
    ("fields", "error", "told"),
    [
        ({"kind": "crayon"}, BadInput, "'line_art'"),
        ({"scale": 3}, BadNumber, "scale"),
        ({"scale": float("nan")}, BadNumber, "scale"),
        ({"end": 1.5}, BadNumber, "end"),
        ({"start": 0.6, "end": 0.5}, BadInput, "start 0.6"),
        ({"picture": ""}, BadInput, "picture"),
        ({"weight": 1}, BadInput, "no such key"),
    ],
)
def test_a_control_that_is_none_is_refused_in_words(fields: dict[str, Any], error: type[Exception], told: str) -> None:
    control = {"kind": "line_art", "picture": "p.png"} | fields

    with pytest.raises(error, match=told):
        validated(EngineWishes, {"controls": [control]})


def test_more_controls_than_eight_are_refused() -> None:
    with pytest.raises(BadInput, match="controls"):
        validated(EngineWishes, {"controls": [{"kind": "line_art", "picture": "p.png"}] * 9})


def test_a_picture_of_another_size_is_refused_and_a_reference_may_have_any() -> None:
    engine: Engine = FlatPainter()
    small, steps = textured_picture(Extent(64, 64)), list[Step]()
    task = next(iter(engine.capabilities().tasks))
    asked = request_for(task, engine.capabilities())
    lines, look = (Control(kind, small) for kind in (ControlKind.LINE_ART, ControlKind.REFERENCE))

    with pytest.raises(BadInput, match="for line art, got 64x64"):
        engine.paint(replace(asked, controls=(lines,)), steps.append)

    assert not steps
    assert check_request(replace(asked, controls=(look,)), engine.capabilities())
    assert isinstance(engine.paint(replace(asked, controls=(look,)), steps.append).images[0], np.ndarray)
