"""Replays: a way that knows what will be liked wins, popular beats random, and every way has the same trials."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from hwawon.recommend.evaluate.replay import Popular, Random, gain, replay
from hwawon.recommend.evaluate.splits import Like, Trial, by_time

ITEMS = [f"p{number:03d}" for number in range(100)]


def skewed(seed: int = 3, count: int = 4000) -> list[Like]:
    """Likes of 300 visitors, most of a few pictures."""
    dice = random.Random(seed)
    drawn = [(f"v{dice.randrange(300)}", ITEMS[min(99, int(dice.expovariate(0.06)))]) for _ in range(count)]
    return [Like(visitor, item, moment, moment) for moment, (visitor, item) in enumerate(dict.fromkeys(drawn))]


class Seer:
    """Knows what will be liked."""

    def rank(self, trial: Trial, size: int) -> Sequence[str]:
        return sorted(trial.wanted)[:size]


def test_popular_beats_random_and_the_seer_beats_both_by_more_than_chance() -> None:
    likes = skewed()
    split = by_time(likes, 0.8)
    seer, popular, chance = (
        replay(name, way, split.trials, len(ITEMS))
        for name, way in (("seer", Seer()), ("popular", Popular(split.learned, ITEMS)), ("random", Random(ITEMS)))
    )
    assert seer.estimate("ndcg@10").value == 1.0
    assert popular.estimate("ndcg@10").is_above(chance.estimate("ndcg@10"))
    assert gain(popular, chance).low > 0 > gain(chance, popular).high
    assert chance.coverage > popular.coverage


def test_pictures_that_a_visitor_already_likes_are_not_foretold_again() -> None:
    trial = Trial("v", ("p000", "p001"), frozenset({"p003"}))
    likes = [Like(f"v{n}", item, 0) for n, item in enumerate(["p000"] * 5 + ["p001"] * 4 + ["p002"] * 3)]
    assert Popular(likes, ITEMS).rank(trial, 3) == ["p002", "p003", "p004"]
    assert not {"p000", "p001"} & set(Random(ITEMS).rank(trial, 98))
    assert len(Random(ITEMS).rank(trial, 98)) == 98


def test_random_choice_is_the_same_for_the_same_visitor_and_seed() -> None:
    trial, other = Trial("v", (), frozenset("x")), Trial("w", (), frozenset("x"))
    assert Random(ITEMS, 1).rank(trial, 10) == Random(ITEMS, 1).rank(trial, 10)
    assert Random(ITEMS, 1).rank(trial, 10) != Random(ITEMS, 1).rank(other, 10)
    assert Random(ITEMS, 1).rank(trial, 10) != Random(ITEMS, 2).rank(trial, 10)


def test_diversity_is_measured_where_there_are_vectors() -> None:
    trials = [Trial("v", (), frozenset({"p000"}))]
    vectors = {item: np.eye(100, dtype=np.float32)[place] for place, item in enumerate(ITEMS)}
    assert replay("random", Random(ITEMS), trials, 100).diversity is None
    assert replay("random", Random(ITEMS), trials, 100, vectors).diversity == pytest.approx(1.0)


def test_without_trials_there_is_nothing_to_say() -> None:
    outcome = replay("popular", Popular([], ITEMS), [], len(ITEMS))
    assert (outcome.lists, outcome.coverage, dict(outcome.each)) == (0, 0.0, {})
