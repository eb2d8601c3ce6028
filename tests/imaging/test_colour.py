"""Colours are matched from the kept context, and only where there is something to match."""

import numpy as np
import pytest

from hwawon.imaging.colour import ColourMatch, match_colour
from hwawon.imaging.geometry import Extent
from support.retouch import disc_mask, smooth_picture

EXTENT = Extent(200, 160)
MASK = disc_mask(EXTENT, (100, 80), 40)


def picture(seed: int = 0) -> np.ndarray:
    return smooth_picture(EXTENT, seed=seed).pixels.astype(np.uint8)


def error(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(float) - second).mean())


@pytest.mark.parametrize("mode", [ColourMatch.AUTO, ColourMatch.STRONG])
def test_a_tinted_and_flattened_result_is_brought_back_inside_the_mask_too(mode: ColourMatch) -> None:
    reference = picture()
    tinted = np.clip((reference.astype(float) - 120) * 0.9 + [135, 118, 112], 0, 255).astype(np.uint8)
    matched = match_colour(tinted, reference, MASK, mode)
    assert error(tinted[MASK > 0], reference[MASK > 0]) > 5
    assert error(matched[MASK > 0], reference[MASK > 0]) < 1.2


@pytest.mark.parametrize("mode", list(ColourMatch))
def test_equal_context_returns_the_same_object(mode: ColourMatch) -> None:
    reference = picture()
    painted = reference.copy()
    painted[MASK > 0] = 7
    assert match_colour(painted, reference, MASK, mode) is painted


def test_off_leaves_a_tint_alone() -> None:
    painted = picture() // 2
    assert match_colour(painted, picture(), MASK, "off") is painted


def test_a_surface_of_one_colour_is_only_moved_never_stretched() -> None:
    reference = np.full((160, 200, 3), 128, np.uint8)
    painted = reference + np.random.default_rng(0).integers(3, 6, reference.shape, dtype=np.uint8)
    painted[MASK > 0] = (200, 60, 60)
    matched = match_colour(painted, reference, MASK, ColourMatch.STRONG)
    assert np.abs(matched[MASK > 0].astype(int) - (196, 56, 56)).max() <= 1
    assert error(matched[MASK == 0], reference[MASK == 0]) < 1


def test_gain_is_limited_to_half_and_double() -> None:
    reference = picture()
    flattened = ((reference.astype(float) - 120) * 0.1 + 120).astype(np.uint8)
    matched = match_colour(flattened, reference, MASK, ColourMatch.STRONG)
    contrast = matched[MASK == 0].std(axis=0) / flattened[MASK == 0].std(axis=0)
    assert contrast == pytest.approx(2, abs=0.15)


def test_auto_does_not_stretch_where_the_context_shows_something_else() -> None:
    painted, reference = picture(1), picture(2)
    matched = match_colour(painted, reference, MASK, ColourMatch.AUTO)
    assert matched.std(axis=(0, 1)) == pytest.approx(painted.std(axis=(0, 1)), rel=0.05)


def test_without_kept_context_nothing_is_done() -> None:
    painted = picture(1)
    assert match_colour(painted, picture(2), np.full((160, 200), 255, np.uint8), ColourMatch.STRONG) is painted


def test_new_content_does_not_pull_the_match() -> None:
    reference = picture()
    painted = np.clip(reference.astype(int) + 6, 0, 255).astype(np.uint8)
    painted[MASK > 0] = (255, 0, 0)
    matched = match_colour(painted, reference, MASK, ColourMatch.AUTO)
    assert error(matched[MASK == 0], reference[MASK == 0]) < 0.6
