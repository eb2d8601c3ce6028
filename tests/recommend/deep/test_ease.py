"""The deep model: it finds what goes together, is the same for the same likes, and forgets exactly."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadInput
from hwawon.recommend.deep.ease import HALF_LIFE_S, most_liked, train
from hwawon.recommend.deep.file import as_bytes, from_bytes
from hwawon.recommend.evaluate.splits import Like

NIGHT, DAY = [f"night{n}" for n in range(6)], [f"day{n}" for n in range(6)]


def two_tastes(seed: int = 1, visitors: int = 120) -> Iterator[Like]:
    """Half of the visitors like pictures of the night, half of the day, four each."""
    dice = random.Random(seed)
    for number in range(visitors):
        for moment_s, item in enumerate(dice.sample(NIGHT if number % 2 else DAY, 4)):
            yield Like(f"v{number}", item, 1_000_000 + number * 60 + moment_s, number * 4 + moment_s)


def test_pictures_liked_by_the_same_visitors_go_together() -> None:
    model = train(list(two_tastes()))
    scores = model.scores([model.items.index("night0"), model.items.index("night1")])
    by_item = dict(zip(model.items, scores.tolist(), strict=True))
    assert min(by_item[item] for item in NIGHT[2:]) > max(by_item[item] for item in DAY) + 0.05


def test_the_weights_are_those_of_the_formula() -> None:
    likes = [Like(f"v{v}", item, 0) for v, liked in enumerate(["abc", "ab", "bd", "ad", "cd"]) for item in liked]
    model = train(likes, ridge=0.5)
    taste = np.array([[item in liked for item in "abcd"] for liked in ["abc", "ab", "bd", "ad", "cd"]], float)
    inverse = np.linalg.inv(taste.T @ taste + 0.5 * np.eye(4))
    wanted = -inverse / np.diag(inverse)
    np.fill_diagonal(wanted, 0)
    for place in range(4):
        np.testing.assert_allclose(model.scores([place]), wanted[place], atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_likes_does_not_matter_to_the_last_bit(dice: random.Random) -> None:
    likes = list(two_tastes())
    shuffled = dice.sample(likes, len(likes))
    assert as_bytes(train(shuffled)) == as_bytes(train(likes))


def test_without_a_visitor_it_is_the_model_that_never_knew_the_visitor() -> None:
    likes, stranger = list(two_tastes()), [Like("gone", item, 1_000_001) for item in (NIGHT[0], DAY[0])]
    known = train([*likes, *stranger])
    assert as_bytes(known) != as_bytes(train(likes))
    left = [one for one in [*likes, *stranger] if one.visitor != "gone"]
    assert as_bytes(train(left)) == as_bytes(train(likes))


def test_old_likes_count_less_than_new_ones() -> None:
    old = [Like(f"o{n}", item, 0) for n in range(20) for item in ("a", "b")]
    new = [Like(f"n{n}", item, int(3 * HALF_LIFE_S)) for n in range(20) for item in ("a", "c")]
    model = train([*old, *new])
    scores = dict(zip(model.items, model.scores([model.items.index("a")]).tolist(), strict=True))
    assert scores["c"] > 1.5 * scores["b"] > 0


def test_only_the_most_liked_pictures_take_part() -> None:
    likes = [Like(f"v{n}", item, n) for item, times in (("a", 3), ("b", 1), ("c", 2)) for n in range(times)]
    assert most_liked(likes, 2) == ("a", "c")
    assert train(likes, most_items=2).items == ("a", "c")


def test_nothing_liked_gives_a_model_that_knows_nothing() -> None:
    model = train([])
    assert model.items == ()
    assert model.scores([]).shape == (0,)
    assert from_bytes(as_bytes(model)).items == ()


def test_a_file_of_it_is_read_back_and_a_damaged_one_refused() -> None:
    model = train(list(two_tastes()))
    data = as_bytes(model)
    again = from_bytes(data)
    assert again.items == model.items
    np.testing.assert_array_equal(again.weights, model.weights)
    np.testing.assert_array_equal(again.neighbours, model.neighbours)
    for damaged in (b"", b"no archive", data[: len(data) // 2]):
        with pytest.raises(BadInput, match="not the file of a deep model"):
            from_bytes(damaged)
