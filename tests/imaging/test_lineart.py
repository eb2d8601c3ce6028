"""Lines are white on black, lie on the edges, and are few on flat ground."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from hwawon.imaging.lineart import canny, xdog

LINES = [xdog, canny]


def drawing() -> np.ndarray:
    """A dark disc and a thin black line on light ground."""
    pixels = np.full((120, 160, 3), 220, np.uint8)
    cv2.circle(pixels, (50, 60), 25, (60, 40, 90), -1, cv2.LINE_AA)
    cv2.line(pixels, (90, 100), (150, 20), (0, 0, 0), 2, cv2.LINE_AA)
    return pixels


@pytest.mark.parametrize("lines_of", LINES)
def test_lines_lie_on_the_edges_and_nowhere_else(lines_of: Callable[[np.ndarray], np.ndarray]) -> None:
    lines = lines_of(drawing())
    assert lines.shape == (120, 160)
    assert lines.dtype == np.uint8
    edge = np.zeros((120, 160), np.uint8)
    cv2.circle(edge, (50, 60), 25, 255, 9)
    cv2.line(edge, (90, 100), (150, 20), 255, 9)
    assert lines.max() > 200
    assert not lines[edge == 0].any()
    ring = np.zeros((120, 160), np.uint8)
    cv2.circle(ring, (50, 60), 25, 255, 5)
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    near = cv2.dilate(lines, np.ones((5, 5)))
    on_the_ring = [near[int(60 + 25 * np.sin(a)), int(50 + 25 * np.cos(a))] > 100 for a in angles]
    assert np.mean(on_the_ring) > 0.95


@pytest.mark.parametrize("lines_of", LINES)
def test_flat_ground_and_faint_noise_give_black(lines_of: Callable[[np.ndarray], np.ndarray]) -> None:
    noise = np.random.default_rng(0).integers(118, 122, (80, 80, 3), dtype=np.uint8)
    assert not lines_of(np.full((80, 80, 3), 120, np.uint8)).any()
    assert (lines_of(noise) > 100).mean() < 0.01


def test_sharper_xdog_and_lower_canny_show_more() -> None:
    pixels = drawing()
    assert xdog(pixels, sharpness=40).mean() > xdog(pixels, sharpness=10).mean()
    faint = (pixels.astype(int) // 16 + 120).astype(np.uint8)
    assert canny(faint, low=5, high=10).any()
    assert not canny(faint, low=200, high=400).any()
