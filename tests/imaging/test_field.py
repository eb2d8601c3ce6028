"""The field takes the border's values inwards, smoothly and no further than they reach."""

import numpy as np
import pytest

from hwawon.imaging.field import harmonic_field


def ring(side: int) -> np.ndarray:
    rows, columns = np.mgrid[:side, :side]
    away = np.hypot(rows - side / 2, columns - side / 2) / side
    return np.asarray((away > 0.35) & (away < 0.45), dtype=np.float32)


@pytest.mark.parametrize("side", [40, 300])
@pytest.mark.parametrize("channels", [1, 3])
def test_one_value_along_the_border_is_that_value_everywhere(side: int, channels: int) -> None:
    field = harmonic_field(np.full((side, side, channels), 9, np.float32), ring(side))
    assert np.abs(field - 9).max() < 0.01


@pytest.mark.parametrize("side", [60, 300])
def test_a_slope_is_continued_straight(side: int) -> None:
    slope = np.broadcast_to(np.linspace(-20, 20, side, dtype=np.float32)[:, np.newaxis], (side, side, 1))
    field = harmonic_field(slope, ring(side))
    inside = slice(side // 4, 3 * side // 4)
    assert np.abs(field - slope)[inside, inside].max() < 3


def test_what_is_not_on_the_border_does_not_count() -> None:
    values = np.full((80, 80, 1), 5, np.float32)
    values[ring(80) == 0] = 1000
    assert harmonic_field(values, ring(80)).max() < 6


def test_where_nothing_is_known_there_is_nothing() -> None:
    assert not harmonic_field(np.ones((50, 60, 3), np.float32), np.zeros((50, 60), np.float32)).any()
