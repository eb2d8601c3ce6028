"""Noise is measured apart from content, and made as strong as it is asked for."""

import numpy as np
import pytest

from hwawon.imaging.geometry import Extent
from hwawon.imaging.grain import grain, noise_of

EVERYWHERE = np.ones((256, 320), np.bool_)


def noisy(sigma: float, content: float = 1.0) -> np.ndarray:
    """Slopes and a bright half, with noise."""
    random = np.random.default_rng(3)
    rows, columns = np.mgrid[:256, :320]
    light = content * (0.2 * rows + 0.1 * columns + 60 * (columns > 160))
    return np.asarray(light[:, :, np.newaxis] + random.normal(0, sigma, (256, 320, 1)), dtype=np.float32)


@pytest.mark.parametrize("sigma", [0.5, 2, 6])
def test_white_noise_is_measured_whatever_lies_under_it(sigma: float) -> None:
    assert noise_of(noisy(sigma), EVERYWHERE) == pytest.approx(sigma, rel=0.12)
    assert noise_of(noisy(sigma, content=0), EVERYWHERE) == pytest.approx(sigma, rel=0.12)


def test_only_the_area_counts() -> None:
    pixels = noisy(1)
    pixels[:, 160:] += np.random.default_rng(0).normal(0, 20, (256, 160, 1)).astype(np.float32)
    left = EVERYWHERE.copy()
    left[:, 160:] = False
    assert noise_of(pixels, left) == pytest.approx(1, rel=0.15)
    assert noise_of(pixels, ~left) > 10


def test_where_no_tile_fits_nothing_is_said() -> None:
    assert noise_of(noisy(2), np.zeros_like(EVERYWHERE)) == 0
    assert noise_of(noisy(2)[:10, :10], EVERYWHERE[:10, :10]) == 0


@pytest.mark.parametrize("strength", [0.7, 3.0])
@pytest.mark.parametrize("extent", [Extent(256, 256), Extent(300, 520)])
def test_grain_has_the_wanted_strength_and_is_the_same_each_time(strength: float, extent: Extent) -> None:
    made = grain(extent, strength)
    assert made.shape == (extent.height, extent.width)
    assert noise_of(made[:, :, np.newaxis], np.ones_like(made, np.bool_)) == pytest.approx(strength, rel=0.1)
    assert np.array_equal(made, grain(extent, strength))
