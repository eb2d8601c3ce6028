"""Lists, verdicts and changes of a filter cost the same in a larger garden."""

from functools import partial

import pytest

from benchmarks import p5_lists
from benchmarks.harness import Row, measured

pytestmark = pytest.mark.alone

FACTOR = 1.5  # of the bar: a machine that runs tests has neighbours, and what grows with the garden is far above


def rows(_full: bool, small: int, large: int) -> list[Row]:
    return p5_lists.compared(small, large, 20)


@pytest.mark.slow
def test_twenty_times_as_many_pictures_make_no_request_slower() -> None:
    found = measured(partial(rows, small=1000, large=20_000), False)
    assert len(found) >= 15
    assert [row.cells() for row in found if row.ratio and row.limit and row.ratio > FACTOR * row.limit] == []
