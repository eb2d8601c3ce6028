import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.batch.carry import carried
from hwawon.batch.flicker import Shown, flicker_of, mean_flicker
from hwawon.batch.flow import flow_between, still
from hwawon.batch.masks import box_around, followed, painted_mask, soft
from hwawon.batch.wishes import BatchWishes
from hwawon.engines.base import Capabilities
from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import BadInput
from hwawon.imaging.edges import EdgeOverrides
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.retouch.plan import plan_retouch
from support.clips import STEP_PX, disc, frame
from support.pictures import photograph
from support.rooms import request

INSIDE = (slice(40, 130), slice(50, 190))


def test_the_flow_tells_how_a_photograph_moved() -> None:
    flow = flow_between(Picture(frame(1)), Picture(frame(0)))

    columns, rows = np.meshgrid(np.arange(240), np.arange(176))
    moved_x, moved_y = (flow.x - columns)[INSIDE], (flow.y - rows)[INSIDE]
    assert (np.median(moved_x), np.median(moved_y)) == pytest.approx(STEP_PX, abs=0.15)
    assert flow.sure[INSIDE].mean() > 0.95


def test_a_large_picture_is_looked_at_reduced_and_told_in_its_own_pixels() -> None:
    photo = photograph("china")[:400, :600]
    here, there = (cv2.resize(photo[:, x : x + 560], (1680, 1200), interpolation=cv2.INTER_CUBIC) for x in (10, 0))

    flow = flow_between(Picture(here.astype(np.uint8)), Picture(there.astype(np.uint8)))

    columns = np.arange(1680, dtype=np.float32)[np.newaxis]
    assert np.median(flow.x - columns) == pytest.approx(30, abs=0.5)


def test_outside_of_the_window_nothing_moves_and_nothing_is_sure() -> None:
    window = Bounds(60, 40, 100, 90)

    flow = flow_between(Picture(frame(1)), Picture(frame(0)), window)

    outside = np.ones((176, 240), np.bool_)
    outside[window.slices] = False
    assert not flow.sure[outside].any() and flow.sure[window.slices].mean() > 0.8
    assert np.array_equal(flow.x[outside], still(Extent(240, 176)).x[outside])


def test_what_was_not_there_before_is_not_sure() -> None:
    here, there = frame(0).copy(), frame(0)
    here[60:100, 100:140] = photograph("astronaut")[100:140, 200:240]

    flow = flow_between(Picture(here), Picture(there))

    assert flow.sure[65:95, 105:135].mean() < 0.5 < 0.95 < flow.sure[:50].mean()


def test_frames_of_two_sizes_have_no_flow() -> None:
    with pytest.raises(BadInput, match="240x176 after 240x100"):
        flow_between(Picture(frame(0)), Picture(frame(0)[:100].copy()))


def test_a_soft_mask_says_the_same_as_the_mask() -> None:
    mask = disc()

    assert np.array_equal(painted_mask(soft(mask), BatchWishes()), mask)
    assert np.array_equal(soft(soft(mask)), soft(mask))


def test_a_soft_mask_moved_by_fractions_keeps_its_place_and_size() -> None:
    extent = Extent(240, 176)
    flow = still(extent)
    flow.x[...] += np.float32(0.3)
    mask = soft(disc())

    for _ in range(40):
        mask = followed(mask, flow)

    before, after = (np.argwhere(one >= 128) for one in (soft(disc()), mask))
    assert after.mean(axis=0) - before.mean(axis=0) == pytest.approx([0, -12], abs=0.25)
    assert len(after) == pytest.approx(len(before), rel=0.05)


def test_a_mask_goes_through_a_spot_where_the_flow_is_not_sure() -> None:
    flow = still(Extent(240, 176))
    flow.sure[85:95, 120:130] = False
    flow.x[85:95, 120:130] = 0  # nonsense

    assert np.array_equal(followed(soft(disc()), flow) >= 128, disc() > 0)


def test_a_rectangle_keeps_its_size_while_the_mask_fits_and_moves_with_it() -> None:
    small, moved, large = disc((100, 90), 10), disc((130, 90), 11), disc((120, 90), 40)
    first = box_around(small, 0.3, EdgeOverrides())

    second = box_around(moved, 0.3, EdgeOverrides(), first.extent)
    third = box_around(large, 0.3, EdgeOverrides(), second.extent)

    assert second.extent == first.extent and second.x - first.x == 30
    assert third.width > first.width and all(box.is_within(Bounds(0, 0, 240, 176)) for box in (first, second, third))


def test_a_rectangle_at_the_border_lies_inside_and_is_no_longer_than_16_to_9() -> None:
    mask = np.zeros((600, 900), np.uint8)
    mask[0:4, 100:800] = 255

    box = box_around(mask, 0.3, EdgeOverrides())

    assert box.is_within(Bounds(0, 0, 900, 600)) and box.y == 0
    assert box.width / box.height <= 16 / 9 + 0.01


def test_only_what_was_painted_and_is_surely_the_same_is_carried_over() -> None:
    source, result = Picture(frame(0)), Picture(255 - frame(0))
    seen = disc(radius=30) > 0
    flow = still(source.extent)
    flow.sure[:, 150:] = False
    mask = disc()
    plan = plan_retouch(request(box=(40, 20, 180, 140)), source.extent, Bounds(114, 76, 33, 33), capabilities())

    start = carried(source, mask, plan, Shown(source, result, seen), flow, 1.0).pixels

    assert np.array_equal(start[92, 120:140], result.pixels[92, 120:140])  # under the mask
    assert np.array_equal(start[~seen], source.pixels[~seen])  # nothing was shown there
    assert np.array_equal(start[:, 160:], source.pixels[:, 160:])  # not sure
    half = carried(source, mask, plan, Shown(source, result, seen), flow, 0.5).pixels[92, 130]
    assert half == pytest.approx((source.pixels[92, 130].astype(float) + result.pixels[92, 130]) / 2, abs=1)


def capabilities() -> Capabilities:
    return FlatPainter().capabilities()


def shown(source: NDArray[np.uint8], change: int, seen: NDArray[np.bool_]) -> Shown:
    result = source.copy()
    result[seen] = np.clip(result[seen].astype(int) + change, 0, 255)
    return Shown(Picture(source), Picture(result), seen)


def test_the_score_is_the_change_of_the_result_less_that_of_the_source() -> None:
    grey = np.full((176, 240, 3), 100, np.uint8)
    seen = disc() > 0
    flow = still(Extent(240, 176))

    assert flicker_of(shown(grey, 20, seen), shown(grey, 20, seen), flow) == 0
    assert flicker_of(shown(grey, 25, seen), shown(grey, 20, seen), flow) == 5
    brighter = np.full_like(grey, 103)
    assert flicker_of(shown(brighter, 20, seen), shown(grey, 20, seen), flow) == 0  # the light has changed
    assert flicker_of(shown(brighter, 17, seen), shown(grey, 20, seen), flow) == -3  # calmer than what it covers


def test_only_what_shows_in_both_frames_and_is_sure_is_measured() -> None:
    grey = np.full((176, 240, 3), 100, np.uint8)
    left, right = disc((60, 90)) > 0, disc((180, 90)) > 0
    flow = still(Extent(240, 176))

    assert flicker_of(shown(grey, 20, left), shown(grey, 20, right), flow) is None
    flow.sure[...] = False
    assert flicker_of(shown(grey, 20, left), shown(grey, 20, left), flow) is None


def test_a_batch_has_the_mean_of_the_scores_that_are_known() -> None:
    assert mean_flicker([None, 1.0, None, 2.0]) == 1.5
    assert mean_flicker([None]) is None
