"""Every garden of some words: how many, in which order, with which sentence."""

import re

import pytest

from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, FAVORITES, cell_of
from hwawon.prompts.product import ProductRequest, Row, rows, total
from hwawon.prompts.templates import PLACES, TEMPLATES, templates_of, told
from hwawon.prompts.words import spoken, written
from hwawon.validation import validated

TWO = {
    "animals": ["dog", "cat"],
    "weathers": ["sunny", "snowy"],
    "seasons": ["spring", "winter"],
    "times": ["day", "the-early-dawn"],
}


def made(**asked: object) -> list[Row]:
    return list(rows(validated(ProductRequest, asked)))


def test_one_emotion_two_animals_and_two_of_each_make_sixteen_rows_whose_templates_alternate() -> None:
    found = made(**TWO, templates=["A [EMOTION] [ANIMAL]", "B [SEASON] [WEATHER] [TIME]"])
    assert total(validated(ProductRequest, TWO)) == len(found) == 16
    assert [row.prompt[0] for row in found] == ["A", "B"] * 8
    assert found[0].prompt == "A happy dog"
    assert found[1] == Row(
        emotion="happy",
        animal="dog",
        season="spring",
        weather="sunny",
        time="the-early-dawn",
        favorite="spring,sunny,the-early-dawn",
        prompt="B spring sunny the early dawn",
    )


def test_emotions_come_first_then_animals_weathers_seasons_and_times() -> None:
    found = made(**TWO, emotions=["sad", "happy"])
    order = [(row.emotion, row.animal, row.weather, row.season, row.time) for row in found]
    assert order[:5] == [
        ("sad", "dog", "sunny", "spring", "day"),
        ("sad", "dog", "sunny", "spring", "the-early-dawn"),
        ("sad", "dog", "sunny", "winter", "day"),
        ("sad", "dog", "sunny", "winter", "the-early-dawn"),
        ("sad", "dog", "snowy", "spring", "day"),
    ]
    assert [row.emotion for row in found] == ["sad"] * 16 + ["happy"] * 16
    assert len(set(order)) == 32


def test_what_is_left_out_is_as_the_original_ticks_it_and_templates_are_the_emotions_own() -> None:
    (one,) = made(emotions=["angry"])
    assert (one.animal, one.season, one.weather, one.time) == ("dog", "spring", "sunny", "day")
    assert one.prompt == told(templates_of("angry")[0], {**dict.fromkeys(PLACES, "?"), **_words(one)})
    assert made(emotions=["angry"], animals=["dog", "cat"])[1].prompt.startswith(templates_of("angry")[1][:20])


def test_each_emotion_begins_with_its_own_first_template() -> None:
    found = made(emotions=["happy", "sad"], animals=["dog", "cat", "fox"])
    assert found[3].prompt.startswith(templates_of("sad")[0][:20])


def test_the_limit_cuts_the_rows_and_not_the_total() -> None:
    asked = validated(ProductRequest, {**TWO, "limit": 3})
    assert (total(asked), len(list(rows(asked)))) == (16, 3)
    many = [f"word {number}" for number in range(100)]
    huge = validated(ProductRequest, {"animals": many, "weathers": many, "seasons": many, "times": many, "limit": 2})
    assert total(huge) == 100_000_000
    assert len(list(rows(huge))) == 2


def test_free_words_become_part_of_a_name_that_files_may_have() -> None:
    one = made(weathers=[" light  drizzle "], seasons=["장마철"], animals=["a cat, sleeping"])[0]
    assert one.favorite == "장마철,light-drizzle,day"
    assert "light" in one.prompt
    assert "(a cat, sleeping seen from behind:1.2)" in one.prompt
    assert cell_of(f"{one.emotion}/{one.favorite}").favorite == one.favorite


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"weathers": ["sunny,rainy"]}, "no comma, slash or bracket"),
        ({"seasons": ["../spring"]}, "no comma, slash or bracket"),
        ({"times": ["밤" * 11]}, "at most 32 bytes"),
        ({"times": [" "]}, "at least 1 character"),
        ({"animals": []}, "at least 1 item"),
        ({"emotions": ["bored"]}, "'happy', 'surprised'"),
        ({"templates": []}, "at least 1 item"),
        ({"limit": 4097}, "less than or equal to 4096"),
        ({"colour": "red"}, "colour: there is no such key"),
    ],
)
def test_words_that_could_not_be_used_are_refused(asked: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        validated(ProductRequest, asked)


def test_a_word_that_is_named_twice_counts_once() -> None:
    assert len(made(animals=["dog", " dog"], seasons=["spring", "spring"])) == 1


def test_every_emotion_has_two_to_four_templates_with_every_place() -> None:
    assert {one.emotion for one in TEMPLATES} == set(EMOTIONS)
    for emotion in EMOTIONS:
        assert 2 <= len(templates_of(emotion)) <= 4
    for one in TEMPLATES:
        assert {place for place in PLACES if f"[{place.upper()}]" in one.text} == set(PLACES), one.id
        assert one.text.endswith("([TIME]:1.2)"), one.id
    assert len({one.text for one in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
def test_a_templates_weights_are_heard(template: object) -> None:
    text = getattr(template, "text", "")
    words = dict(zip(PLACES, ("happy", "dog", "sunny", "spring", "day"), strict=True))
    heard = {piece.text: piece.weight for piece in parse_prompt(told(text, words)).pieces}
    assert heard["the whole scene in sunny weather"] == 1.35
    assert heard["spring season"] == 1.3
    assert heard["very strong happy nature"] in (1.3, 1.45)
    assert not any("[" in piece or "(" in piece for piece in heard)


def test_places_that_are_none_stay_as_they_are() -> None:
    words = dict(zip(PLACES, ("sad", "[TIME]", "rainy", "autumn", "day"), strict=True))
    assert told("[faint] [EMOTION] [ANIMAL] [emotion]", words) == "[faint] sad [TIME] [emotion]"


def test_the_64_favorites_are_the_product_in_the_stated_order() -> None:
    assert len(set(FAVORITES)) == 64
    assert FAVORITES[:5] == (
        "spring,cloudy,day",
        "spring,cloudy,sunset",
        "spring,cloudy,the-early-dawn",
        "spring,cloudy,the-middle-of-the-night",
        "spring,rainy,day",
    )
    assert FAVORITES[-1] == "winter,sunny,the-middle-of-the-night"


def test_words_are_spoken_and_written() -> None:
    assert spoken("the-middle-of-the-night") == "the middle of the night"
    assert written(" the early  dawn") == "the-early-dawn"


def _words(row: Row) -> dict[str, str]:
    return {place: getattr(row, place) for place in PLACES}


def test_prompts_that_no_run_could_hold_are_refused() -> None:
    animals = ["a" * 190 + str(number) for number in range(64)]
    seasons = [f"s{number}" for number in range(64)]
    with pytest.raises(BadInput, match="at most 20000"):
        made(animals=animals, templates=["[ANIMAL]" * 600])
    with pytest.raises(BadInput, match="more than 8000000 characters in all"):
        made(animals=animals, seasons=seasons, templates=["[ANIMAL]" * 50])
    assert len(made(animals=animals, seasons=seasons, templates=["[ANIMAL]" * 50], limit=100)) == 100
