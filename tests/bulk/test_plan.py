"""Which picture comes when, under which name, in which words."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.bulk.plan import ALIKE, BulkPlan, lists_named
from hwawon.bulk.request import BulkRequest
from hwawon.pool.keys import name_of

ID = "0198f3a2c1d47a5e8b1f2c3d4e5f6a7b"
MADE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
EMOTIONS = ("happy", "sad", "calm")


def plan(wildcards: dict[str, list[str]] | None = None, **asked: Any) -> BulkPlan:
    return BulkPlan(ID, MADE, BulkRequest.model_validate(asked), wildcards or {})


def cells(count: int) -> list[dict[str, str]]:
    return [{"emotion": EMOTIONS[place % 3], "favorite": f"f{place}"} for place in range(count)]


def test_a_name_says_when_and_which_and_sorts() -> None:
    tails = [one.name.tail for one in plan(repeats=2).part(0, 100)]

    assert tails == [
        "happy/img_20260304-050607-4e5f6a7b_00000h.jpeg",
        "happy/img_20260304-050607-4e5f6a7b_00001h.jpeg",
        "happy/img_20260304-050607-4e5f6a7b_00000v.jpeg",
        "happy/img_20260304-050607-4e5f6a7b_00001v.jpeg",
    ]


def test_runs_of_the_same_second_have_other_names() -> None:
    later = ID[:-8] + "0a1b2c3d"  # the id begins with the moment, which both share

    assert plan().nth(0).name != BulkPlan(later, MADE, BulkRequest(), {}).nth(0).name


@settings(max_examples=60, deadline=None)
@given(count=st.integers(1, 12), repeats=st.integers(1, 20), both=st.booleans())
def test_every_picture_comes_once_and_the_cells_fill_evenly(count: int, repeats: int, both: bool) -> None:
    shapes = [{"orientation": "h", "width": 64, "height": 64}, {"orientation": "v", "width": 64, "height": 64}]
    run = plan(cells=cells(count), repeats=repeats, orientations=shapes if both else shapes[:1])

    made = list(run.part(0, 10**9))

    assert len(made) == len(run) == count * repeats * (1 + both)
    assert len({one.name.tail for one in made}) == len(made)
    assert all(name_of(one.name.pool_key) == one.name for one in made)
    assert {(one.cell.favorite, one.repeat, one.shape.orientation) for one in made} == {
        (f"f{place}", repeat, shape)
        for place in range(count)
        for repeat in range(repeats)
        for shape in "hv"[: 1 + both]
    }
    at_once = -(-ALIKE // count) * (1 + both)  # pictures of a cell in one block
    for end in range(1, len(made)):
        filled = Counter(one.cell.favorite for one in made[:end])
        assert max(filled.values()) - min(filled[f"f{place}"] for place in range(count)) <= at_once


def test_pictures_of_one_size_follow_each_other_so_that_a_device_paints_several_at_once() -> None:
    shapes = [one.shape.orientation for one in plan(repeats=20).part(0, 40)]

    assert "".join(shapes) == "hhhhhhhhvvvvvvvv" * 2 + "hhhhvvvv"


def test_seeds_follow_the_first_or_the_run_and_stay_in_range() -> None:
    assert [one.request.seed for one in plan(seed=2**32 - 2).part(0, 3)] == [2**32 - 2, 2**32 - 1, 0]
    drawn = [one.request.seed for one in plan().part(0, 20)]
    assert len(set(drawn)) == 20
    assert drawn == [one.request.seed for one in plan().part(0, 20)]


def test_words_are_chosen_for_each_picture_and_the_template_is_kept() -> None:
    run = plan({"colour": ["red", "blue"]}, others="__colour__ {roses|tulips}", repeats=10)

    made = list(run.part(0, 20))

    assert {one.template for one in made} == {"happy, __colour__ {roses|tulips}"}
    prompts = {one.request.prompt for one in made}
    assert prompts == {f"happy, {colour} {flower}" for colour in ("red", "blue") for flower in ("roses", "tulips")}


def test_a_choice_that_leaves_nothing_paints_the_emotion() -> None:
    run = plan(cells=[{"emotion": "calm", "prompt": "{|}"}])

    assert run.nth(0).request.prompt == "calm"


def test_only_lists_that_are_named_are_kept_with_the_run() -> None:
    known = {"a": ["x __b__"], "b": ["y"], "c": ["z"]}

    assert lists_named(["__A__, flowers"], known) == {"a": ["x __b__"], "b": ["y"]}
    assert lists_named(["a, b, c"], known) == {}


def test_the_part_behind_the_end_is_empty() -> None:
    assert list(plan(repeats=1).part(2, 9)) == []
