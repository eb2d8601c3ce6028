"""Pictures that guide are cut and scaled as the picture is, and never detected again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.engines.base import Control, ControlKind, OnStep, Painted, PaintRequest
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.wishes import fidelity
from hwawon.errors import BadInput
from hwawon.imaging.crop import CropPlan, plan_crop
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import bounds_of
from hwawon.imaging.picture import Picture
from hwawon.retouch import area
from hwawon.retouch.guides import Guides, fitted, read_guides
from hwawon.retouch.journal import start
from hwawon.retouch.journal_work import replay
from hwawon.retouch.request import Precision
from hwawon.retouch.run import retouch
from support import rooms
from support.retouch import FREE

BASE = rooms.picture()
MAP = Picture(np.random.default_rng(3).integers(0, 256, (240, 320, 3), dtype=np.uint8))


def plan() -> CropPlan:
    """One that does not scale."""
    return plan_crop(rooms.EXTENT, rooms.BOX, bounds_of(rooms.mask()), 0.8, FREE)


def painted_plan() -> CropPlan:
    return rooms.planned(rooms.request(), BASE, rooms.mask(), FlatPainter())


def visible(plan: CropPlan) -> NDArray[np.uint8]:
    """What the crop shows of the map at work size."""
    assert plan.scale == 1 and plan.crop.is_within(Bounds.whole(plan.canvas))
    return MAP.pixels[plan.crop.slices].astype(np.uint8)


@pytest.mark.parametrize("kind", [ControlKind.DEPTH, ControlKind.POSE, ControlKind.TILE])
def test_a_map_of_the_pictures_size_is_cut_as_the_picture_is_and_keeps_its_colours(kind: ControlKind) -> None:
    assert np.array_equal(fitted(MAP, plan(), kind), visible(plan()))


@pytest.mark.parametrize("kind", [ControlKind.LINE_ART, ControlKind.CANNY, ControlKind.SOFT_EDGE])
def test_strokes_are_white_in_every_channel(kind: ControlKind) -> None:
    strokes = fitted(MAP, plan(), kind)

    assert np.array_equal(strokes, np.repeat(visible(plan()).max(axis=2)[:, :, None], 3, axis=2))


def test_a_map_of_the_boxs_size_lies_in_the_box_and_a_depth_goes_on_around_it() -> None:
    planned = plan()
    of_box = Picture(MAP.rgb8(planned.box))
    inside = planned.box.intersection(planned.crop).relative_to(planned.crop).slices

    pose, depth = (fitted(of_box, planned, kind) for kind in (ControlKind.POSE, ControlKind.DEPTH))

    assert planned.box != planned.crop
    assert np.array_equal(pose[inside], visible(planned)[inside])
    assert np.array_equal(depth[inside], pose[inside])
    outside = np.ones(pose.shape[:2], np.bool_)
    outside[inside] = False
    assert not pose[outside].any()
    assert depth[outside].any()


def test_a_reference_keeps_its_size_and_all_others_must_fit() -> None:
    small = Picture(MAP.pixels[:50, :60])

    assert np.array_equal(fitted(small, plan(), ControlKind.REFERENCE), small.pixels)
    for kind in set(ControlKind) - {ControlKind.REFERENCE}:
        with pytest.raises(BadInput, match="60x50; expected the picture's 320x240 or the box's 200x180"):
            fitted(small, plan(), kind)


def test_the_reference_can_be_the_crop_itself_as_the_engine_is_given_it(tmp_path: Path) -> None:
    def read(_id: str) -> Picture:
        raise AssertionError("nothing is to be fetched")

    guides = read_guides(rooms.request(), None, "auto", read, MAP, plan(), tmp_path)

    assert guides.reference is not None
    assert np.array_equal(guides.reference, visible(plan()))


def test_lines_reference_and_controls_reach_the_engine_with_their_weights_and_in_order() -> None:
    asked = rooms.request(
        precision="moderate",
        reference_strength="rough",
        controls=[
            {"kind": "depth", "picture": "depth.png", "scale": 0.6, "end": 0.7, "model": "m"},
            {"kind": "tile", "picture": "tile.png", "start": 0.2},
        ],
    )
    seen: list[str] = []

    def read(name: str) -> Picture:
        seen.append(name)
        return MAP

    guides = read_guides(asked, "lines.png", "look.png", read, BASE, plan(), Path())
    lines, look, depth, tile = guides.controls(asked)

    assert sorted(seen) == ["depth.png", "lines.png", "look.png", "tile.png"]
    assert told(lines) == (ControlKind.LINE_ART, 0.7, 0.0, 0.8, None)
    assert told(look) == (ControlKind.REFERENCE, 0.5, 0.0, 1.0, None)
    assert told(depth) == (ControlKind.DEPTH, 0.6, 0.0, 0.7, "m")
    assert told(tile) == (ControlKind.TILE, 1.0, 0.2, 1.0, None)
    assert np.array_equal(tile.image, visible(plan()))


def told(control: Control) -> tuple[Any, ...]:
    return control.kind, control.scale, control.start, control.end, control.model


def test_the_more_precise_the_stronger() -> None:
    scales, ends = ([getattr(one, name) for one in Precision] for name in ("control_scale", "control_end"))
    references = [fidelity(str(one)) for one in Precision]

    assert [str(one) for one in Precision] == ["precise", "moderate", "rough"]
    for falling in (scales, ends, references):
        assert falling == sorted(set(falling), reverse=True)
    assert scales[0] == ends[0] == references[0] == 1.0


class Following(FlatPainter):
    """Answers with the first control's picture, so that what it was told is seen."""

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        painted = super().paint(request, on_step)
        return replace(painted, images=tuple(control.image for control in request.controls[:1]))


def test_a_replay_of_a_step_hears_the_same_controls() -> None:
    asked = rooms.request(controls=[{"kind": "line_art", "picture": "lines.png"}])
    guides = Guides(others=(fitted(MAP, painted_plan(), ControlKind.LINE_ART),))
    engine = Following()
    best = retouch(asked, BASE, rooms.mask(), painted_plan(), engine, guides, rooms.ignore)[0]
    step = replace(rooms.step(rooms.request(), BASE), request=asked, patch=best.patch, controls=guides.others)

    assert replay(start(BASE).with_step(step), BASE, lambda _: engine, rooms.ignore).same
    silent = replace(step, controls=(np.zeros_like(guides.others[0]),))
    assert not replay(start(BASE).with_step(silent), BASE, lambda _: engine, rooms.ignore).same


def test_a_canvas_that_grows_takes_maps_of_the_new_size() -> None:
    grown = rooms.request(extend=(64, 0, 0, 0), box=None)
    planned, _ = area.planned(grown, BASE.extent, None, FlatPainter().capabilities(), 10_000_000)

    assert planned.canvas == Extent(384, 240)
    assert fitted(Picture(np.zeros((240, 384, 3), np.uint8)), planned, ControlKind.DEPTH).shape[2] == 3
    with pytest.raises(BadInput, match="expected the picture's 384x240"):
        fitted(MAP, replace(planned, box=Bounds(0, 0, 300, 240)), ControlKind.DEPTH)
