"""Visitors of four known tastes before the real recommender: it finds them, serves all alike, shows many pictures."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hwawon.recommend.evaluate.intervals import mean_of
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate.planting import plant
from hwawon.recommend.simulate.report import as_json, as_markdown
from hwawon.recommend.simulate.run import Exhibition, Findings, fairness_gap
from hwawon.recommend.simulate.world import TASTES, World, best, expected, make_world
from hwawon.storage.database import Database


@dataclass(frozen=True)
class Simulated:
    """What happened, and the lists of new visitors without likes and with ten."""

    world: World
    exhibition: Exhibition
    cold: Findings
    known: Findings


@pytest.fixture(scope="module")
def simulated(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    path = tmp_path_factory.mktemp("simulated") / "hwawon.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    world = make_world(1280)
    with closing(Database(f"sqlite:///{path}")) as database:
        plant(database, world)
        recommender = Recommender(database)
        exhibition = Exhibition(world, database, recommender)
        exhibition.remember([world.visitor(1_000_000 + number) for number in range(500)], 6)
        recommender.reload()
        for number in range(24):
            exhibition.receive(world.visitor(number), 6)
        cold, known = (
            exhibition.judge([world.visitor(start + number) for number in range(70)], likes)
            for start, likes in ((2_000_000, 0), (3_000_000, 10))
        )
        yield Simulated(world, exhibition, cold, known)


@pytest.mark.slow
def test_after_ten_likes_it_beats_popularity_by_15_percent_and_by_more_than_chance(simulated: Simulated) -> None:
    found = simulated.known
    assert found.lead() >= 0.15
    assert mean_of(found.ours).is_above(mean_of(found.popular))
    assert mean_of(found.ours).value >= 1.15 * mean_of(found.popular_in_mood).value
    assert mean_of(found.shown).value >= 1.15 * mean_of(found.popular).value


@pytest.mark.slow
def test_without_likes_the_context_keeps_it_from_being_worse_than_popularity(simulated: Simulated) -> None:
    found = simulated.cold
    assert mean_of(found.ours).value >= mean_of(found.popular).value
    assert mean_of(found.ours).value >= mean_of(found.popular_in_mood).value
    assert mean_of(found.shown).value >= mean_of(found.popular).value


@pytest.mark.slow
def test_all_tastes_are_served_alike_and_many_pictures_are_shown(simulated: Simulated) -> None:
    course, pictures = simulated.exhibition.course, len(simulated.world.tails)
    assert fairness_gap(course) < 0.2
    for group in range(len(TASTES)):
        assert simulated.known.of_group(group).value > mean_of(simulated.known.popular).value
    assert course.coverage(pictures) > 0.25
    assert 0 < np.mean(course.regret) < 0.8


@pytest.mark.slow
def test_the_report_tells_the_same_in_both_forms(simulated: Simulated) -> None:
    parts = (simulated.world, simulated.exhibition.course, [simulated.cold, simulated.known])
    told, page = as_json(*parts), as_markdown(*parts)
    assert told["slates"] == 144
    assert [one["likes"] for one in told["ndcg@10"]] == [0, 10]
    assert f"{told['ndcg@10'][1]['ours']['value']:.3f}" in page
    assert all(taste.name in page for taste in TASTES)


def test_a_visitor_of_a_number_is_always_the_same_and_likes_what_their_taste_says() -> None:
    world = make_world(400, seed=3)
    one, again = world.visitor(7), world.visitor(7)
    assert (one, one.likes.tolist()) == (again, again.likes.tolist())
    assert one.context.emotion == one.emotion
    liked = np.mean([world.visitor(number).likes for number in range(3, 4000, 4)], axis=0)
    assert np.corrcoef(liked, world.chances[3].mean(axis=0))[0, 1] > 0.9


def test_no_choice_is_better_than_the_best() -> None:
    world = make_world(200)
    who = world.visitor(1)
    chances = world.chances[who.group].max(axis=0)
    order = np.argsort(-chances)[:10].tolist()
    assert expected(world, who, order) <= best(world, who, 10) + 1e-9
