"""Tokens are counted as the engine cuts them, without the engine's libraries."""

from pathlib import Path

import pytest

from hwawon.errors import BadInput, MissingModel
from hwawon.looks.clip_tokens import ClipTokens
from hwawon.looks.word_count import Count, count_roughly, count_tokens, count_words
from hwawon.weights.record import Kind, Weights
from support.api import Studio, open_studio
from support.small_models import with_models


@pytest.fixture(scope="module")
def tokens() -> ClipTokens:
    return ClipTokens(with_models("clip-tokenizer"))


def embedding(id: str, vectors: int) -> Weights:
    return Weights(id, Kind.EMBEDDING, Path(id), "file", "0", 1, details={"vectors": vectors})


def test_the_numbers_of_clip_s_own_example_come_out(tokens: ClipTokens) -> None:
    assert tokens("a diagram") == [320, 22697]
    assert tokens("a dog, a cat") == [320, 1929, 267, 320, 2368]


@pytest.mark.parametrize(
    ("prompt", "expected", "chunks"),
    [
        ("", 0, 1),
        ("white tulips", 2, 1),
        ("(white:1.3) [tulips]", 2, 1),
        ("white tulips <lora:spring:0.8>", 2, 1),
        (r"white \(pale\) tulips", 5, 1),
        ("white BREAK tulips", 2, 2),
        ("tulip " * 75, 75, 1),
        ("tulip " * 76, 76, 2),
        ("tulip " * 70 + ", " + "tulip " * 20, 91, 2),
    ],
)
def test_a_prompt_is_counted_as_it_is_cut(tokens: ClipTokens, prompt: str, expected: int, chunks: int) -> None:
    assert count_tokens(prompt, tokens) == Count(expected, 75, chunks, exact=True)


def test_an_embedding_counts_its_vectors(tokens: ClipTokens) -> None:
    assert count_tokens("photo, soft-light", tokens).tokens == 5
    assert count_tokens("photo, soft-light", tokens, [embedding("soft-light", 8)]).tokens == 10


def test_a_weight_that_is_no_number_is_said(tokens: ClipTokens) -> None:
    with pytest.raises(BadInput, match=r"'1\.2\.3'"):
        count_tokens("(a:1.2.3)", tokens)


def test_an_engine_of_words_is_counted_in_words() -> None:
    assert count_words("(white:1.2) tulips, morning <lora:x:1> BREAK mist") == Count(4, 75, 1, exact=False)
    assert count_words("tulip " * 80).chunks == 2


def test_without_the_vocabulary_the_count_is_rough_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="clip-tokenizer"):
        ClipTokens(tmp_path)
    assert count_roughly("White tulips, 35 mm") == Count(6, 75, 1, exact=False)
    with open_studio(tmp_path) as studio:
        body = {"prompt": "white tulips", "engine": "diffusers"}
        answer = studio.retoucher.post("/api/words/count", json=body).json()
        assert answer == {"tokens": 2, "limit": 75, "chunks": 1, "exact": False}


@pytest.mark.parametrize(("engine", "exact"), [("diffusers", True), ("webui", False), ("painter", False)])
def test_the_engine_decides_how_it_is_counted(studio: Studio, engine: str, exact: bool) -> None:
    body = {"prompt": "a very well-lit garden", "engine": engine}
    answer = studio.retoucher.post("/api/words/count", json=body).json()
    assert answer == {"tokens": 5 if engine == "painter" else 6, "limit": 75, "chunks": 1, "exact": exact}


def test_an_unknown_engine_is_refused(studio: Studio) -> None:
    answer = studio.retoucher.post("/api/words/count", json={"prompt": "a", "engine": "brush"})
    assert answer.status_code == 422
    assert "known are painter" in answer.json()["error"]
    assert studio.caller("viewer").post("/api/words/count", json={"prompt": "a"}).status_code == 403
