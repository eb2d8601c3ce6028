"""PSNR, SSIM and the difference map, against the long way of computing them."""

import cv2
import numpy as np
import pytest

from hwawon.errors import BadInput
from hwawon.imaging.compare import difference_map, psnr, ssim
from hwawon.imaging.geometry import Extent
from support.retouch import noise_picture, smooth_picture


def ssim_by_hand(x: np.ndarray, y: np.ndarray, top: float) -> float:
    """Window by window, as the paper writes it."""
    line = cv2.getGaussianKernel(11, 1.5)[:, 0]
    window = np.outer(line, line)
    values = []
    for row in range(x.shape[0] - 10):
        for column in range(x.shape[1] - 10):
            a, b = (image[row : row + 11, column : column + 11].astype(float) for image in (x, y))
            mean_a, mean_b = (window * a).sum(), (window * b).sum()
            var_a, var_b = (window * (a - mean_a) ** 2).sum(), (window * (b - mean_b) ** 2).sum()
            covariance = (window * (a - mean_a) * (b - mean_b)).sum()
            c1, c2 = (0.01 * top) ** 2, (0.03 * top) ** 2
            luminance = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
            values.append(luminance * (2 * covariance + c2) / (var_a + var_b + c2))
    return float(np.mean(values))


@pytest.mark.parametrize("depth", [8, 16])
def test_ssim_agrees_with_the_definition(depth: int) -> None:
    first = smooth_picture(Extent(30, 25), depth=depth, channels=1).pixels
    second = smooth_picture(Extent(30, 25), depth=depth, channels=1, seed=4).pixels
    assert ssim(first, second) == pytest.approx(ssim_by_hand(first[:, :, 0], second[:, :, 0], 2**depth - 1), abs=1e-9)


def test_equal_pictures_are_equal() -> None:
    pixels = noise_picture(Extent(40, 30)).pixels
    assert psnr(pixels, pixels) == float("inf")
    assert ssim(pixels, pixels) == pytest.approx(1)
    assert not difference_map(pixels, pixels).any()


@pytest.mark.parametrize(("depth", "step"), [(8, 1), (16, 257)])
def test_one_level_everywhere_is_48_db_at_every_depth(depth: int, step: int) -> None:
    pixels = smooth_picture(Extent(40, 30), depth=depth).pixels
    assert psnr(pixels, pixels + pixels.dtype.type(step)) == pytest.approx(20 * np.log10(255), abs=0.01)


def test_the_map_shows_where_and_how_much() -> None:
    first = np.full((20, 20, 3), 100, np.uint8)
    second = first.copy()
    second[5, 6] = 103
    shown = difference_map(first, second, amplification=10)
    assert shown[5, 6].tolist() == [30, 30, 30]
    assert np.count_nonzero(shown) == 3
    assert difference_map(first, second, amplification=1000)[5, 6, 0] == 255


def test_the_smallest_difference_of_sixteen_bits_is_still_seen() -> None:
    first = np.full((20, 20, 1), 30000, np.uint16)
    second = first.copy()
    second[3, 3] += 1
    assert difference_map(first, second)[3, 3, 0] == 1


def test_unlike_pictures_are_refused() -> None:
    pixels = noise_picture(Extent(40, 30)).pixels
    for compare in (psnr, ssim, difference_map):
        with pytest.raises(BadInput, match="cannot compare"):
            compare(pixels, pixels[:-1])
        with pytest.raises(BadInput, match="uint16"):
            compare(pixels, pixels.astype(np.uint16))
    with pytest.raises(BadInput, match="11x11"):
        ssim(pixels[:10], pixels[:10])
