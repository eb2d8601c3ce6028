"""What counts as painted, and true Euclidean growing, shrinking and feathering."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadMask, EmptyMask
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import bounds_of, distance_to, feather, fill_holes, grow, invert, read_mask, shrink
from support.retouch import disc_mask

CANVAS, BOX = Extent(40, 30), Bounds(10, 5, 20, 15)


def dots(*points: tuple[int, int], extent: Extent = CANVAS) -> np.ndarray:
    mask = np.zeros((extent.height, extent.width), np.uint8)
    for x, y in points:
        mask[y, x] = 255
    return mask


def test_a_mask_of_the_pictures_size_and_one_of_the_boxes_size_say_the_same() -> None:
    whole = disc_mask(CANVAS, (18, 12), 4)
    assert np.array_equal(read_mask(whole, CANVAS, BOX), read_mask(whole[BOX.slices], CANVAS, BOX))
    assert read_mask(whole, CANVAS, BOX).shape == (15, 20)


def test_paint_outside_the_box_is_ignored() -> None:
    assert np.array_equal(read_mask(dots((0, 0), (12, 8)), CANVAS, BOX), read_mask(dots((12, 8)), CANVAS, BOX))
    with pytest.raises(EmptyMask, match="nothing is painted inside the box 10,5,20,15"):
        read_mask(dots((0, 0), (39, 29)), CANVAS, BOX)


def test_a_mask_of_another_size_is_refused_with_all_three_sizes() -> None:
    with pytest.raises(BadMask, match="is 7x9; expected the picture's 40x30 or the box's 20x15"):
        read_mask(np.zeros((9, 7), np.uint8), CANVAS, BOX)
    with pytest.raises(BadMask, match="float64"):
        read_mask(np.ones((30, 40)), CANVAS, BOX)


@pytest.mark.parametrize(("value", "painted"), [(127, False), (128, True), (255, True)])
def test_half_strength_counts_as_painted_beside_full_strength(value: int, painted: bool) -> None:
    mask = dots((12, 8))
    mask[10, 15] = value
    assert bool(read_mask(mask, CANVAS, BOX)[5, 5]) is painted


def test_a_mask_painted_only_softly_counts_wherever_it_is_touched() -> None:
    mask = dots((12, 8)) // 100
    assert bounds_of(read_mask(mask, CANVAS, BOX)) == Bounds(2, 3, 1, 1)


def test_masks_of_every_kind_of_file_are_read_alike() -> None:
    mask = disc_mask(CANVAS, (18, 12), 4)
    wanted = read_mask(mask, CANVAS, BOX)
    opaque = np.full_like(mask, 255)
    kinds = (
        mask > 0,
        mask[:, :, np.newaxis],
        mask.astype(np.uint16) * 257,
        np.dstack([mask, mask, mask]),
        np.dstack([mask, opaque * 0, opaque * 0]),
        np.dstack([mask, opaque]),
        np.dstack([opaque, mask]),
        np.dstack([opaque, opaque, opaque, mask]),
        np.dstack([mask, mask, mask, opaque]),
    )
    for kind in kinds:
        assert np.array_equal(read_mask(kind, CANVAS, BOX), wanted)


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0.001, 0.3), st.integers(0, 999))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_distances_are_those_to_the_nearest_painted_pixel(width: int, height: int, share: float, seed: int) -> None:
    painted = np.random.default_rng(seed).random((height, width)) < share
    painted[seed % height, seed % width] = True
    ys, xs = np.nonzero(painted)
    rows, columns = np.mgrid[:height, :width]
    squares = (rows[..., np.newaxis] - ys) ** 2 + (columns[..., np.newaxis] - xs) ** 2
    assert np.abs(distance_to(painted) - np.sqrt(squares.min(axis=2))).max() < 1e-4


def test_nothing_painted_is_infinitely_far() -> None:
    assert np.isinf(distance_to(np.zeros((5, 5), np.bool_))).all()


@pytest.mark.parametrize("radius", [0, 1, 2.5, 7])
def test_a_dot_grows_to_a_true_disc(radius: float) -> None:
    rows, columns = np.mgrid[:30, :40]
    disc = np.hypot(rows - 15, columns - 20) <= radius
    assert np.array_equal(grow(dots((20, 15)), radius) > 0, disc)


def test_shrinking_undoes_growing_and_the_border_of_the_picture_does_not_eat() -> None:
    mask = np.zeros((30, 40), np.uint8)
    mask[:12, :20] = 255
    smaller = shrink(mask, 3)
    assert bounds_of(smaller) == Bounds(0, 0, 17, 9)
    assert np.array_equal(shrink(grow(disc_mask(CANVAS, (20, 15), 5), 4), 4) > 0, disc_mask(CANVAS, (20, 15), 5) > 0)


def test_a_feather_is_full_inside_and_falls_straight_to_nothing() -> None:
    soft = feather(dots((20, 15)), 4)
    assert soft[15, 20:26].tolist() == [255, 191, 128, 64, 0, 0]
    assert np.array_equal(feather(dots((20, 15)), 0), dots((20, 15)))


def test_inverting_twice_is_nothing() -> None:
    mask = disc_mask(CANVAS, (20, 15), 5)
    assert invert(mask)[15, 20] == 0
    assert np.array_equal(invert(invert(mask)), mask)


def test_holes_are_filled_and_bays_are_not() -> None:
    ring = np.zeros((30, 40), np.uint8)
    cv2.circle(ring, (12, 15), 8, (255,), 2)
    cv2.rectangle(ring, (25, 5), (36, 20), (255,), 2)
    ring[10:14, 34:38] = 0
    filled = fill_holes(ring)
    assert filled[15, 12] == 255
    assert filled[12, 30] == 0
    assert filled[0, 0] == 0


def test_bounds_are_tight_and_an_empty_mask_has_none() -> None:
    assert bounds_of(dots((3, 4), (10, 20))) == Bounds(3, 4, 8, 17)
    with pytest.raises(EmptyMask):
        bounds_of(np.zeros((4, 4), np.uint8))
