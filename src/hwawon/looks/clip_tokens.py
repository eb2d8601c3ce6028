"""CLIP's tokenizer without its libraries: text to numbers, as the engine's own does.

Radford and others, "Learning Transferable Visual Models From Natural Language Supervision", 2021. The web process
counts tokens while somebody types; loading it takes 0.1 s and 20 MB.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from hwawon.vision.models import path_of

MODEL_ID = "clip-tokenizer"
_MARKS = re.compile(r"(<\|startoftext\|>|<\|endoftext\|>)")
_SHORTENED = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")
_SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(n) for n in range(0x2000, 0x200B)}
_REMEMBERED = 4096  # words


class ClipTokens:
    """The vocabulary and its merges."""

    def __init__(self, models_dir: Path) -> None:
        """Load; raises MissingModel where the files are absent."""
        words = path_of(models_dir, MODEL_ID, "vocab.json").read_text(encoding="utf-8")
        lines = path_of(models_dir, MODEL_ID, "merges.txt").read_text(encoding="utf-8").split("\n")
        self.vocabulary: Mapping[str, int] = json.loads(words)
        pairs = (line.split(" ") for line in lines[1:] if line)
        self._ranks = {(one, other): rank for rank, (one, other) in enumerate(pairs)}
        self._of_piece = lru_cache(_REMEMBERED)(self._numbers)

    def __call__(self, text: str) -> list[int]:
        """The numbers of a text, without marks at its ends."""
        found: list[int] = []
        for part in _MARKS.split(text):
            if _MARKS.fullmatch(part):
                found.append(self.vocabulary[part])
            else:
                found += (number for piece in pieces(normal(part)) for number in self._of_piece(piece))
        return found

    def _numbers(self, piece: str) -> tuple[int, ...]:
        signs = [_SIGN_OF_BYTE[byte] for byte in piece.encode("utf-8", "replace")]
        signs[-1] += "</w>"
        while len(signs) > 1:
            ranked = [(self._ranks.get(pair), pair) for pair in pairwise(signs)]
            known = [(rank, pair) for rank, pair in ranked if rank is not None]
            if not known:
                break
            signs = _merged(signs, min(known)[1])
        return tuple(self.vocabulary[sign] for sign in signs)


def normal(text: str) -> str:
    """Composed and in small letters; sign by sign, so that no sign depends on its neighbours."""
    return "".join(sign.lower() for sign in unicodedata.normalize("NFC", text))


def pieces(text: str) -> Iterator[str]:
    """Runs of letters, single digits, runs of other signs, and what is shortened in English: 's, 'll ..."""
    place = 0
    while place < len(text):
        kind = _kind(text[place])
        shortened = next((one for one in _SHORTENED if text.startswith(one, place)), None)
        end = place + (len(shortened) if shortened else 1)
        if not shortened and kind in "L*":
            while end < len(text) and _kind(text[end]) == kind:
                end += 1
        if kind != " ":
            yield text[place:end]
        place = end


def _kind(sign: str) -> str:
    """L for letters, N for numbers, a space, and * for all others."""
    if sign in _SPACES:
        return " "
    category = unicodedata.category(sign)[0]
    return category if category in "LN" else "*"


def _merged(signs: list[str], pair: tuple[str, str]) -> list[str]:
    """Every place of this pair made one sign, from the left."""
    made: list[str] = []
    place = 0
    while place < len(signs):
        if place + 1 < len(signs) and (signs[place], signs[place + 1]) == pair:
            made.append(signs[place] + signs[place + 1])
            place += 2
        else:
            made.append(signs[place])
            place += 1
    return made


def _signs_of_bytes() -> list[str]:
    """A printable sign for each byte: printable bytes are themselves, the others come after all bytes."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


_SIGN_OF_BYTE = _signs_of_bytes()
