"""The vocabulary that reads prompts: its published numbers, and what is not that vocabulary."""

import gzip
import json

import pytest

from hwawon.errors import FetchFailed
from hwawon.vision import models
from hwawon.vision.conversion import clip_vocabulary, convert
from support.small_models import with_models

CLIP = "clip-tokenizer"
PUBLISHED = {  # CLIP's own numbers, start and end included
    "a photo of a cat": [49406, 320, 1125, 539, 320, 2368, 49407],
    "hello world!": [49406, 3306, 1002, 256, 49407],
}


def packed(lines: list[str]) -> bytes:
    return gzip.compress("\n".join(lines).encode())


@pytest.mark.parametrize("prompt", PUBLISHED)
def test_the_tokenizer_of_the_field_gives_the_published_numbers(prompt: str) -> None:
    transformers = pytest.importorskip("transformers")
    folder = with_models(CLIP) / CLIP
    tokenizer = transformers.CLIPTokenizer.from_pretrained(folder, local_files_only=True)
    assert tokenizer(prompt).input_ids == PUBLISHED[prompt]


def test_the_vocabulary_has_every_entry_once_in_the_published_order() -> None:
    vocabulary = json.loads(models.path_of(with_models(CLIP), CLIP, "vocab.json").read_text(encoding="utf-8"))
    assert list(vocabulary.values()) == list(range(49408))
    assert [vocabulary[word] for word in ("!", "!</w>", "cat</w>", "<|startoftext|>", "<|endoftext|>")] == [
        *(0, 256, 2368, 49406, 49407)
    ]


def test_the_merges_begin_with_the_most_frequent() -> None:
    lines = models.path_of(with_models(CLIP), CLIP, "merges.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["#version: 0.2", "i n", "t h"]
    assert len(lines) == 48895


def test_every_byte_has_its_own_visible_symbol() -> None:
    symbols = clip_vocabulary.byte_symbols()
    assert len(set(symbols)) == 256
    assert all(symbol.isprintable() and not symbol.isspace() for symbol in symbols)


@pytest.mark.parametrize("recipe", ["clip-vocabulary", "clip-merges"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no archive", "damaged"),
        (packed(["#version: 0.2", "i n"]), "has 1 lines"),
        (packed(["#version: 0.2", *["one two three"] * 48894]), "expected at least 48894 pairs"),
    ],
    ids=["no archive", "one line", "triples"],  # the bytes hold the time at which they were packed
)
def test_another_file_is_refused(recipe: str, data: bytes, said: str) -> None:
    with pytest.raises(FetchFailed, match=said):
        convert(recipe, data)  # type: ignore[arg-type]
