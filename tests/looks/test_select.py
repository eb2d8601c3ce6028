"""A selection keeps what is kept, leaves what is left, and has the picture's own edges."""

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.imaging.geometry import Bounds, Extent
from hwawon.looks import select
from hwawon.looks.request import SelectLook
from hwawon.looks.view import view_of
from support.pictures import photograph

RGB = NDArray[np.uint8]


def selected(rgb: RGB, **wishes: Any) -> NDArray[np.uint8]:
    """The mask of a whole picture, at its size."""
    view = view_of(rgb, Bounds.whole(Extent.of(rgb)), select.WORK_PX)
    return select.fitted(select.cut_out(view, SelectLook(picture="-", **wishes)), rgb)


def overlap(mask: NDArray[np.uint8], truth: NDArray[np.bool_]) -> float:
    chosen = mask > 127
    return float((chosen & truth).sum() / (chosen | truth).sum())


def dahlia() -> NDArray[np.bool_]:
    """Where the flower's petals are, told by their colour alone."""
    hsv = cv2.cvtColor(photograph("flower"), cv2.COLOR_RGB2HSV)
    warm = ((hsv[:, :, 0] < 25) & (hsv[:, :, 2] > 110)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(warm, cv2.MORPH_CLOSE, np.ones((9, 9))))
    return np.asarray(labels == 1 + int(stats[1:count, cv2.CC_STAT_AREA].argmax()))


def scene(shift: int = 0) -> tuple[RGB, NDArray[np.bool_]]:
    """A textured disc on a textured ground, and where it is."""
    noise = np.random.default_rng(3).normal(0, 9, (300, 400, 3))
    truth = np.zeros((300, 400), np.uint8)
    cv2.circle(truth, (200 + shift, 150), 80, 1, -1)
    colours = np.where(truth[:, :, np.newaxis], [190, 120, 60], [70, 110, 150])
    return np.clip(colours + noise, 0, 255).astype(np.uint8), truth > 0


@pytest.mark.parametrize(
    "wishes",
    [
        {"points": [{"x": 300, "y": 230}]},
        {"rectangle": [160, 60, 320, 330]},
        {"rectangle": [160, 60, 320, 330], "points": [{"x": 300, "y": 230}, {"x": 180, "y": 80, "keep": False}]},
    ],
)
def test_a_flower_is_found_from_one_point_or_a_rectangle(wishes: dict[str, Any]) -> None:
    assert overlap(selected(photograph("flower"), **wishes), dahlia()) > 0.93


def test_the_edge_lies_on_the_things_edge() -> None:
    rgb, truth = scene()
    mask = selected(rgb, points=[{"x": 200, "y": 150}])
    distance = cv2.distanceTransform(truth.astype(np.uint8), cv2.DIST_L2, 5) + cv2.distanceTransform(
        (~truth).astype(np.uint8), cv2.DIST_L2, 5
    )
    wrong = (mask > 127) != truth
    assert distance[wrong].max(initial=0) <= 3
    assert wrong.mean() < 0.005


def test_kept_points_are_kept_and_left_ones_are_left() -> None:
    rgb = photograph("astronaut")
    points = [{"x": 230, "y": 130}, {"x": 60, "y": 60, "keep": False}, {"x": 420, "y": 60, "keep": False}]
    mask = selected(rgb, points=points)
    assert mask[130, 230] == 255
    assert mask[60, 60] == mask[60, 420] == 0


def test_a_point_to_leave_takes_away_what_is_there() -> None:
    rgb, truth = scene(-60)
    cv2.circle(rgb, (310, 150), 40, (190, 120, 60), -1)
    both = [{"x": 140, "y": 150}, {"x": 310, "y": 150}]
    assert selected(rgb, points=both)[150, 310] == 255
    left = [{"x": 140, "y": 150}, {"x": 310, "y": 150, "keep": False}]
    assert selected(rgb, points=left)[150, 310] == 0
    assert overlap(selected(rgb, points=left), truth) > 0.9


def test_nothing_outside_the_rectangle_is_selected() -> None:
    mask = selected(photograph("coffee"), rectangle=[90, 20, 420, 360])
    inside = np.zeros(mask.shape, np.bool_)
    inside[20 - 4 : 380 + 4, 90 - 4 : 510 + 4] = True  # the soft edge
    assert not mask[~inside].any()
    assert mask[200, 300] == 255


def test_the_whole_box_as_rectangle_and_a_box_of_one_pixel_are_answered() -> None:
    rgb = photograph("coffee")[:60, :80]
    assert selected(rgb, rectangle=[0, 0, 80, 60]).shape == (60, 80)
    assert selected(rgb[:1, :1], points=[{"x": 0, "y": 0}]).tolist() == [[255]]


def test_a_large_box_is_answered_at_its_size_with_the_picture_s_edge() -> None:
    rgb, truth = scene()
    large = np.asarray(cv2.resize(rgb, (2000, 1500), interpolation=cv2.INTER_CUBIC), np.uint8)
    wanted = cv2.resize(truth.astype(np.uint8), (2000, 1500), interpolation=cv2.INTER_NEAREST) > 0
    mask = selected(large, points=[{"x": 1000, "y": 750}])
    assert mask.shape == (1500, 2000)
    assert overlap(mask, wanted) > 0.97


def test_in_a_rectangle_only_what_a_kept_point_touches_is_selected() -> None:
    rgb, truth = scene(-60)
    cv2.circle(rgb, (310, 150), 40, (190, 120, 60), -1)
    rectangle = [40, 40, 330, 220]
    assert selected(rgb, rectangle=rectangle)[150, 310] == 255
    mask = selected(rgb, rectangle=rectangle, points=[{"x": 140, "y": 150}])
    assert mask[150, 310] == 0
    assert overlap(mask, truth) > 0.95
    left = [{"x": 310, "y": 150, "keep": False}]
    assert selected(rgb, rectangle=rectangle, points=left)[150, 310] == 0


def test_the_same_hints_give_the_same_mask_whatever_was_looked_at_before() -> None:
    def mask_after(seed: int) -> NDArray[np.uint8]:
        cv2.setRNGSeed(seed)
        return selected(photograph("astronaut"), rectangle=[20, 0, 370, 500])

    first = mask_after(1)
    assert all(np.array_equal(first, mask_after(seed)) for seed in (2, 3))
