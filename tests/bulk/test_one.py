"""Pairs of pictures under given names, as the original's `/bulk` asks for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hwawon.bulk.one import OriginalPrompt, submit_pair
from hwawon.errors import BadInput
from hwawon.pool.rows import by_tail
from hwawon.storage.database import Database
from support.api import Studio, open_studio
from support.databases import address_of

FNAME = "imgPool/happy/spring,sunny,day/img_20230417-144723"
WORDS = OriginalPrompt(emotion="happy", emotionText="happy", others="flowers, fantasy")


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Iterator[Studio]:
    settings = {"engine": "painter:flat", "database_url": address_of(database)}
    with open_studio(tmp_path / "data", **settings) as opened:
        yield opened


def pair(
    studio: Studio, fname: str = FNAME, index: int = 0, prompt: OriginalPrompt = WORDS, owner: str | None = "kim"
) -> list[str]:
    house = studio.house
    with house.database.write() as tx:
        names = submit_pair(
            tx, house.queue, fname=fname, index=index, prompt=prompt, owner=owner, settings=house.settings
        )
    return [name.pool_key for name in names]


def test_a_pair_has_exactly_the_names_and_sizes_that_were_asked_for(studio: Studio) -> None:
    assert pair(studio, index=7) == [f"{FNAME}_7h.jpeg", f"{FNAME}_7v.jpeg"]
    assert studio.work() == 2

    assert sorted(studio.house.objects.keys("imgPool")) == [f"{FNAME}_7h.jpeg", f"{FNAME}_7v.jpeg"]
    with studio.house.database.read() as tx:
        for tail, size in (("h", (1280, 800)), ("v", (800, 1280))):
            found = by_tail(tx, f"{FNAME.removeprefix('imgPool/')}_7{tail}.jpeg")
            assert found is not None
            told = found.picture_record
            assert (told.width, told.height) == size
            assert told.owner == "kim"
            assert told.record["request"]["prompt"] == "happy, flowers, fantasy"
            assert told.record["words"] == {"emotion": "happy", "emotionText": "happy", "others": "flowers, fantasy"}


def test_the_same_name_and_index_is_one_pair_for_ever_whoever_asks_in_whatever_words(studio: Studio) -> None:
    pair(studio)
    pair(studio)
    assert studio.work() == 2

    again = pair(studio, prompt=OriginalPrompt(emotionText="sad"), owner="lee")

    assert again == [f"{FNAME}_0h.jpeg", f"{FNAME}_0v.jpeg"]
    assert studio.work() == 0
    pair(studio, index=1)
    assert studio.work() == 2


@pytest.mark.parametrize(
    ("emotion_text", "favorite", "others", "prompt"),
    [
        ("happy", "", "flowers", "happy, flowers"),
        ("", "", "flowers, fantasy", "flowers, fantasy"),
        ("happy", "spring,sunny,day", "flowers", "happy, spring,sunny,day, flowers"),
        ("happy,", " ", ", ", "happy"),
    ],
)
def test_the_prompt_is_the_originals_without_a_stray_comma(
    emotion_text: str, favorite: str, others: str, prompt: str
) -> None:
    assert OriginalPrompt(emotionText=emotion_text, favorite=favorite, others=others).words == prompt


@pytest.mark.parametrize(
    ("fname", "index", "said"),
    [
        ("emotions/happy/img", 0, "below imgPool/"),
        ("html/index", 0, "below imgPool/"),
        ("imgPool/../emotions/happy/img", 0, "expected emotion/file or"),
        ("imgPool/happy/a/b/img", 0, "expected emotion/file or"),
        ("imgPool/bored/img", 0, "unknown emotion"),
        ("imgPool/happy/img", -1, "0 or more"),
    ],
)
def test_a_name_that_is_none_of_the_pool_is_refused(studio: Studio, fname: str, index: int, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        pair(studio, fname, index)
    assert studio.house.queue.page(10).items == ()


def test_a_pair_without_words_is_refused_before_a_job_is_made(studio: Studio) -> None:
    with pytest.raises(BadInput, match="prompt"):
        pair(studio, prompt=OriginalPrompt(emotion="happy", others=","))
    assert studio.house.queue.page(10).items == ()
