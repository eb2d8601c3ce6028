"""The chances that are logged are the chances that pictures have: counted over many draws of the same moment."""

from collections import Counter

import numpy as np
import pytest

from hwawon.recommend.best import best_places, drawn_best
from hwawon.recommend.policies import PolicySettings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simple import simple_slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from support.visitors_world import feels, publish, say, tails

DRAWS = 800


@pytest.mark.parametrize(
    ("wish", "settings"),
    [
        (Wish(feels("calm"), size=3), PolicySettings(exploration=0.6)),
        (Wish(feels("calm"), size=5, visitor="ada"), PolicySettings(diversity=1.0, promoted_share=0.3)),
        (Wish(feels(), size=2, favorite="spring,sunny,day"), PolicySettings()),
        (Wish(feels("sad"), size=3, first=("emotions/calm/winter,snowy,day/p000h.jpeg",)), PolicySettings()),
    ],
)
def test_a_logged_chance_is_how_often_a_picture_is_drawn(
    sqlite: Database, wish: Wish, settings: PolicySettings
) -> None:
    keys = publish(sqlite, tails(6))
    for number in range(9):
        for item in keys[number % 3 : 14 : 3]:
            say(sqlite, f"visitor {number}", item, context=feels("calm"))
    say(sqlite, "ada", keys[1], context=feels("calm"))
    recommender = Recommender(sqlite)
    counted: Counter[int] = Counter()
    logged: dict[int, list[float]] = {}
    with recommender.keeper.following(30) as held:
        for seed in range(DRAWS):
            for pick in held.chooser.choose(wish, settings, seed).picks:
                counted[pick.picture] += 1
                logged.setdefault(pick.picture, []).append(pick.propensity)
    for picture, times in counted.items():
        told, share = float(np.mean(logged[picture])), times / DRAWS
        deviation = (share * (1 - share) / DRAWS) ** 0.5
        assert abs(told - share) < 4 * deviation + 0.02 + 0.1 * share
    # The sum over all pictures of their chances is the number of places; weights average to 1.
    assert sum(float(np.mean(one)) for one in logged.values()) == pytest.approx(wish.size, rel=0.06)
    weights = [times / DRAWS / float(np.mean(logged[one])) for one, times in counted.items() if times > DRAWS / 20]
    assert float(np.mean(weights)) == pytest.approx(1, abs=0.08)


def test_many_pictures_that_are_as_good_have_the_same_small_chance(sqlite: Database) -> None:
    publish(sqlite, tails(700, ["calm/winter,snowy,day"]))
    recommender = Recommender(sqlite)
    with recommender.keeper.following(30) as held:
        picks = [held.chooser.choose(Wish(feels("calm")), PolicySettings(), seed).picks for seed in range(60)]
    told = [one.propensity for pick in picks for one in pick]
    assert np.mean(told) == pytest.approx(3 / 700, rel=0.1)
    assert len({one.picture for pick in picks for one in pick}) > 120


def test_without_exploration_the_best_known_is_surely_shown(sqlite: Database) -> None:
    keys = publish(sqlite, tails(8, ["calm/winter,snowy,day"]))
    for place, item in enumerate(keys[:3]):
        for number in range(6 - place):
            say(sqlite, f"visitor {number}", item, context=feels("calm"))
    still = PolicySettings(exploration=0.0, fresh_share=0.0, promoted_share=0.0, diversity=0.0)
    with Recommender(sqlite).keeper.following(30) as held:
        picks = held.chooser.choose(Wish(feels("calm")), still, 1).picks
    assert [held.model.pictures.keys[one.picture] for one in picks] == keys[:3]
    assert [one.propensity for one in picks] == pytest.approx([1, 1, 1])


def test_a_simple_slate_knows_its_chances_exactly(sqlite: Database) -> None:
    publish(sqlite, tails(2, ["calm/winter,snowy,day"]))
    publish(sqlite, tails(8, ["calm/spring,sunny,day"]))
    publish(sqlite, tails(5, ["sad/spring,sunny,day"]))
    with sqlite.read() as tx:
        shown = simple_slate(tx, Wish(feels("calm"), size=4, favorite="winter,snowy,day"), 5)
    assert [one.propensity for one in shown] == [1.0, 1.0, 0.25, 0.25]


def test_the_best_are_found_as_sorting_finds_them() -> None:
    chance = np.random.default_rng(4)
    for size in (3, 300, 5000, 5003):
        scores = np.round(chance.normal(0, 3, size), 1).astype(np.float32)
        scores[chance.random(size) < 0.2] = -np.inf
        for count in (1, 3, 50):
            expected = np.argsort(-scores, kind="stable")[:count]
            assert np.array_equal(scores[best_places(scores, count)], scores[expected])


def test_of_equal_ones_each_is_listed_as_often() -> None:
    scores = np.array([3, 1, 1, 1, 1, 0], np.float32)
    taken: Counter[int] = Counter()
    for seed in range(400):
        cut = drawn_best(scores, 3, np.random.default_rng(seed))
        taken.update(cut.places.tolist())
    assert cut.chances(scores).tolist() == [1, 0.5, 0.5, 0.5, 0.5, 0]
    assert taken[0] == 400
    assert taken[5] == 0
    assert all(150 < taken[place] < 250 for place in range(1, 5))
