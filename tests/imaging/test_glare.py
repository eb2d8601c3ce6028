"""Anti-glare smooths inside the mask, keeps edges, and is nothing at 0."""

import cv2
import numpy as np
import pytest

from hwawon.errors import BadNumber
from hwawon.imaging.geometry import Extent
from hwawon.imaging.glare import anti_glare
from support.retouch import disc_mask, smooth_picture

EXTENT = Extent(160, 120)
MASK = disc_mask(EXTENT, (80, 60), 35)


def shiny() -> np.ndarray:
    """A half-bright, half-dark picture with specks of light."""
    pixels = smooth_picture(EXTENT).pixels.astype(np.float32) * 0.3 + 40
    pixels[:, 80:] += 90
    pixels += 25 * (np.random.default_rng(0).random((120, 160, 1)) < 0.1)
    return np.asarray(np.clip(pixels, 0, 255), dtype=np.uint8)


def test_nothing_outside_the_mask_changes() -> None:
    pixels = shiny()
    calmed = anti_glare(pixels, MASK, 60)
    assert np.array_equal(calmed[MASK < 128], pixels[MASK < 128])
    assert not np.array_equal(calmed, pixels)


def test_more_is_smoother_and_the_edge_stays() -> None:
    pixels, inside = shiny(), MASK > 0
    roughness = [
        float(np.abs(cv2.Laplacian(anti_glare(pixels, MASK, amount).astype(np.float32), -1))[inside].mean())
        for amount in (0, 30, 80)
    ]
    assert roughness[0] > roughness[1] > roughness[2]
    calmed = anti_glare(pixels, MASK, 60).astype(int)
    assert (calmed[50:70, 84:90].mean() - calmed[50:70, 70:76].mean()) > 60


def test_zero_and_an_empty_mask_return_the_same_object() -> None:
    pixels = shiny()
    assert anti_glare(pixels, MASK, 0) is pixels
    assert anti_glare(pixels, np.zeros_like(MASK), 50) is pixels


@pytest.mark.parametrize("amount", [-1, 101, float("nan")])
def test_an_amount_out_of_range_is_refused(amount: float) -> None:
    with pytest.raises(BadNumber, match="0 to 100"):
        anti_glare(shiny(), MASK, amount)
