"""The measures of a ranked list, against sums done by hand."""

import math

import numpy as np
import pytest

from hwawon.recommend.evaluate.ranking import coverage, diversity, gini, hits_of, marks


def test_a_list_with_two_of_three_wanted_pictures() -> None:
    found = marks(hits_of(["a", "b", "c", "d", "e"], {"b", "d", "z"}), wanted=3, k=5)
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found.precision == pytest.approx(2 / 5)
    assert found.recall == pytest.approx(2 / 3)
    assert found.ndcg == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)
    assert found.mrr == pytest.approx(1 / 2)


def test_a_perfect_list_has_full_marks_and_an_empty_one_none() -> None:
    perfect = marks(hits_of(["a", "b"], {"a", "b"}), wanted=2, k=2)
    assert (perfect.precision, perfect.recall, perfect.ndcg, perfect.mrr) == (1.0, 1.0, 1.0, 1.0)
    nothing = marks(hits_of(["x", "y"], {"a"}), wanted=1, k=2)
    assert (nothing.precision, nothing.recall, nothing.ndcg, nothing.mrr) == (0.0, 0.0, 0.0, 0.0)


def test_places_behind_k_do_not_count_and_more_wanted_than_places_can_still_be_perfect() -> None:
    hits = hits_of(["a", "b", "c"], {"a", "b", "c", "d", "e"})
    assert marks(hits, wanted=5, k=2).ndcg == 1.0
    assert marks(hits_of(["x", "x", "a"], {"a"}), wanted=1, k=2).recall == 0.0


def test_a_list_that_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="got 5 and 0"):
        marks(hits_of(["a"], set()), wanted=0, k=5)


def test_coverage_counts_each_picture_once() -> None:
    assert coverage([["a", "b"], ["b", "c"]], offered=10) == 0.3
    assert coverage([], offered=0) == 0.0


def test_diversity_is_the_mean_distance_of_pairs() -> None:
    same = np.ones((3, 4), np.float32)
    assert diversity(same) == pytest.approx(0.0)
    right_angles = np.eye(3, dtype=np.float32)
    assert diversity(right_angles) == pytest.approx(1.0)
    assert diversity(np.array([[1, 0], [1, 0], [0, 1]], np.float32)) == pytest.approx(2 / 3)
    assert diversity(same[:1]) == 0.0


def test_a_picture_without_a_vector_is_unlike_every_other() -> None:
    assert diversity(np.array([[1, 0], [0, 0]], np.float32)) == pytest.approx(1.0)


def test_evenness_of_what_is_shown() -> None:
    assert gini(np.array([5, 5, 5, 5])) == pytest.approx(0.0)
    assert gini(np.array([0, 0, 0, 20])) == pytest.approx(0.75)
    assert gini(np.zeros(4, np.int64)) == 0.0
