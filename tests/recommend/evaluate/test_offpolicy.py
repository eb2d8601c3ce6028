"""What another way of choosing would have earned: against the formula, and against what it did earn."""

import numpy as np
import pytest

from hwawon.recommend.evaluate.intervals import mean_of
from hwawon.recommend.evaluate.offpolicy import off_policy, weights_of
from support.bandit_logs import bandit_log


@pytest.mark.parametrize("campaign", ["all", "men", "women"])
def test_on_logged_random_data_snips_is_the_formula_computed_directly(campaign: str) -> None:
    log = bandit_log("random", campaign)
    other = bandit_log("bts", campaign)
    shown = {(item, place): 0 for item in range(log.item.max() + 1) for place in (1, 2, 3)}
    for item, place in zip(other.item, other.position, strict=True):
        shown[int(item), int(place)] += 1
    places = {place: sum(shown[item, place] for item in range(log.item.max() + 1)) for place in (1, 2, 3)}
    target = [shown[int(i), int(p)] / places[int(p)] for i, p in zip(log.item, log.position, strict=True)]
    above = below = plain = 0.0
    for wanted, chance, click in zip(target, log.propensity, log.clicked, strict=True):
        above += wanted / chance * click
        below += wanted / chance
        plain += wanted / chance * click
    found = off_policy(log.clicked, np.array(target), log.propensity, np.arange(len(target)))
    assert found.snips.value == pytest.approx(above / below, rel=1e-12)
    assert found.ips.value == pytest.approx(plain / len(target), rel=1e-12)
    earned = mean_of(other.clicked)
    assert found.snips.low <= earned.high and earned.low <= found.snips.high


def test_a_random_log_judges_random_choice_by_its_plain_rate() -> None:
    log = bandit_log("random", "men")
    found = off_policy(log.clicked, log.propensity, log.propensity, np.arange(len(log.clicked)))
    for estimate in (found.ips, found.snips, found.clipped):
        assert estimate.value == pytest.approx(log.clicked.mean())
    assert found.effective == pytest.approx(len(log.clicked))
    assert found.support == 1.0


def test_a_log_of_one_policy_tells_what_another_would_have_earned() -> None:
    dice = np.random.default_rng(4)
    logged, wanted, rate = np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.2, 0.7]), np.array([0.1, 0.3, 0.6])
    item = dice.choice(3, 20_000, p=logged)
    liked = (dice.random(20_000) < rate[item]).astype(float)
    found = off_policy(liked, wanted[item], logged[item], np.arange(20_000))
    truth = float((wanted * rate).sum())
    for estimate in (found.ips, found.snips, found.clipped):
        assert estimate.value == pytest.approx(truth, abs=0.02)
    assert found.snips.low <= truth <= found.snips.high
    assert liked.mean() < truth - 0.2


def test_a_clip_keeps_one_rare_picture_from_carrying_it_all() -> None:
    liked, target = np.array([1.0, 0, 0, 0]), np.full(4, 0.5)
    propensity = np.array([0.001, 0.5, 0.5, 0.5])
    found = off_policy(liked, target, propensity, np.arange(4), clip=5.0)
    assert found.snips.value == pytest.approx(500 / 503)
    assert found.clipped.value == pytest.approx(5 / 8)
    assert found.effective < 1.1


def test_pictures_of_a_slate_are_drawn_together() -> None:
    liked = np.repeat([1.0, 0.0], 300)
    ones, together = np.ones(600), np.repeat(np.arange(60), 10)
    alone = off_policy(liked, ones, ones, np.arange(600)).snips
    grouped = off_policy(liked, ones, ones, together).snips
    assert grouped.count == 60
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)


@pytest.mark.parametrize("chance", [0.0, -0.1, 1.5])
def test_a_log_with_an_impossible_propensity_is_refused(chance: float) -> None:
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        weights_of(np.ones(2), np.array([0.5, chance]))


def test_an_empty_log_says_nothing() -> None:
    empty = np.zeros(0)
    found = off_policy(empty, empty, empty, np.zeros(0, np.int64))
    assert (found.snips.value, found.snips.count, found.effective, found.support) == (0.0, 0, 0.0, 0.0)
