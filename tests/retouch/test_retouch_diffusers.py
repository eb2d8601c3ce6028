"""Retouching real photographs with Stable Diffusion: whatever it paints, the rest stays, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.photographs import photographs
from hwawon.engines.base import ControlKind, PaintRequest, Step
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.imaging.geometry import Bounds, Margins
from hwawon.imaging.mask import bounds_of, read_mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch import area
from hwawon.retouch.guides import Guides, read_guides
from hwawon.retouch.plan import plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import retouch
from hwawon.validation import validated
from hwawon.weights.shelf import Shelf
from support.tiny_additions import save_controlnet
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

pytestmark = needs_torch
PICTURES = [Picture(pixels) for _, pixels in photographs(700)]


@dataclass(frozen=True, eq=False)
class Case:
    """A photograph, a box and a mask at random places, and a strength."""

    picture: Picture
    mask: NDArray[np.uint8]
    request: RetouchRequest


def case(number: int) -> Case:
    chance = np.random.default_rng(number)
    picture = PICTURES[number % len(PICTURES)]
    width, height = (int(chance.integers(24, side // 2)) for side in picture.extent)
    x, y = (int(chance.integers(0, most - side)) for most, side in zip(picture.extent, (width, height), strict=True))
    mask = np.zeros((picture.extent.height, picture.extent.width), np.uint8)
    points = np.column_stack([chance.integers(x, x + width, 4), chance.integers(y, y + height, 4)]).astype(np.int32)
    cv2.polylines(mask, [points], False, (255,), int(chance.integers(1, 24)))
    strength = float(np.round(chance.uniform(0.1, 1), 2))
    asked = {"prompt": "red tulips", "box": (x, y, width, height), "strength": strength, "seed": number, "steps": 3}
    return Case(picture, mask, RetouchRequest.model_validate(asked))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DiffusionEngine:
    folder = tmp_path_factory.mktemp("models")
    add_checkpoint(folder, Tiny(), name="tiny")
    Shelf(folder).add(save_controlnet(folder / "lineart", Tiny()))
    return DiffusionEngine(folder, "float32")


def ignore(_: Step) -> None:
    return None


def outcome(one: Case, engine: Any, guides: Guides | None = None) -> tuple[Picture, Any]:
    """The retouched picture and its candidate."""
    box = Bounds(*one.request.box) if one.request.box else Bounds.whole(one.picture.extent)
    painted = bounds_of(read_mask(one.mask, one.picture.extent, box)).offset(box.x, box.y)
    plan = plan_retouch(one.request, one.picture.extent, painted, engine.capabilities())
    (best,) = retouch(one.request, one.picture, one.mask, plan, engine, guides or Guides(), ignore)
    return composite(one.picture, [(best.patch, 1.0)]), best


@pytest.mark.slow
def test_a_hundred_random_retouches_change_nothing_outside(engine: DiffusionEngine) -> None:
    for number in range(100):
        one = case(number)
        result, best = outcome(one, engine)
        proof = prove(one.picture, result, [best.patch])
        assert proof.changed_outside == 0, number
        assert proof.changed_inside > 0, number
        mask = np.where(one.mask > 0, 0, 255).astype(np.uint8)
        far = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) > proof.reach_px + 1e-3
        assert np.array_equal(result.pixels[far], one.picture.pixels[far]), number


def test_strength_zero_gives_the_picture_back(engine: DiffusionEngine) -> None:
    one = case(3)
    result, _ = outcome(replace(one, request=one.request.model_copy(update={"strength": 0.0})), engine)
    assert np.array_equal(result.pixels, one.picture.pixels)


def test_the_users_own_lines_reach_the_engine_unchanged(engine: DiffusionEngine) -> None:
    spy, one = Spy(engine), case(5)
    box = Bounds(*one.request.box) if one.request.box else Bounds.whole(one.picture.extent)
    painted = bounds_of(read_mask(one.mask, one.picture.extent, box)).offset(box.x, box.y)
    plan = plan_retouch(one.request, one.picture.extent, painted, engine.capabilities())
    lines = np.random.default_rng(1).integers(0, 256, (plan.work.height, plan.work.width), dtype=np.uint8)
    outcome(one, spy, Guides(lines=lines))
    (control,) = spy.asked[0].controls
    assert np.array_equal(control.image, np.repeat(lines[:, :, None], 3, axis=2))


class Spy:
    """The engine, and what it was asked."""

    def __init__(self, engine: DiffusionEngine) -> None:
        self.name, self.capabilities, self._engine = engine.name, engine.capabilities, engine
        self.asked: list[PaintRequest] = []

    def paint(self, request: PaintRequest, on_step: Any) -> Any:
        self.asked.append(request)
        return self._engine.paint(request, on_step)


def test_two_controls_and_a_named_model_are_heard_together(engine: DiffusionEngine) -> None:
    one, spy = case(5), Spy(engine)
    pictures = [Picture(np.roll(one.picture.rgb8(), 9 + number, 0)) for number in range(3)]
    told: tuple[dict[str, Any], ...] = (
        {"kind": "line_art", "end": 0.7},
        {"kind": "depth", "scale": 0.6, "model": "lineart"},
        {"kind": "reference"},
    )
    wishes = [each | {"picture": str(number)} for number, each in enumerate(told)]

    def painted(count: int) -> tuple[Picture, Any]:
        asked = validated(RetouchRequest, one.request.model_dump() | {"controls": wishes[:count]})
        plan, _ = area.planned(asked, one.picture.extent, one.mask, engine.capabilities(), 10**8)
        guides = read_guides(asked, None, None, lambda name: pictures[int(name)], one.picture, plan, Path())
        return outcome(replace(one, request=asked), spy, guides)

    results = [painted(count) for count in range(4)]

    assert [len(asked.controls) for asked in spy.asked] == [0, 1, 2, 3]
    assert [(c.kind, c.scale, c.end, c.model) for c in spy.asked[3].controls] == [
        (ControlKind.LINE_ART, 1.0, 0.7, None),
        (ControlKind.DEPTH, 0.6, 1.0, "lineart"),
        (ControlKind.REFERENCE, 1.0, 1.0, None),
    ]
    for (before, _), (after, best) in pairwise(results):
        assert not np.array_equal(before.pixels, after.pixels)
        assert prove(one.picture, after, [best.patch]).changed_outside == 0


@pytest.mark.parametrize("extend", [(24, 0, 0, 0), (0, 16, 40, 0)])
def test_a_picture_grows_and_its_own_pixels_stay(engine: DiffusionEngine, extend: tuple[int, int, int, int]) -> None:
    picture, margins = Picture(PICTURES[0].rgb8(Bounds(0, 0, 120, 96))), Margins(*extend)
    asked = RetouchRequest.model_validate(
        {"prompt": "a meadow", "extend": extend, "strength": 1, "seed": 1, "steps": 3}
    )
    plan, mask = area.planned(asked, picture.extent, None, engine.capabilities(), 10**8)
    base, place = area.laid_out(asked, picture), margins.place(picture.extent)

    (best,) = retouch(asked, base, mask, plan, engine, Guides(), ignore)
    result = composite(base, [(best.patch, 1.0)])

    proof = prove(base, result, [best.patch])
    far = cv2.distanceTransform(255 - mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) > proof.reach_px + 1e-3
    assert proof.changed_outside == 0
    assert np.array_equal(result.pixels[place.slices][far[place.slices]], picture.pixels[far[place.slices]])
    assert far[place.slices].any()
    assert (result.pixels[mask > 0] != base.pixels[mask > 0]).any(axis=1).mean() > 0.9
    assert max(plan.work) <= engine.capabilities().checkpoints[0].sizes.max_side


def test_the_same_seed_gives_the_same_patch_again(engine: DiffusionEngine) -> None:
    first, second = outcome(case(7), engine), outcome(case(7), engine)
    assert np.array_equal(first[0].pixels, second[0].pixels)
