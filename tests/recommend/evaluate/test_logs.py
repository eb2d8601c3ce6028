"""The log as numbers: likes that stand, likes of a slate, and policies and groups judged on them."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert

from hwawon.recommend.context import Context
from hwawon.recommend.evaluate.by_policy import by_policy, most_popular
from hwawon.recommend.evaluate.groups import by_group, widest_gap
from hwawon.recommend.evaluate.logs import shown_log, standing_likes
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import visit
from support.tastes import plant_act, plant_slate

LONG_AGO = utc_now() - timedelta(days=1000)


def test_only_likes_that_no_later_act_undid_stand(database: Database) -> None:
    with database.write() as tx:
        plant_act(tx, "a", "p1", moment_s=5)
        plant_act(tx, "a", "p1", moment_s=7)
        plant_act(tx, "a", "p2", moment_s=6)
        plant_act(tx, "a", "p2", "unlike", 8)
        plant_act(tx, "b", "p2", "like", 3)
        plant_act(tx, "b", "p3", "dislike", 4)
        plant_act(tx, "c", "p4", "view", 4)
        plant_act(tx, "d", "p5", "unlike", 1)
        plant_act(tx, "d", "p5", moment_s=2)
        plant_act(tx, "made-up", "p6", synthetic=True)
        found = [(one.visitor, one.item, one.moment_s) for one in standing_likes(tx)]
        assert found == [("d", "p5", 2), ("b", "p2", 3), ("a", "p1", 5)]
        assert len(standing_likes(tx, synthetic=True)) == 4


def test_a_picture_of_a_slate_is_liked_where_a_standing_like_names_the_slate(database: Database) -> None:
    with database.write() as tx:
        first = plant_slate(tx, ["p1", "p2", "p3"], [0.9, 0.5, 0.1], liked=["p1", "p3"])
        plant_slate(tx, ["p1", "p4"], policy="bold")
        plant_act(tx, "v", "p3", "unlike", slate=first)
        plant_act(tx, "v", "p4", moment_s=9)
        plant_slate(tx, ["p9"], surface="display", visitor=None)
        plant_slate(tx, ["p9"], synthetic=True, liked=["p9"])
        log = shown_log(tx, LONG_AGO)
    assert log.items == ("p1", "p2", "p3", "p1", "p4")
    assert log.propensity.tolist() == [0.9, 0.5, 0.1, 0.5, 0.5]
    assert log.liked.tolist() == [1, 0, 0, 0, 0]
    assert log.slates.tolist() == [0, 0, 0, 1, 1]
    assert log.policies == ("default", "bold")


def test_a_long_log_is_cut_to_the_newest_whole_slates(sqlite: Database) -> None:
    with sqlite.write() as tx:
        for number in range(5):
            plant_slate(tx, ["p1", "p2", "p3"], policy=f"policy{number}")
        log = shown_log(tx, LONG_AGO, most=8)
        assert log.policies == ("policy3", "policy4")
        assert shown_log(tx, utc_now() + timedelta(days=1)).policies == ()


def test_a_slates_group_is_that_of_its_context_or_else_of_its_visit(sqlite: Database) -> None:
    now = utc_now()
    row: dict[str, Any] = {"id": "visit", "visitor": "v", "surface": "kiosk", "language": "en", "consent": "camera"}
    row |= {"generation": "elder", "gender": "Female", "emotion": "calm", "started_at": now, "seen_at": now}
    with sqlite.write() as tx:
        tx.execute(insert(visit), row)
        plant_slate(tx, ["p1"], visit="visit")
        plant_slate(tx, ["p1"], visit="visit", context=Context(generation="child").as_json())
        plant_slate(tx, ["p1"])
        groups = shown_log(tx, LONG_AGO).groups
    assert [group["generation"] for group in groups] == ["elder", "child", ""]
    assert groups[0] == {"generation": "elder", "gender": "Female", "emotion": "calm"}


def test_policies_are_judged_each_on_its_own_slates(sqlite: Database) -> None:
    with sqlite.write() as tx:
        for _ in range(30):
            plant_slate(tx, ["good", "bad"], policy="bold", liked=["good"])
            plant_slate(tx, ["bad", "worse"], 0.25, policy="shy")
        bold, shy = by_policy(shown_log(tx, LONG_AGO), offered=4, popular=["good"])
    assert (bold.name, bold.slates, bold.pictures, bold.likes) == ("bold", 30, 60, 30)
    assert (bold.rate.value, bold.liked_slates.value) == (0.5, 1.0)
    assert (shy.rate.value, shy.likes) == (0.0, 0)
    assert bold.rate.is_above(shy.rate)
    assert bold.random.snips.value == pytest.approx(0.5)
    assert bold.popular.snips.value == pytest.approx(1.0)
    assert bold.popular.support == 0.5


def test_groups_that_are_too_small_to_hide_a_person_are_not_told_of() -> None:
    groups = [{"gender": "Female"}] * 30 + [{"gender": "Male"}] * 25 + [{"gender": "", "generation": "elder"}] * 19
    values = [1.0] * 30 + [0.5] * 25 + [0.0] * 19
    found = by_group(groups, values)
    assert [(one.attribute, one.value, one.estimate.count) for one in found] == [
        ("gender", "Female", 30),
        ("gender", "Male", 25),
    ]
    assert widest_gap(found) == pytest.approx(0.5)
    assert widest_gap(found[:1]) == 0.0


def test_the_most_popular_are_those_that_come_most_often() -> None:
    assert most_popular(["b", "a", "b", "c", "a", "b"], 2) == ["b", "a"]
    assert np.array(most_popular([], 3)).size == 0
