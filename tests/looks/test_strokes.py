"""Strokes drawn again are the lines they were traced from; a line that goes straight on is one stroke."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds
from hwawon.imaging.lineart import canny, xdog
from hwawon.looks.joints import joined
from hwawon.looks.strokes import MOST_STROKES, Stroke, line_mask, strokes_of
from hwawon.looks.thin import thinned
from hwawon.looks.trace import traced
from hwawon.looks.view import View
from hwawon.vision.lineart import Hed
from support.pictures import photograph
from support.small_models import with_models

Mask = NDArray[np.bool_]


def small(name: str) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(photograph(name), (320, 240), interpolation=cv2.INTER_AREA), np.uint8)


def drawn(strokes: list[Stroke], shape: tuple[int, ...]) -> Mask:
    canvas = np.zeros(shape, np.uint8)
    for stroke in strokes:
        points = np.rint(stroke.points).astype(np.int32)
        cv2.polylines(canvas, [points], False, 255, max(1, round(stroke.width_px)))
    return canvas > 0


def share_near(some: Mask, others: Mask, reach_px: float = 2.0) -> float:
    """The share of some pixels that have one of the others near."""
    distance = cv2.distanceTransform((~others).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return float((distance[some] <= reach_px).mean())


def canvas_with(*lines: list[tuple[int, int]], width: int = 3) -> NDArray[np.uint8]:
    canvas = np.zeros((120, 160), np.uint8)
    for line in lines:
        cv2.polylines(canvas, [np.array(line, np.int32)], False, 255, width)
    return canvas


@pytest.mark.parametrize("name", ["astronaut", "coffee", "flower", "china"])
def test_strokes_of_thin_edges_drawn_again_are_these_edges(name: str) -> None:
    lines = canny(small(name))
    again = drawn(strokes_of(lines), lines.shape)
    assert share_near(line_mask(lines), again) > 0.93
    assert share_near(again, line_mask(lines)) > 0.98


@pytest.mark.parametrize("name", ["astronaut", "flower"])
def test_strokes_of_soft_contours_drawn_again_are_these_contours(name: str) -> None:
    lines = Hed(with_models("hed"), threads=1).lines(small(name))
    again = drawn(strokes_of(lines), lines.shape)
    assert share_near(lines > 150, again) > 0.93
    assert share_near(again, lines > 30) > 0.98


def test_strokes_of_drawn_lines_drawn_again_are_these_lines() -> None:
    lines = xdog(small("astronaut"))
    again = drawn(strokes_of(lines), lines.shape)
    assert share_near(line_mask(lines), again) > 0.85  # dots are left out
    assert share_near(again, line_mask(lines)) > 0.98


corner = st.tuples(st.integers(8, 151), st.integers(8, 111))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(corner, min_size=2, max_size=5, unique=True), st.integers(1, 7))
def test_any_polyline_comes_back(line: list[tuple[int, int]], width: int) -> None:
    assume(min(np.hypot(*np.subtract(one, other)) for one, other in pairwise(line)) > 12 + 3 * width)
    lines = canvas_with(line, width=width)
    again = drawn(strokes_of(lines), lines.shape)
    assert share_near(lines > 0, again, reach_px=3.0) > 0.9
    assert share_near(again, lines > 0) > 0.98


@pytest.mark.parametrize("width", [1, 3, 5, 9])
def test_a_stroke_has_its_lines_place_width_and_weight(width: int) -> None:
    lines = np.zeros((120, 160), np.uint8)
    lines[60 - width // 2 : 60 + width // 2 + 1, 20:141] = 180
    (stroke,) = strokes_of(lines)
    assert np.abs(stroke.points[:, 1] - 60).max() <= 1
    assert sorted(stroke.points[:, 0])[0] == pytest.approx(20, abs=width)
    assert sorted(stroke.points[:, 0])[-1] == pytest.approx(140, abs=width)
    assert stroke.width_px == pytest.approx(width, abs=1.2)
    assert stroke.weight == pytest.approx(180 / 255, abs=0.01)


def test_two_lines_that_cross_are_two_strokes() -> None:
    lines = canvas_with([(20, 20), (140, 100)], [(20, 100), (140, 20)])
    strokes = strokes_of(lines)
    assert len(strokes) == 2
    assert all(stroke.length_px > 130 for stroke in strokes)


def test_a_branch_is_a_stroke_of_its_own() -> None:
    lines = canvas_with([(20, 60), (140, 60)], [(80, 60), (80, 110)])
    long, short = strokes_of(lines)
    assert long.length_px == pytest.approx(120, abs=6)
    assert short.length_px == pytest.approx(50, abs=6)


def test_a_ring_is_one_stroke_that_ends_where_it_begins() -> None:
    lines = np.zeros((120, 160), np.uint8)
    cv2.circle(lines, (80, 60), 40, 255, 3)
    (ring,) = strokes_of(lines)
    assert ring.length_px == pytest.approx(2 * np.pi * 40, rel=0.05)
    assert np.hypot(*(ring.points[0] - ring.points[-1])) <= 2


def test_soft_lines_side_by_side_stay_apart() -> None:
    soft = cv2.GaussianBlur(canvas_with([(20, 54), (140, 54)], [(20, 66), (140, 66)]), (0, 0), 3)
    strokes = strokes_of(np.asarray(cv2.normalize(soft, soft, 0, 255, cv2.NORM_MINMAX), np.uint8))
    assert sorted(round(float(stroke.points[:, 1].mean())) for stroke in strokes) == pytest.approx([54, 66], abs=1)


def test_there_are_never_more_than_can_be_edited_and_none_of_nothing() -> None:
    grid = np.zeros((900, 900), np.uint8)
    grid[::12, :] = np.tile([255] * 8 + [0] * 7, 60)
    assert len(strokes_of(grid)) == MOST_STROKES
    assert strokes_of(np.zeros((50, 60), np.uint8)) == []


def test_a_skeleton_is_one_pixel_thin_and_as_connected_as_its_lines() -> None:
    mask = line_mask(xdog(small("coffee")))
    skeleton = thinned(mask)
    assert not (skeleton & ~mask).any()
    squares = skeleton[:-1, :-1] & skeleton[1:, :-1] & skeleton[:-1, 1:] & skeleton[1:, 1:]
    assert squares.sum() < 0.005 * skeleton.sum()
    pieces = [cv2.connectedComponents(each.astype(np.uint8), connectivity=8)[0] for each in (mask, skeleton)]
    assert pieces[0] == pieces[1]


def test_every_pixel_of_a_skeleton_is_on_a_path_but_for_spurs() -> None:
    skeleton = thinned(line_mask(canny(small("china"))))
    paths = joined(traced(skeleton))
    walked = {place for path in paths for place in path}
    assert walked <= {(x, y) for y, x in np.argwhere(skeleton).tolist()}
    assert len(walked) > 0.9 * skeleton.sum()
    steps = [max(abs(a - c), abs(b - d)) for path in paths for (a, b), (c, d) in pairwise(path)]
    assert max(steps) <= 8  # over a joint


def test_points_are_told_in_pixels_of_the_picture() -> None:
    view = View(np.zeros((50, 100, 3), np.uint8), Bounds(30, 40, 400, 200))
    assert view.to_picture(np.array([[0, 0], [99, 49]], np.float32)).tolist() == [[32, 42], [428, 238]]
