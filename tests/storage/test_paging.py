"""Cursors and limits of lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadInput
from hwawon.storage.ids import new_id
from hwawon.storage.paging import check_limit, cut_page, decode_cursor, encode_cursor

row_ids = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")


@settings(deadline=None, derandomize=True)
@given(row_ids)
def test_a_cursor_leads_back_to_its_row(row_id: str) -> None:
    assert decode_cursor(encode_cursor(row_id)) == row_id


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_any_other_text_is_bad_input(text: str) -> None:
    try:
        row_id = decode_cursor(text)
    except BadInput:
        return
    assert encode_cursor(row_id) == text


def test_a_cursor_has_one_spelling_only() -> None:
    assert decode_cursor("A" * 22) == "0" * 32
    with pytest.raises(BadInput, match="not one this server gave out"):
        decode_cursor("A" * 21 + "B")  # the last 4 bits say nothing


@pytest.mark.parametrize("limit", [0, -1, 501, 10**30])
def test_a_limit_outside_1_to_500_is_bad_input(limit: int) -> None:
    with pytest.raises(BadInput, match=r"limit must be within 1\.\.500, got"):
        check_limit(limit)


@pytest.mark.parametrize("limit", [1, 500])
def test_the_ends_of_the_range_are_legal(limit: int) -> None:
    assert check_limit(limit) == limit


def test_a_page_points_on_only_when_there_is_more() -> None:
    ids = [new_id() for _ in range(3)]
    assert cut_page(ids, ids, 2).next_cursor == encode_cursor(ids[1])
    assert cut_page(ids, ids, 2).items == tuple(ids[:2])
    assert cut_page(ids, ids, 3).next_cursor is None
    assert cut_page([], [], 3).items == ()
