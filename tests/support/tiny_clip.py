"""Tiny CLIP text models and tokenizers, made in code: real widths, few layers, a vocabulary of bytes and some words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORDS = (
    "a",
    "photo",
    "of",
    "cat",
    "dog",
    "red",
    "flower",
    "garden",
    "the",
    "in",
    "painting",
    "blue",
    "bird",
    "quality",
)
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_symbols() -> list[str]:
    """The 256 signs that stand for bytes in CLIP's and GPT-2's vocabularies, in their order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + place) for place in range(len(others))]


def vocabulary() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Bytes, bytes that end a word, and the merges that make each of `WORDS` one token."""
    symbols = byte_symbols()
    names = symbols + [f"{symbol}</w>" for symbol in symbols]
    merges: list[tuple[str, str]] = []
    for word in WORDS:
        parts = [*word[:-1], f"{word[-1]}</w>"]
        while len(parts) > 1:
            pair = (parts[0], parts[1])
            if pair not in merges:
                merges.append(pair)
                names.append("".join(pair))
            parts = ["".join(pair), *parts[2:]]
    names = [*dict.fromkeys(names), START, END]
    return {name: place for place, name in enumerate(names)}, merges


def tiny_tokenizer(pad: str = END) -> Any:
    """A tokenizer as SD 1.5's (padded with its end mark) or, with `pad="!"`, as OpenCLIP's, whose token 0 is "!"."""
    from transformers import CLIPTokenizer

    words, merges = vocabulary()
    return CLIPTokenizer(vocab=words, merges=merges, pad_token=pad, model_max_length=77)


def tiny_text_encoder(width: int, *, layers: int = 3, projection: bool = False) -> Any:
    """A text model of SD 1.5's (768), SD 2's (1024) or SDXL's second (1280) width with random weights."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    words, _ = vocabulary()
    config = CLIPTextConfig(
        vocab_size=len(words),
        hidden_size=width,
        intermediate_size=32,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        hidden_act="quick_gelu" if width == 768 else "gelu",
        projection_dim=width,
        bos_token_id=words[START],
        eos_token_id=words[END],
        pad_token_id=words[END],
    )
    kind = CLIPTextModelWithProjection if projection else CLIPTextModel
    return kind(config).eval()


def install_tokenizer(models_dir: Path) -> None:
    """Put the tiny vocabulary where single files look for CLIP's."""
    folder = models_dir / "clip-tokenizer"
    folder.mkdir(parents=True)
    words, merges = vocabulary()
    (folder / "vocab.json").write_text(json.dumps(words), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
