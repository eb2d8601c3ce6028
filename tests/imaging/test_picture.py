"""A picture in memory knows its size, depth and kind, and gives engines 8-bit RGB."""

import numpy as np
import pytest

from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Metadata, Picture


def test_it_tells_extent_depth_and_kind() -> None:
    picture = Picture(np.zeros((4, 6, 2), np.uint16), Metadata(source_format="PNG"))
    assert picture.extent == Extent(6, 4)
    assert (picture.depth, picture.has_alpha, picture.colour.shape) == (16, True, (4, 6, 1))
    assert Picture(np.zeros((4, 6, 3), np.uint8)).alpha is None


def test_every_8_bit_value_survives_the_way_over_16_bit() -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
    wide = Picture((values.astype(np.uint16) * 257).astype(np.uint16))
    assert np.array_equal(wide.rgb8(), np.repeat(values, 3, axis=2))


def test_16_bit_rounds_to_the_nearest_8_bit_value() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    expected = np.rint(values.astype(np.float64) / 257).astype(np.uint8)
    assert np.array_equal(Picture(values).rgb8()[:, :, :1], expected)


def test_a_part_is_cut_by_bounds_and_does_not_share_memory() -> None:
    pixels = np.arange(4 * 6 * 4, dtype=np.uint8).reshape(4, 6, 4)
    part = Picture(pixels).rgb8(Bounds(1, 2, 3, 2))
    assert np.array_equal(part, pixels[2:4, 1:4, :3])
    assert not np.shares_memory(part, pixels)


@pytest.mark.parametrize("pixels", [np.zeros((4, 6), np.uint8), np.zeros((0, 6, 3), np.uint8), np.zeros((4, 6, 5))])
def test_an_array_that_is_no_picture_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected"):
        Picture(pixels)
