"""Visitors are told what is true of the place, in three languages."""

import json
from pathlib import Path

import pytest

from hwawon.config import Settings
from hwawon.garden import notice as notices
from hwawon.garden.notice import is_sent, label_of, notice_of, spoken, words_of
from hwawon.garden.place import LANGUAGES, Kind, Place, Retention
from hwawon.pool.keys import EMOTIONS

TEXTS = json.loads(Path(notices.__file__).with_name("notice.json").read_text(encoding="utf-8"))


def test_every_language_has_the_same_texts_and_none_is_empty() -> None:
    assert set(TEXTS) == set(LANGUAGES)
    for words in TEXTS.values():
        assert words.keys() == TEXTS["en"].keys()
        assert all(words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_tells_of_the_camera_the_way_without_it_the_days_and_the_way_out(language: str) -> None:
    place = Place(retention=Retention(visits_days=7, slates_days=7, interactions_days=30, codes_days=31))
    notice, words = notice_of(place, language), words_of(language)
    assert [words["camera"], words["memory"], words["guess"], words["without"]] == [*notice.lines[:3], notice.lines[3]]
    assert any("7" in line and "30" in line for line in notice.lines)
    assert words["code"] in notice.lines
    assert (notice.yes, notice.by_hand) == (words["yes"], words["by_hand"])


def test_what_is_off_is_not_told_and_what_is_on_is() -> None:
    words = words_of("en")
    assert words["age"] not in notice_of(Place(), "en").lines
    assert words["age"] in notice_of(Place(age_and_gender=True), "en").lines
    assert any("numbers that describe your face" in line for line in notice_of(Place(returning="face"), "en").lines)
    assert words["return"] not in notice_of(Place(returning="none"), "en").lines
    assert not any("adult" in line for line in notice_of(Place(child_age=0), "en").lines)
    assert "Questions and wishes: {x}" in notice_of(Place(contact="{x}"), "en").lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_work_the_notice_offers_no_camera_and_names_the_law(language: str) -> None:
    notice = notice_of(Place(kind=Kind.WORKPLACE), language)
    assert (notice.yes, notice.lines[0]) == ("", words_of(language)["faceless"])
    assert words_of(language)["camera"] not in notice.lines
    assert "AI" in notice.reason and "5" in notice.reason


def test_the_notice_tells_of_looks_and_not_of_feelings() -> None:
    for emotion in EMOTIONS:
        assert not any(f"you are {emotion}" in text for text in TEXTS["en"].values())
    assert "cannot know how you feel" in TEXTS["en"]["guess"]


def test_the_label_can_be_worded_by_the_place() -> None:
    place = Place(label={"ko": "AI 그림"})
    assert (label_of(place, "ko"), label_of(place, "en")) == ("AI 그림", "Made by artificial intelligence")


def test_the_language_follows_the_browser() -> None:
    assert [spoken(one) for one in ("ja,en;q=0.8", "fr, ko-KR", "de", "")] == ["ja", "ko", "en", "en"]
    assert notice_of(Place(), "fr").language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_face_that_is_sent_to_amazon_is_not_called_kept_in_memory(language: str) -> None:
    words = words_of(language)
    lines = notice_of(Place(), language, sent=True).lines
    assert words["sent"] in lines and words["memory"] not in lines
    assert is_sent(Settings(faces="rekognition")) and not is_sent(Settings())
