"""Words begin as what is typed, the most used first; a file in the data folder takes the place of our own."""

import os
import random
import time
from pathlib import Path

import pytest

from hwawon.looks.word_list import WordList, Words, own_words, read_rows
from support.api import Studio, open_studio

FILE = """\
1girl,0,6008644,"1girls,sole_female"
long_hair,0,4350743,"/lh,longhair"
lone_wolf,4,120,
rose,0,90000,"barae,薔薇"
Rose_Garden,3,12,
rosé,7,5
broken line
"half, quoted",5,x,"a ""b"",c"
,0,9,nobody
"""


def names(list: WordList, typed: str, limit: int = 20) -> list[str]:
    return [found.tag.name for found in list.search(typed, limit)]


@pytest.fixture(scope="module")
def tags() -> WordList:
    return WordList(read_rows(FILE))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lo", ["long_hair", "lone_wolf"]),
        ("long h", ["long_hair"]),
        ("LONG_H", ["long_hair"]),
        ("ro", ["rose", "Rose_Garden", "rosé"]),
        ("rose garden", ["Rose_Garden"]),
        ("薔", ["rose"]),
        ("hair", []),
        ("broken", ["broken line"]),
        ("half,", ["half, quoted"]),
        ("nobody", []),
    ],
)
def test_words_begin_as_what_is_typed(tags: WordList, typed: str, found: list[str]) -> None:
    assert names(tags, typed) == found


def test_what_is_wholly_typed_comes_first(tags: WordList) -> None:
    assert names(WordList(read_rows("rose,0,5,\nrose_petals,0,900,")), "rose") == ["rose", "rose_petals"]


def test_an_alias_is_told_and_a_tag_is_there_once(tags: WordList) -> None:
    (found,) = tags.search("sole", 5)
    assert (found.tag.name, found.alias) == ("1girl", "sole_female")
    (found,) = tags.search("1gi", 5)
    assert (found.tag.name, found.alias) == ("1girl", None)


def test_kinds_are_said_in_words_and_missing_counts_are_none(tags: WordList) -> None:
    kinds = {found.tag.name: (found.tag.kind, found.tag.count) for found in tags.search("", 20)}
    assert kinds["1girl"] == ("general", 6008644)
    assert kinds["lone_wolf"] == ("character", 120)
    assert kinds["rosé"] == ("7", 5)
    assert kinds["half, quoted"] == ("meta", 0)
    assert len(kinds) == 8


def test_a_hundred_and_fifty_thousand_tags_are_searched_while_somebody_types() -> None:
    chance = random.Random(5)
    words = ["".join(chance.choices("aeioulnrstmbcdfgh_", k=chance.randint(4, 18))) for _ in range(150_000)]
    lines = (f"{word},0,{chance.randint(1, 9_000_000)},{word[::-1]}" for word in words)
    tags = WordList(read_rows("\n".join(lines)))

    def seconds(typed: str) -> float:
        began_s = time.perf_counter()
        assert len(tags.search(typed, 20)) == 20
        return time.perf_counter() - began_s

    assert max(min(seconds(typed) for _ in range(5)) for typed in ("s", "a", "st", "ren")) < 0.01


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    words, file = Words(tmp_path), tmp_path / "tags.csv"
    assert [found.tag.name for found in words.search("wist", 5)] == ["wisteria", "melancholy"]
    file.write_text("wisp,0,1,", encoding="utf-8")
    assert [found.tag.name for found in words.search("wis", 5)] == ["wisp"]
    file.write_text("wish,0,1,", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert [found.tag.name for found in words.search("wis", 5)] == ["wish"]
    file.unlink()
    assert words.search("golden h", 5)[0].tag.kind == "light"


def test_our_own_list_has_some_hundred_words_of_some_kinds_each_once() -> None:
    rows = list(read_rows(own_words()))
    listed = [tag.name for tag, _ in rows]
    assert len(listed) >= 400
    assert len(set(listed)) == len(listed)
    assert {"light", "place", "plant", "medium", "camera", "mood"} <= {tag.kind for tag, _ in rows}
    assert not {alias for _, aliases in rows for alias in aliases} & set(listed)


def test_words_over_http(studio: Studio, tmp_path: Path) -> None:
    answer = studio.retoucher.get("/api/words/tags?q=magic").json()
    assert answer == {"items": [{"name": "golden hour", "kind": "light", "count": 0, "alias": "magic hour"}]}
    assert studio.retoucher.get("/api/words/tags?limit=0").status_code == 422
    assert studio.caller("viewer").get("/api/words/tags").status_code == 403
    with open_studio(tmp_path) as other:
        (tmp_path / "tags.csv").write_text(FILE, encoding="utf-8")
        items = other.retoucher.get("/api/words/tags?q=ro&limit=2").json()["items"]
        assert [item["name"] for item in items] == ["rose", "Rose_Garden"]
