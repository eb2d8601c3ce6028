"""Policies beside each other: shares that are kept, and a visit that stays with its policy."""

from collections import Counter

import pytest

from hwawon.errors import BadInput, BadNumber
from hwawon.recommend.policies import (
    DEFAULT,
    Policy,
    PolicySettings,
    choose_policy,
    drawn,
    policy_settings,
    settings_of,
    store_policies,
    stored_policies,
)
from hwawon.storage.database import Database

BOLD = Policy("bold", PolicySettings(exploration=1.0), 0.3)
DEEP = Policy("deep", PolicySettings(deep_weight=0.5), 0.2)


def test_visits_fall_to_the_policies_by_their_shares_and_the_rest_to_the_default() -> None:
    fallen = Counter(drawn(f"visit {number}", [BOLD, DEEP]) for number in range(20_000))
    assert fallen["bold"] / 20_000 == pytest.approx(0.3, abs=0.015)
    assert fallen["deep"] / 20_000 == pytest.approx(0.2, abs=0.015)
    assert fallen[DEFAULT] / 20_000 == pytest.approx(0.5, abs=0.015)


def test_a_visit_stays_with_its_policy_whatever_the_order_of_the_policies() -> None:
    visits = [f"visit {number}" for number in range(200)]
    assert [drawn(one, [BOLD, DEEP]) for one in visits] == [drawn(one, [DEEP, BOLD]) for one in visits]


def test_a_whole_share_takes_every_visit_and_none_takes_no_visit() -> None:
    visits = [f"visit {number}" for number in range(200)]
    assert {drawn(one, [Policy("all", PolicySettings(), 1.0)]) for one in visits} == {"all"}
    assert {drawn(one, [Policy("none", PolicySettings(), 0.0)]) for one in visits} == {DEFAULT}
    assert {drawn(one, []) for one in visits} == {DEFAULT}


def test_what_is_stored_is_read_back_and_replaces_what_was_there(database: Database) -> None:
    with database.write() as tx:
        store_policies(tx, [DEEP, BOLD])
        assert stored_policies(tx) == (BOLD, DEEP)
        store_policies(tx, [BOLD, Policy(DEFAULT, PolicySettings(diversity=0.4), 1.0)])
        assert [one.name for one in stored_policies(tx)] == ["bold", DEFAULT]
        assert settings_of(tx, DEFAULT).diversity == 0.4
        assert settings_of(tx, "deep") == PolicySettings()
        assert choose_policy(tx, "a visit") in ("bold", DEFAULT)


def test_shares_above_the_whole_are_refused_with_their_sum(sqlite: Database) -> None:
    with sqlite.write() as tx, pytest.raises(BadInput, match=r"at most 1, got 1\.1"):
        store_policies(tx, [Policy("one", PolicySettings(), 0.6), Policy("two", PolicySettings(), 0.5)])


def test_ten_tenths_are_the_whole(sqlite: Database) -> None:
    with sqlite.write() as tx:
        store_policies(tx, [Policy(f"p{number}", PolicySettings(), 0.1) for number in range(10)])


def test_a_name_given_twice_is_refused(sqlite: Database) -> None:
    with sqlite.write() as tx, pytest.raises(BadInput, match="'bold' 2 times"):
        store_policies(tx, [BOLD, BOLD])


def test_settings_out_of_range_or_unknown_are_refused_by_name() -> None:
    with pytest.raises(BadNumber, match="exploration"):
        policy_settings({"exploration": 2})
    with pytest.raises(BadInput, match="colour: there is no such key"):
        policy_settings({"colour": 1})
