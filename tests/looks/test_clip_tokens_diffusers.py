"""Our tokenizer gives the numbers of the engine's own, whatever is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.looks.clip_tokens import ClipTokens
from support.small_models import with_models

transformers = pytest.importorskip("transformers")

FOLDER = with_models("clip-tokenizer")
OURS = ClipTokens(FOLDER)
THEIRS = transformers.CLIPTokenizer(
    vocab=str(FOLDER / "clip-tokenizer" / "vocab.json"), merges=str(FOLDER / "clip-tokenizer" / "merges.txt")
)
TEXTS = [
    "",
    "white tulips beside a mossy stone wall, golden hour, 35 mm photograph",
    "it's what we've got, they'll say; IT'S \u2019s don''t",
    "<|startoftext|>a cat<|endoftext|>, <|endoftext",
    "하얀 튤립이 핀 정원, 봄날",
    "\u1112\u1161\u11ab 한 e\u0301 é",
    "白いチューリップの庭、春",
    "ΣΊΣΥΦΟΣ İstanbul ſtraße",
    "2026 ½ ² Ⅷ ٣ 1.2.3",
    "a\tb\nc\u3000d\xa0e\x1cf\u200bg",
    "🌷🌷 ❤️ 👩‍🌾",
    "((masterpiece:1.2)), [[x]] \\(o\\) ...!?",
    "x" * 300,
]


def theirs(text: str) -> list[int]:
    return list(THEIRS(text, truncation=False, add_special_tokens=False, verbose=False)["input_ids"])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_numbers_of_the_engine_s_tokenizer(text: str) -> None:
    assert OURS(text) == theirs(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]) | st.sampled_from("aetions '<|>.,0é한の\n"), max_size=30))
def test_any_text_has_the_same_numbers(text: str) -> None:
    assert OURS(text) == theirs(text)
