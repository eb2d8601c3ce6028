"""Intervals: they hold the truth about as often as they say, and rows that belong together stay together."""

import numpy as np
import pytest

from hwawon.recommend.evaluate.intervals import Estimate, mean_of, ratio_of


def test_about_95_of_100_intervals_hold_the_truth() -> None:
    dice = np.random.default_rng(5)
    held = 0
    for number in range(200):
        found = mean_of((dice.random(80) < 0.3).astype(float), seed=number)
        held += found.low <= 0.3 <= found.high
    assert 0.88 <= held / 200 <= 0.99


def test_more_visitors_make_a_narrower_interval() -> None:
    dice = np.random.default_rng(1)
    few, many = (mean_of(dice.random(count)) for count in (20, 2000))
    assert many.high - many.low < (few.high - few.low) / 4
    assert many.value == pytest.approx(0.5, abs=0.03)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(2).random(50)
    assert mean_of(values, seed=3) == mean_of(values, seed=3)
    assert mean_of(values, seed=3) != mean_of(values, seed=4)


def test_a_ratio_is_that_of_the_sums() -> None:
    found = ratio_of([1.0, 2.0, 3.0], [2.0, 2.0, 8.0])
    assert found.value == 0.5
    assert found.low <= 0.5 <= found.high
    assert found.count == 3


def test_nothing_and_nothing_but_zeros_are_zero() -> None:
    assert mean_of([]) == Estimate(0.0, 0.0, 0.0, 0)
    assert ratio_of([1.0], [0.0]) == Estimate(0.0, 0.0, 0.0, 1)


def test_above_means_that_the_intervals_do_not_touch() -> None:
    assert Estimate(0.5, 0.4, 0.6, 9).is_above(Estimate(0.3, 0.2, 0.39, 9))
    assert not Estimate(0.5, 0.4, 0.6, 9).is_above(Estimate(0.3, 0.2, 0.4, 9))
