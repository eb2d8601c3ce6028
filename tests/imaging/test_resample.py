"""The one resize rule moves nothing, whichever scale and however often."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.imaging.geometry import Extent
from hwawon.imaging.resample import largest_of_channels, mean_of_channels, resize, rounded
from hwawon.imaging.sizes import ENLARGEMENTS, REDUCTIONS

SCALES = [scale for scale in (*ENLARGEMENTS, *REDUCTIONS, Fraction(1, 3), Fraction(1, 5), Fraction(1, 8)) if scale != 1]


def centre_of(image: NDArray[np.float32]) -> tuple[float, float]:
    """The centroid of the light, in shares of the picture's size."""
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    total = image.sum()
    x = ((columns + 0.5) * image).sum() / total / image.shape[1]
    y = ((rows + 0.5) * image).sum() / total / image.shape[0]
    return float(x), float(y)


def dot(side: int, x: float, y: float) -> NDArray[np.float32]:
    rows, columns = np.mgrid[:side, :side]
    return np.asarray(200 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 14**2)), dtype=np.float32)


@pytest.mark.parametrize("scale", SCALES, ids=str)
@pytest.mark.parametrize(("x", "y"), [(120, 120), (101.3, 140.8), (150.5, 97.1)])
def test_there_and_back_moves_a_dot_by_less_than_a_twentieth_of_a_pixel(scale: Fraction, x: float, y: float) -> None:
    side = 240
    before = dot(side, x, y)
    work = resize(before, Extent(int(side * scale), int(side * scale)))
    after = resize(work, Extent(side, side))
    for there in (work, after):
        moved = np.subtract(centre_of(there), centre_of(before)) * side
        assert np.abs(moved).max() < 0.05


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_twenty_times_there_and_back_does_not_creep(scale: Fraction) -> None:
    side, image = 240, dot(240, 110.4, 131.7)
    before = image
    for _ in range(20):
        image = resize(resize(image, Extent(int(side * scale), int(side * scale))), Extent(side, side))
    assert np.abs(np.subtract(centre_of(image), centre_of(before))).max() * side < 0.05


@pytest.mark.parametrize("scale", SCALES, ids=str)
def test_phase_correlation_agrees_on_a_picture(scale: Fraction) -> None:
    grain = np.random.default_rng(0).normal(0, 60, (240, 240)).astype(np.float32)
    before = cv2.GaussianBlur(grain, (0, 0), 6)
    work = resize(before, Extent(int(240 * scale), int(240 * scale)))
    (x, y), _ = cv2.phaseCorrelate(before.astype(np.float64), resize(work, Extent(240, 240)).astype(np.float64))
    assert np.hypot(x, y) < 0.05


def test_a_reduction_does_not_alias() -> None:
    stripes = np.zeros((240, 240), np.float32)
    stripes[:, ::2] = 200
    assert np.ptp(resize(stripes, Extent(180, 180))[:, 5:-5]) <= 100
    assert np.ptp(resize(stripes, Extent(120, 120))) == 0


def test_the_same_size_is_the_same_object_and_channels_stay() -> None:
    image = np.zeros((10, 12, 1), np.uint8)
    assert resize(image, Extent(12, 10)) is image
    assert resize(image, Extent(24, 20)).shape == (20, 24, 1)


def test_channels_are_reduced_as_numpy_does() -> None:
    values = np.random.default_rng(0).normal(0, 50, (9, 7, 3)).astype(np.float32)
    assert np.allclose(mean_of_channels(values), values.mean(axis=2), atol=1e-4)
    assert np.array_equal(largest_of_channels(values), values.max(axis=2))
    assert np.array_equal(mean_of_channels(values[:, :, :1]), values[:, :, 0])


@pytest.mark.parametrize(("depth", "top"), [(8, 255), (16, 65535)])
def test_values_are_rounded_and_clipped(depth: int, top: int) -> None:
    values = np.array([[-3, 0.4, 0.6, top + 9]], np.float32)
    assert rounded(values, depth).tolist() == [[0, 0, 1, top]]
