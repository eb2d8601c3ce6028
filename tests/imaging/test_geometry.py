import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadBox
from hwawon.imaging.geometry import Bounds, Extent, checked_box

numbers = st.integers(-50, 50)
sides = st.integers(1, 40)
boxes = st.builds(Bounds, numbers, numbers, sides, sides)


def test_an_extent_is_width_and_height_of_an_array_of_rows() -> None:
    assert Extent.of(np.zeros((3, 5, 4))) == Extent(width=5, height=3)
    assert str(Extent(5, 3)) == "5x3"


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1.5,2,3,4", "1 2 3 4", "nan,0,1,1"])
def test_a_box_that_is_not_four_integers_is_refused_with_what_was_given(text: str) -> None:
    with pytest.raises(BadBox, match="X,Y,W,H"):
        Bounds.parse(text)


def test_a_box_reads_back_as_it_is_written() -> None:
    assert Bounds.parse(str(Bounds(1, 2, 3, 4))) == Bounds(1, 2, 3, 4)


@pytest.mark.parametrize(
    "box", [Bounds(0, 0, 0, 5), Bounds(0, 0, 5, -1), Bounds(-1, 0, 5, 5), Bounds(6, 0, 5, 5), Bounds(0, 8, 1, 3)]
)
def test_a_box_empty_or_partly_outside_is_refused_never_clipped(box: Bounds) -> None:
    with pytest.raises(BadBox):
        checked_box(box, Extent(10, 10))


def test_the_whole_picture_is_a_legal_box() -> None:
    assert checked_box(Bounds(0, 0, 10, 10), Extent(10, 10)) == Bounds.whole(Extent(10, 10))


@settings(deadline=None, derandomize=True)
@given(boxes, boxes)
def test_the_intersection_is_what_both_hold_and_the_union_holds_both(one: Bounds, other: Bounds) -> None:
    shared, joined = one.intersection(other), one.union(other)

    assert one.is_within(joined) and other.is_within(joined)
    assert shared == other.intersection(one)
    if shared.extent.area:
        assert shared.is_within(one) and shared.is_within(other)


@settings(deadline=None, derandomize=True)
@given(boxes, boxes, st.integers(0, 9))
def test_moving_and_padding_are_undone_by_their_opposites(box: Bounds, origin: Bounds, pixels: int) -> None:
    assert box.relative_to(origin).offset(origin.x, origin.y) == box
    assert box.pad(pixels).pad(-pixels) == box
