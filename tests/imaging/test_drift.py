"""A result that lies off is moved back to a fifth of a pixel, or refused; one that lies right is not touched."""

import cv2
import numpy as np
import pytest

from hwawon.errors import BadResult
from hwawon.imaging.drift import guard_drift
from hwawon.imaging.geometry import Extent
from hwawon.imaging.register import Motion, warped
from support.retouch import smooth_picture

SIDE = 256


def textured(seed: int = 0) -> np.ndarray:
    """Shapes of all sizes, (SIDE, SIDE, 3)."""
    random = np.random.default_rng(seed)
    pixels = smooth_picture(Extent(SIDE, SIDE), seed=seed).pixels.copy()
    for _ in range(150):
        centre = tuple(int(value) for value in random.integers(0, SIDE, 2))
        cv2.circle(pixels, centre, int(random.integers(2, 20)), random.integers(0, 255, 3).tolist(), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(pixels, (0, 0), 0.8).astype(np.uint8)


def repainted(image: np.ndarray, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """What a careless engine gives: moved by `motion`, a little paler, noisy, other content in the middle."""
    back = Motion(-motion.x / motion.zoom, -motion.y / motion.zoom, 1 / motion.zoom)
    moved = warped(image, back, cv2.INTER_CUBIC) * 0.93 + 9
    moved += np.random.default_rng(1).normal(0, 2, moved.shape)
    keep = np.ones(image.shape[:2], np.bool_)
    keep[80:170, 90:180] = False
    moved[85:165, 95:175] = 30
    return np.clip(moved, 0, 255).astype(np.uint8), keep


MOTIONS = [(0, 0, 0.98), (0, 0, 1.02), (0, 0, 0.99), (1, 0, 1), (-3.3, 2.1, 1), (9, -8, 1), (14, 2, 1), (4, 3, 1.01)]


@pytest.mark.parametrize("motion", [Motion(*motion) for motion in MOTIONS])
@pytest.mark.parametrize("seed", [0, 1])
def test_shift_and_zoom_are_found_to_a_fifth_of_a_pixel_everywhere(motion: Motion, seed: int) -> None:
    image = textured(seed)
    painted, keep = repainted(image, motion)
    corrected, drift = guard_drift(painted, image, keep)
    left = Motion(drift.shift_x_px - motion.x, drift.shift_y_px - motion.y, 1 + drift.zoom - motion.zoom)
    assert left.farthest_px(Extent(SIDE, SIDE)) < 0.2
    assert drift.corrected
    again, rest = guard_drift(corrected, image, keep)
    assert again is corrected
    assert np.hypot(rest.shift_x_px, rest.shift_y_px) + abs(rest.zoom - 1) * SIDE / 2**0.5 < 0.2


def test_a_result_that_lies_right_is_returned_as_it_is() -> None:
    image = textured()
    painted, keep = repainted(image, Motion(0.2, 0.1))
    same, drift = guard_drift(painted, image, keep)
    assert same is painted
    assert drift.measured
    assert not drift.corrected


def test_an_exact_context_is_no_drift_whatever_was_painted() -> None:
    image = textured()
    painted, keep = image.copy(), np.ones((SIDE, SIDE), np.bool_)
    keep[50:200, 50:200] = False
    painted[50:200, 50:200] = textured(3)[50:200, 50:200]
    same, drift = guard_drift(painted, image, keep)
    assert same is painted
    assert (drift.shift_x_px, drift.shift_y_px, drift.zoom) == (0, 0, 1)


@pytest.mark.parametrize("motion", [Motion(25, 0), Motion(-14, 14), Motion(0, 0, 1.08)])
def test_too_much_is_refused_with_the_figures(motion: Motion) -> None:
    image = textured()
    painted, keep = repainted(image, motion)
    with pytest.raises(BadResult, match="px off at zoom"):
        guard_drift(painted, image, keep)


def test_where_nothing_can_be_measured_nothing_is_done() -> None:
    flat = np.full((SIDE, SIDE, 3), 90, np.uint8)
    painted = flat + np.random.default_rng(0).integers(0, 3, flat.shape, dtype=np.uint8)
    same, drift = guard_drift(painted, flat, np.ones((SIDE, SIDE), np.bool_))
    assert same is painted
    assert not drift.measured
    nothing_kept = guard_drift(textured(1), textured(0), np.zeros((SIDE, SIDE), np.bool_))[1]
    assert not nothing_kept.measured


def test_a_context_repainted_altogether_is_not_moved_about() -> None:
    painted = textured(5)
    same, drift = guard_drift(painted, textured(6), np.ones((SIDE, SIDE), np.bool_))
    assert same is painted
    assert not drift.measured


@pytest.mark.parametrize("seed", [0, 1])
def test_a_third_of_the_context_repainted_does_not_mislead(seed: int) -> None:
    image, motion = textured(seed), Motion(-3.3, 2.1, 1.01)
    painted, keep = repainted(image, motion)
    painted[180:, :150] = textured(7)[180:, :150]
    painted[:60, 150:] = 200
    _, drift = guard_drift(painted, image, keep)
    left = Motion(drift.shift_x_px - motion.x, drift.shift_y_px - motion.y, 1 + drift.zoom - motion.zoom)
    assert left.farthest_px(Extent(SIDE, SIDE)) < 0.2


@pytest.mark.parametrize("side", [512, 700])
def test_a_larger_result_is_corrected_as_exactly(side: int) -> None:
    image = np.asarray(cv2.resize(textured(), (side, side), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    motion = Motion(6.3, -2.4, 1.008)
    painted, keep = repainted(image, motion)
    _, drift = guard_drift(painted, image, keep)
    left = Motion(drift.shift_x_px - motion.x, drift.shift_y_px - motion.y, 1 + drift.zoom - motion.zoom)
    assert left.farthest_px(Extent(side, side)) < 0.2
