"""What is told of a face: emotions in parts, generations without a hole, and "not sure" as an answer."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.pool import keys
from hwawon.recommend import context
from hwawon.vision.faces import face as faces
from hwawon.vision.faces import generation
from hwawon.vision.faces.age_range import age_range
from hwawon.vision.faces.expression import FIRST_WORDS, with_confused
from hwawon.vision.faces.face import EMOTIONS, UNSURE, WHOLE, Face, parts_of
from support.made_faces import made_face

SHARES = st.lists(st.floats(0, 1), min_size=8, max_size=8).filter(lambda shares: sum(shares) > 1e-6)


def looking(**emotions: float) -> Face:
    return made_face(emotions=dict.fromkeys(EMOTIONS, 0.0) | emotions)


def test_the_words_are_the_gardens() -> None:
    assert keys.EMOTIONS == EMOTIONS
    assert context.GENERATIONS == generation.GENERATIONS
    assert (context.WHOLE, context.UNSURE) == (faces.WHOLE, UNSURE)


def test_every_age_in_half_years_has_a_generation_and_none_grows_younger() -> None:
    found = [generation.generation_of(half / 2) for half in range(241)]
    order = [generation.GENERATIONS.index(one) for one in found]
    assert order == sorted(order) and set(found) == set(generation.GENERATIONS)


@pytest.mark.parametrize(
    ("age", "word"),
    [
        (0, "toddler"),
        (5, "toddler"),
        (5.5, "child"),
        (12, "child"),
        (12.5, "teenager"),
        (17, "teenager"),
        (18, "teenager"),
        (18.5, "young-adult"),
        (25, "young-adult"),
        (26, "adult"),
        (49, "adult"),
        (49.5, "middle-age"),
        (64, "middle-age"),
        (64.5, "elder"),
        (65, "elder"),
        (120, "elder"),
    ],
)
def test_the_limits_of_the_generations(age: float, word: str) -> None:
    assert generation.generation_of(age) == word


def test_a_range_that_lies_between_two_generations_says_how_likely_each_is() -> None:
    ages = tuple(0.5 if year in (64, 66) else 0.0 for year in range(81))
    one = replace(made_face(), ages=ages, age_low=64, age_high=65)
    assert one.age == 64.5 and one.generation == "elder"
    assert one.generations["middle-age"] == one.generations["elder"] == 0.5


@settings(max_examples=200)
@given(SHARES)
def test_parts_always_sum_up_to_a_thousand(shares: list[float]) -> None:
    parts = parts_of(shares)
    assert sum(parts) == WHOLE and min(parts) >= 0
    total = sum(shares)
    assert all(abs(part - WHOLE * share / total) <= len(shares) for part, share in zip(parts, shares, strict=True))


@settings(max_examples=100)
@given(SHARES)
def test_a_mood_is_always_one_that_a_context_takes(shares: list[float]) -> None:
    total = sum(shares)
    emotions = {name: share / total for name, share in zip(EMOTIONS, shares, strict=True)}
    one = made_face(emotions=emotions)
    assert context.context_of({"mood": one.mood}).mood == one.mood
    assert (one.mood == UNSURE) == (one.emotion is None)
    if one.emotion is not None:
        assert one.mood[EMOTIONS.index(one.emotion)] == max(one.mood)


@pytest.mark.parametrize(
    ("emotions", "word"),
    [
        ({"happy": 1.0}, "happy"),
        ({"calm": 0.5, "sad": 0.3, "angry": 0.2}, "calm"),
        ({"calm": 0.44, "sad": 0.2, "angry": 0.2, "fear": 0.16}, None),
        ({"calm": 0.5, "sad": 0.5}, None),
        ({"calm": 0.55, "sad": 0.45}, None),
    ],
)
def test_an_emotion_is_named_only_where_it_is_clear(emotions: Mapping[str, float], word: str | None) -> None:
    assert looking(**emotions).emotion == word


@pytest.mark.parametrize(("male", "word"), [(0.95, "Male"), (0.05, "Female"), (0.6, None), (0.4, None), (0.75, "Male")])
def test_a_gender_is_named_only_where_it_is_likely(male: float, word: str | None) -> None:
    assert replace(made_face(), gender_share=male).gender == word


@settings(max_examples=100)
@given(st.lists(st.floats(0, 1), min_size=7, max_size=7).filter(lambda shares: sum(shares) > 1e-6))
def test_confused_is_taken_from_others_and_never_more_than_half_of_them(shares: list[float]) -> None:
    seen = {name: share / sum(shares) for name, share in zip(FIRST_WORDS, shares, strict=True)}
    told = with_confused(seen)
    mixed = sum(seen[name] for name in ("surprised", "angry", "fear", "sad"))
    assert sum(told.values()) == pytest.approx(1) and set(told) == set(EMOTIONS)
    assert -1e-9 <= told["confused"] <= mixed / 2 + 1e-9
    assert all(told[name] == seen[name] for name in ("happy", "calm", "disgusted"))


def test_a_face_that_is_a_little_of_everything_looks_confused_and_a_plainly_sad_one_does_not() -> None:
    flat = dict.fromkeys(FIRST_WORDS, 0.0) | dict.fromkeys(("surprised", "angry", "fear", "sad"), 0.25)
    assert with_confused(flat)["confused"] == pytest.approx(0.5)
    assert with_confused(dict.fromkeys(FIRST_WORDS, 0.0) | {"sad": 1.0})["confused"] == 0.0
    assert with_confused(dict.fromkeys(FIRST_WORDS, 0.0) | {"calm": 1.0})["confused"] == 0.0


@settings(max_examples=100)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=101).filter(lambda ages: sum(ages) > 1e-6))
def test_a_range_of_ages_lies_within_them_and_holds_four_fifths(ages: list[float]) -> None:
    low, high = age_range(ages)
    assert 0 <= low <= high < len(ages)
    assert sum(ages[low : high + 1]) >= 0.8 * sum(ages) - 1e-9


def test_limits_of_generations_rise() -> None:
    assert all(one < other for one, other in pairwise(generation.OLDEST))
