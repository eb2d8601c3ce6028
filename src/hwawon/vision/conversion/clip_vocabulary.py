"""Turns CLIP's list of byte pairs into the two files of a tokenizer's folder, `vocab.json` and `merges.txt`.

Single-file checkpoints carry no tokenizer, and every family of Stable Diffusion reads its prompts with this vocabulary
(Radford and others, 2021: "Learning Transferable Visual Models From Natural Language Supervision").
"""

import gzip
import json

from hwawon.errors import FetchFailed

WORD_END = "</w>"
BYTES = 256
MERGES = 48894  # the published list is longer; CLIP was trained with these
MARKS = ("<|startoftext|>", "<|endoftext|>")


def to_vocabulary(data: bytes) -> bytes:
    """`vocab.json`: the 256 symbols of bytes, the same at a word's end, one entry a merge, and the two marks.

    Raises:
        FetchFailed: not the published list of byte pairs.
    """
    symbols = byte_symbols()
    entries = [*symbols, *(symbol + WORD_END for symbol in symbols)]
    entries += ["".join(merge.split()) for merge in _merges(data)]
    entries += MARKS
    return json.dumps({entry: number for number, entry in enumerate(entries)}, ensure_ascii=False).encode()


def to_merges(data: bytes) -> bytes:
    """`merges.txt`: a line of version, then one merge a line, the most frequent first.

    Raises:
        FetchFailed: not the published list of byte pairs.
    """
    return ("\n".join(["#version: 0.2", *_merges(data)]) + "\n").encode()


def byte_symbols() -> list[str]:
    """The printable character that stands for each byte, in the order of the vocabulary."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    return [chr(code) for code in printable] + [chr(BYTES + number) for number in range(BYTES - len(printable))]


def _merges(data: bytes) -> list[str]:
    try:
        lines = gzip.decompress(data).decode("utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FetchFailed(f"the list of byte pairs is damaged: {error}") from error
    merges = lines[1 : MERGES + 1]
    if len(merges) < MERGES or any(len(merge.split(" ")) != 2 for merge in merges):
        raise FetchFailed(f"the list of byte pairs has {len(lines) - 1} lines, expected at least {MERGES} pairs")
    return merges
