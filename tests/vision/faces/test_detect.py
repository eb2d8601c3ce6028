"""Faces out of the detector's maps, and the places of faces in turned and cut pictures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hwawon.vision.faces import detect
from hwawon.vision.faces.align import back, chip, roll_of, similar, square
from hwawon.vision.faces.detect import Found, distinct, most_important, read


def found(left: float, top: float, side: float, score: float = 0.9) -> Found:
    points = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)], np.float32)
    places = points * np.float32(side) + np.array((left, top), np.float32)
    return Found((left, top, left + side, top + side), places, score)


def test_a_face_is_read_from_the_maps() -> None:
    heat, sizes, offsets, points = (np.zeros((1, count, 8, 10), np.float32) for count in (1, 2, 2, 10))
    heat[0, 0, 3, 4] = 0.8
    sizes[0, :, 3, 4] = np.log(5), np.log(4)  # height, width in cells
    offsets[0, :, 3, 4] = 0.25, 0.5  # y, x
    points[0, :, 3, 4] = [0.4, 0.25] * 5  # y, x as parts of the box
    (one,) = read(heat, sizes, offsets, points)
    assert one.box == pytest.approx((12, 5, 28, 25)) and one.score == pytest.approx(0.8)
    assert one.points[0] == pytest.approx((12 + 16 * 0.25, 5 + 20 * 0.4))


def test_one_face_is_found_once_and_two_are_two() -> None:
    same = [found(10, 10, 50, 0.7), found(14, 12, 50, 0.9), found(100, 10, 50, 0.6)]
    assert [one.score for one in distinct(same)] == [0.9, 0.6]


def test_the_larger_face_comes_first_and_of_equal_ones_the_more_central() -> None:
    small, large, aside = found(240, 240, 20), found(0, 0, 200), found(420, 400, 60)
    middle = found(220, 220, 60)
    assert most_important([small, large, aside, middle], 512, 512) == [large, middle, aside, small]


@settings(max_examples=50)
@given(st.integers(1, 3), st.integers(0, 60), st.integers(0, 30), st.integers(5, 30))
def test_a_place_in_a_turned_picture_is_found_again(turns: int, left: int, top: int, side: int) -> None:
    picture = np.zeros((80, 100, 3), np.uint8)
    picture[top : top + side, left : left + side] = 255
    rows, columns = np.nonzero(np.rot90(picture, turns)[..., 0])
    start, end = (columns.min(), rows.min()), (columns.max() + 1, rows.max() + 1)
    turned = Found((float(start[0]), float(start[1]), float(end[0]), float(end[1])), np.zeros((5, 2), np.float32), 1)
    (one,) = detect._turned_back([turned], turns, picture.shape)
    assert one.box == pytest.approx((left, top, left + side, top + side))


@settings(max_examples=50)
@given(st.floats(-3, 3), st.floats(0.2, 5), st.floats(-50, 50), st.floats(-50, 50))
def test_the_way_between_two_sets_of_points_is_found(roll: float, scale: float, x: float, y: float) -> None:
    points = np.array([(0, 0), (4, 1), (2, 5), (-3, 2)], np.float32)
    turn = scale * np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    goals = (points @ turn.T + (x, y)).astype(np.float32)
    matrix = similar(points, goals)
    assert points @ matrix[:, :2].T + matrix[:, 2] == pytest.approx(goals, abs=1e-3)
    assert back(matrix, goals) == pytest.approx(points, abs=1e-2)


def checker(side: int, cell: int) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[:side, :side] // cell
    return np.repeat(((rows + columns) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)


def test_a_chip_is_upright_and_averaged_where_it_is_made_smaller() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[20:40, 60:80] = 200
    cut = chip(picture, square((70.0, 30.0), 20.0, 0.0), 10)
    assert cut.shape == (10, 10, 3) and cut.min() >= 199
    fine = chip(checker(256, 2), square((128.0, 128.0), 256.0, 0.0), 32)
    assert np.abs(fine.astype(int) - 127).max() < 8, "a fine pattern becomes grey, not another pattern"


@pytest.mark.parametrize("degrees", [0, 30, 90, 170, -60])
def test_the_roll_is_that_of_the_eyes_and_the_square_turns_it_back(degrees: float) -> None:
    angle = np.radians(degrees)
    eyes = np.array([(50, 50), (50 + 20 * np.cos(angle), 50 + 20 * np.sin(angle))], np.float32)
    assert np.degrees(roll_of(eyes)) == pytest.approx(degrees, abs=0.01)
    matrix = square((50.0, 50.0), 40.0, roll_of(eyes))
    level = eyes @ matrix[:, :2].T + matrix[:, 2]
    assert level == pytest.approx(np.array([(0.5, 0.5), (1.0, 0.5)]), abs=1e-4)
