"""Painted strengths as levels of a mask."""

import numpy as np

from hwawon.engines.base import PaintRequest, Pixels, Task
from hwawon.engines.strengths import weakened
from hwawon.imaging.geometry import Extent

EVERY = np.repeat(np.arange(256, dtype=np.uint8)[None], 256, axis=0)  # each level beside each other one


def levels(mask: Pixels, strengths: Pixels) -> Pixels:
    found = weakened(PaintRequest(Task.INPAINT, Extent.of(mask), 1, mask=mask, strengths=strengths))
    assert found.strengths is None
    assert found.mask is not None
    return found.mask


def test_full_strengths_leave_every_level_as_it_is() -> None:
    assert np.array_equal(levels(EVERY, np.full_like(EVERY, 255)), EVERY)
    assert np.array_equal(levels(np.full_like(EVERY, 255), EVERY), EVERY)


def test_nothing_is_painted_where_either_is_0_and_something_everywhere_else() -> None:
    product = levels(EVERY, np.ascontiguousarray(EVERY.T))

    assert np.array_equal(product > 0, (EVERY > 0) & (EVERY.T > 0))
    assert (product <= np.minimum(EVERY, EVERY.T)).all()


def test_more_strength_is_never_a_lower_level() -> None:
    product = levels(np.ascontiguousarray(EVERY.T), EVERY).astype(int)

    assert (np.diff(product, axis=1) >= 0).all()
    assert (product[255] == np.arange(256)).all()


def test_a_request_without_strengths_is_the_same_request() -> None:
    request = PaintRequest(Task.INPAINT, Extent(256, 256), 1, mask=EVERY)

    assert weakened(request) is request
