"""Choices in a prompt: what is chosen, what is left alone, what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.errors import BadInput
from hwawon.prompts.expand import LONGEST_PROMPT, expanded, has_choices

LISTS = {
    "flower": ["rose", "tulip", "{white|red} lily"],
    "bed": ["a bed of __flower__", "moss"],
    "round": ["__round__"],
    "long": ["x" * 500],
    "꽃": ["장미"],
}
SEEDS = st.integers(0, 2**32 - 1)
SIGNS = st.text(alphabet="ab {}|_\\(:1.2)<lora>,flower", max_size=80)
PROMPTS = st.lists(st.sampled_from(["__flower__", "__bed__", "{a|b}", "{", "}", "|", "\\{", "(c:1.2)", ", "])).map(
    "".join
)


@given(SEEDS)
def test_a_choice_is_one_of_its_parts_and_a_list_gives_one_of_its_words(seed: int) -> None:
    assert expanded("a {red|blue|} rose", seed, {}) in {"a red rose", "a blue rose", "a  rose"}
    assert expanded("one __flower__!", seed, LISTS) in {
        "one rose!",
        "one tulip!",
        "one white lily!",
        "one red lily!",
    }


@given(SEEDS)
def test_choices_lie_in_choices_and_lists_in_lists(seed: int) -> None:
    flowers = "(?:rose|tulip|white lily|red lily)"
    assert expanded("{a {b|c}|{d|{e|f}}}", seed, {}) in {"a b", "a c", "d", "e", "f"}
    assert re.fullmatch(f"(?:a bed of {flowers}|moss)", expanded("__bed__", seed, LISTS))
    assert re.fullmatch(f"(?:{flowers}|stone)", expanded("{__flower__|stone}", seed, LISTS))


@given(st.one_of(SIGNS, PROMPTS), SEEDS)
def test_the_same_seed_chooses_the_same_and_nothing_is_left_to_choose(text: str, seed: int) -> None:
    once = expanded(text, seed, LISTS)
    assert expanded(text, seed, LISTS) == once
    assert not has_choices(once)
    assert expanded(once, seed + 1, {}) == once


def test_seeds_choose_differently_and_evenly() -> None:
    chosen = [expanded("{a|b|c|d}", seed, {}) for seed in range(4000)]
    assert all(900 < chosen.count(letter) < 1100 for letter in "abcd")
    pairs = {expanded("{a|b}{a|b}", seed, {}) for seed in range(100)}
    assert pairs == {"aa", "ab", "ba", "bb"}  # one choice does not follow from another


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(rose:1.2), [thorns], ((garden))",
        "<lora:my__flower__v2:0.8> a garden",
        "<lora:a|b:1>",
        r"\{a|b\}",
        r"\{a|b}",
        r"{a\|b}",
        "{emphasis}",
        "a | b",
        "a} b|c {d",
        "{{{",
        "__",
        "____",
        "snake_case __ and_more",
        "a:b",
    ],
)
def test_what_is_no_choice_is_left_as_it_is(text: str) -> None:
    assert expanded(text, 1, LISTS) == text
    assert not has_choices(text)


@given(SEEDS)
def test_weights_stay_where_they_are(seed: int) -> None:
    (piece,) = parse_prompt(expanded("({__flower__|oak}:1.3)", seed, LISTS)).pieces
    assert piece.weight == 1.3
    assert piece.text in {"rose", "tulip", "white lily", "red lily", "oak"}


def test_a_list_is_found_in_any_script_and_case() -> None:
    assert expanded("__꽃__ / __LONG__", 1, LISTS) == "장미 / " + "x" * 500


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a __flowr__", "'flowr' for __flowr__; the lists are: bed, flower, long, round, 꽃"),
        ("{a|__flowr__}", "'flowr'"),  # found whichever is chosen
        ("__round__", "more than 10 deep"),
        ("__long__" * 60, f"more than {LONGEST_PROMPT} characters"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_its_name(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        expanded(text, 1, LISTS)
    assert has_choices(text)


def test_without_any_list_the_message_says_so() -> None:
    with pytest.raises(BadInput, match="the lists are: none"):
        expanded("__flower__", 1, {})
