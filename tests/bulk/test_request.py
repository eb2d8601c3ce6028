"""What may be asked of a run, and in which words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwawon.bulk.request import MOST_CELLS, BulkRequest, joined
from hwawon.errors import BadInput
from hwawon.validation import validated

PARTS = st.text(alphabet="ab, \t\n()", max_size=12)


def words(**changes: Any) -> str:
    request = validated(BulkRequest, changes)
    return request.words_of(request.cells[0])


@given(st.lists(PARTS, max_size=5))
def test_no_comma_is_left_over_where_parts_meet(parts: list[str]) -> None:
    made = joined(*parts)

    assert made == made.strip(", \t\n")
    said = [part.strip(", \t\n") for part in parts]
    assert made == ", ".join(part for part in said if part)


def test_the_defaults_are_the_originals() -> None:
    request = BulkRequest()

    assert [one.cell.search_key for one in request.cells] == ["happy"]
    assert request.repeats == 10
    assert [(one.width, one.height) for one in request.orientations] == [(1280, 800), (800, 1280)]
    assert request.total == 20
    others = (
        "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art"
    )
    assert words() == f"happy, {others}"


def test_the_favorite_is_in_the_prompt_only_where_that_is_asked_for() -> None:
    cell = {"emotion": "calm", "favorite": "spring,sunny,day", "emotion_text": "very calm"}

    assert words(cells=[cell], others="flowers") == "very calm, flowers"
    assert words(cells=[cell], others="flowers", favorite_in_prompt=True) == "very calm, spring,sunny,day, flowers"
    assert words(cells=[cell | {"emotion_text": ""}], others="flowers,") == "flowers"


def test_a_prompt_of_its_own_is_taken_to_the_letter() -> None:
    cell = {"emotion": "sad", "prompt": " rain ,, (night:1.2), "}

    assert words(cells=[cell], favorite_in_prompt=True) == " rain ,, (night:1.2), "


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cells": []}, "at least 1"),
        ({"cells": [{"emotion": "bored"}]}, "unknown emotion 'bored'"),
        ({"cells": [{"emotion": "happy", "favorite": "a/b"}]}, "is no favorite"),
        ({"cells": [{"emotion": "happy"}] * (MOST_CELLS + 1)}, f"at most {MOST_CELLS}"),
        ({"repeats": 0}, "greater than or equal to 1"),
        ({"repeats": 1001}, "less than or equal to 1000"),
        ({"cells": [{"emotion": "happy"}] * 1001, "repeats": 1000}, "at most 1000000 pictures, got 2002000"),
        ({"orientations": [{"orientation": "h", "width": 64, "height": 64}] * 2}, "each orientation once"),
        ({"orientations": [{"orientation": "h", "width": 63, "height": 64}]}, "greater than or equal to 64"),
        ({"cells": [{"emotion": "happy", "emotion_text": " , "}], "others": ""}, "cells.0: expected words"),
        ({"others": "x" * 19_999}, "at most 20000 characters, got 20006"),
        ({"colour": "red"}, "there is no such key"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_was_expected(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match="(?s)" + said.replace("(", r"\(")):
        validated(BulkRequest, changes)


def test_a_full_catalogue_is_one_request() -> None:
    from hwawon.pool.keys import EMOTIONS, FAVORITES

    cells = [{"emotion": emotion, "favorite": favorite} for emotion in EMOTIONS for favorite in FAVORITES]

    assert validated(BulkRequest, {"cells": cells, "repeats": 16}).total == 16_384
