"""Painted strengths: where they are 0 the picture stays, elsewhere they reach the engine as they lie."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.engines.base import OnStep, Painted, PaintRequest
from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import BadInput, EmptyMask
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite
from hwawon.retouch import area
from hwawon.retouch.guides import Guides, read_guides
from hwawon.retouch.journal import JournalStep, start
from hwawon.retouch.journal_file import JournalFile, pack, unpack
from hwawon.retouch.journal_work import replay
from hwawon.retouch.run import Candidate, retouch
from hwawon.retouch.strengths import Strengths, at_work, read_strengths, unkept
from support import rooms
from support.retouch import smooth_picture

BASE = rooms.picture()


class Watched(FlatPainter):
    """The flat painter, which remembers what it was asked."""

    asked: PaintRequest

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        self.asked = request
        return super().paint(request, on_step)


def halves(left: int, right: int) -> Strengths:
    """One strength left of the middle of the mask, another right of it."""
    values = np.full((rooms.EXTENT.height, rooms.EXTENT.width), right, np.uint8)
    values[:, :140] = left
    return values


def planned(strengths: Strengths | None, **changes: Any) -> tuple[CropPlan, NDArray[Any]]:
    able = FlatPainter().capabilities()
    return area.planned(rooms.request(**changes), BASE.extent, rooms.mask(), able, 10**9, strengths)


def painted(
    strengths: Strengths | None, engine: FlatPainter | None = None, **changes: Any
) -> tuple[Candidate, Guides, CropPlan]:
    asked, (plan, mask) = rooms.request(**changes), planned(strengths, **changes)
    guides = read_guides(asked, None, None, lambda _: BASE, BASE, plan, Path(), strengths)
    (best,) = retouch(asked, BASE, mask, plan, engine or FlatPainter(), guides, rooms.ignore)
    return best, guides, plan


def shown(best: Candidate) -> NDArray[Any]:
    return composite(BASE, [(best.patch, 1.0)]).pixels


def test_full_strengths_of_either_size_give_the_same_pixels_as_none() -> None:
    without = shown(painted(None)[0])

    for extent in (rooms.EXTENT, rooms.BOX.extent):
        full = np.full((extent.height, extent.width), 255, np.uint8)
        assert np.array_equal(shown(painted(full)[0]), without)


def test_where_the_strength_is_0_nothing_changes_beyond_the_edge_and_no_pixel_is_resampled() -> None:
    best, _, plan = painted(halves(0, 255))

    reach = int(np.ceil(plan.edges.reach_px))
    assert np.array_equal(shown(best)[:, : 140 - reach], BASE.pixels[:, : 140 - reach])
    assert not np.array_equal(shown(best)[:, 140:], BASE.pixels[:, 140:])
    assert not best.patch.painted[:, : 140 - best.patch.bounds.x].any()


def test_a_weaker_half_changes_less() -> None:
    change = np.abs(shown(painted(halves(60, 255))[0]).astype(int) - BASE.pixels).mean(2)
    full = np.abs(shown(painted(None)[0]).astype(int) - BASE.pixels).mean(2)

    assert 0 < change[:, :130].mean() < full[:, :130].mean() / 2


def test_strengths_reach_the_engine_as_they_lie_on_the_picture_and_in_the_box() -> None:
    for values in (halves(90, 255), halves(90, 255)[rooms.BOX.slices]):
        engine = Watched()
        _, guides, plan = painted(np.ascontiguousarray(values), engine)

        assert engine.asked.strengths is not None
        assert engine.asked.strengths is guides.strengths
        assert Extent.of(engine.asked.strengths) == plan.work
        middle = int((140 - plan.crop.x) * plan.scale)
        row = engine.asked.strengths[plan.work.height // 2]
        assert (row[: middle - 3] == 90).all()
        assert (row[middle + 3 :] == 255).all()


def test_strengths_are_read_by_brightness_and_full_where_nothing_is_painted() -> None:
    grey = np.array([[[10], [200]]], np.uint8)
    clear = np.array([[[10, 255], [10, 0], [5, 51]]], np.uint8)

    assert read_strengths(Picture(grey)).tolist() == [[10, 200]]
    assert read_strengths(Picture(clear)).tolist() == [[10, 255, 205]]
    assert read_strengths(Picture(clear.astype(np.uint16) * 257)).tolist() == [[10, 255, 205]]


def test_strengths_of_another_size_or_that_keep_everything_are_refused() -> None:
    with pytest.raises(BadInput, match="the strengths are 50x40; expected the picture's 320x240 or the box's 200x180"):
        planned(np.full((40, 50), 255, np.uint8))
    with pytest.raises(BadInput, match="the strengths are 50x40"):
        at_work(np.full((40, 50), 255, np.uint8), planned(None)[0])
    with pytest.raises(EmptyMask, match="nothing is left to repaint"):
        unkept(rooms.mask(), np.zeros((240, 320), np.uint8), rooms.EXTENT, rooms.BOX)


def step() -> JournalStep:
    asked = rooms.request()
    best, guides, plan = painted(halves(80, 255))
    return replace(rooms.step(asked, BASE), plan=plan, patch=best.patch, strengths=guides.strengths)


def test_a_journal_keeps_its_strengths_and_a_replay_is_the_same() -> None:
    journal = start(BASE).with_step(step())
    file = unpack(pack(JournalFile(journal, b"base")))

    (kept,) = file.journal.steps
    stored, painted_by = kept.strengths, journal.steps[0].strengths
    assert stored is not None and painted_by is not None
    assert np.array_equal(stored, painted_by)
    assert replay(file.journal, BASE, lambda _: FlatPainter(), rooms.ignore).same
    forgotten = replace(journal, steps=(replace(kept, strengths=None),))
    assert not replay(forgotten, BASE, lambda _: FlatPainter(), rooms.ignore).same


def test_deep_pictures_are_kept_where_the_strength_is_0() -> None:
    deep = smooth_picture(rooms.EXTENT, depth=16, seed=3)
    asked, (plan, mask) = rooms.request(), planned(halves(0, 255))
    held = at_work(halves(0, 255), plan)
    (best,) = retouch(asked, deep, mask, plan, FlatPainter(), Guides(strengths=held), rooms.ignore)

    reach = int(np.ceil(plan.edges.reach_px))
    assert np.array_equal(composite(deep, [(best.patch, 1.0)]).pixels[:, : 140 - reach], deep.pixels[:, : 140 - reach])
