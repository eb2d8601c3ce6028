"""Prompts mean what they mean in A1111. `a1111_prompts.json` holds what its own parser answers for 110 strings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.engines.diffusion.chunks import BACKTRACK, MAX_TOKENS, ROOM, Marks, Word, cut
from hwawon.engines.diffusion.prompt import LoraTag, Piece, parse_attention, parse_prompt
from hwawon.errors import BadInput

ANSWERS = json.loads((Path(__file__).parent / "a1111_prompts.json").read_text(encoding="utf-8"))
MARKS = Marks(start=900, end=901, pad=902, comma=7)


def by_word(text: str) -> list[int]:
    """A token a word, by its length; commas are the mark's."""
    return [7 if word == "," else 10 + len(word) for word in text.replace(",", " , ").split()]


@pytest.mark.parametrize(("text", "expected"), ANSWERS, ids=[text for text, _ in ANSWERS])
def test_a_prompt_is_read_as_a1111_reads_it(text: str, expected: list[tuple[str, float]]) -> None:
    found = parse_attention(text)
    assert [("BREAK", -1.0) if one.is_break else (one.text, pytest.approx(one.weight)) for one in found] == [
        (words, weight) for words, weight in expected
    ]


@given(st.text(alphabet="ab ,()[]:\\.1<>"))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        pieces = parse_attention(text)
    except BadInput as error:
        assert "expected a number" in str(error)
        return
    assert pieces
    assert all(isinstance(one, Piece) for one in pieces)


def test_lora_tags_are_taken_out_and_added_up() -> None:
    prompt = parse_prompt("a <lora:ink:0.8> flower<lora:wash> <lora:ink:0.2:1>")
    assert prompt.loras == (LoraTag("ink", 1.0), LoraTag("wash", 1.0))
    assert "".join(piece.text for piece in prompt.pieces).split() == ["a", "flower"]


def test_a_lora_weight_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadInput, match="'much' in '<lora:ink:much>'; expected a number"):
        parse_prompt("<lora:ink:much>")


# Chunks


def tokens_of(text: str, words: tuple[Word, ...] = ()) -> list[list[int]]:
    return [list(chunk.tokens) for chunk in cut(parse_attention(text), by_word, MARKS, words)]


def test_an_empty_prompt_is_one_chunk_of_marks() -> None:
    assert tokens_of("") == [[900, 901, *[902] * 75]]


def test_a_chunk_has_seventy_five_tokens_between_its_marks() -> None:
    first, second = tokens_of("x " * 80)
    assert first == [900, *[11] * 75, 901]
    assert second == [900, *[11] * 5, 901, *[902] * 70]


def test_a_phrase_behind_a_late_comma_moves_to_the_next_chunk() -> None:
    first, second = tokens_of("x " * 60 + ", " + "yy " * 20)
    assert first[61] == 7
    assert first[62] == 901
    assert second[1:21] == [12] * 20


def test_a_comma_too_far_back_cuts_no_chunk_short() -> None:
    before = ROOM - BACKTRACK - 1
    first, _ = tokens_of("x " * before + ", " + "yy " * 30)
    assert 902 not in first


def test_break_begins_a_new_chunk() -> None:
    first, second = tokens_of("a BREAK bb")
    assert (first[1], second[1]) == (11, 12)


def test_weights_stay_with_their_tokens() -> None:
    (chunk,) = cut(parse_attention("a (bb:1.5) c"), by_word, MARKS)
    assert chunk.weights[:5] == (1.0, 1.0, 1.5, 1.0, 1.0)


def test_a_textual_inversion_takes_its_room_and_is_never_cut() -> None:
    word = Word(tuple(by_word("moon light")), vectors=[[0.0]] * 10)
    (chunk,) = cut(parse_attention("x moon light y"), by_word, MARKS, (word,))
    assert list(chunk.vectors) == [2]
    assert chunk.tokens[12] == 11
    first, second = cut(parse_attention("x " * 70 + "moon light"), by_word, MARKS, (word,))
    assert not first.vectors
    assert list(second.vectors) == [1]


def test_three_thousand_tokens_are_read_and_an_absurd_prompt_is_refused() -> None:
    assert len(tokens_of("x " * 3000)) == 40
    with pytest.raises(BadInput, match=rf"at most {MAX_TOKENS} tokens, got {MAX_TOKENS + 1}"):
        tokens_of("x " * (MAX_TOKENS + 1))
