"""The painter reads prompts in English, Korean and Japanese."""

from __future__ import annotations

import pytest

from hwawon.engines.painter.words import Entry, Words, entries, read_words


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_spelling_of_a_word_in_three_languages_means_the_same(entry: Entry) -> None:
    readings = {spelling: read_words(spelling) for spelling in entry.spellings}
    first = readings[entry.spellings[0]]
    assert not first.is_empty
    assert {spelling: words for spelling, words in readings.items() if words != first} == {}


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a butterfly", Words(animals=("butterfly",))),
        ("나비", Words(animals=("butterfly",))),
        ("비가 오는 날", Words(weather="rainy")),
        ("눈 내리는 밤", Words(weather="snowy", time="the-middle-of-the-night")),
        ("sunflowers", Words(flowers=("sunflower",))),
        ("a waterfall", Words(features=("waterfall",))),
        ("water lilies", Words(flowers=("lotus",))),
        ("白鳥", Words(animals=("swan",))),
        ("spring,cloudy,the-early-dawn", Words(season="spring", weather="cloudy", time="the-early-dawn")),
        ("scattered", Words()),
        ("", Words()),
    ],
)
def test_longer_words_win_and_parts_of_words_do_not_count(prompt: str, expected: Words) -> None:
    assert read_words(prompt) == expected


def test_words_come_in_the_order_of_the_prompt() -> None:
    assert read_words("tulips, a rose and lilies").flowers == ("tulip", "rose", "lily")
    assert read_words("lily, rose, tulip").flowers == ("lily", "rose", "tulip")


def test_the_negative_prompt_takes_words_away() -> None:
    assert read_words("roses and tulips", "rose").flowers == ("tulip",)


def test_the_same_words_in_three_languages_give_one_reading() -> None:
    english = read_words("sad, rainy autumn night, red roses")
    assert english == read_words("슬픈 비 가을 밤, 빨간 장미")
    assert english == read_words("悲しい雨の秋の夜、赤い薔薇")
