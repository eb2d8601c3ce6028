"""A1111's prompt syntax: weights in brackets, BREAK, and LoRA tags. Text in, data out; no model is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hwawon.errors import BadInput

ROUND, SQUARE = 1.1, 1 / 1.1  # what one pair of brackets multiplies by

_TAG = re.compile(r"<lora:([^:<>]+)(?::([^:<>]*))?(?::([^<>]*))?>")
_WEIGHTED_END = re.compile(r":\s*([+-]?[.\d]+)\s*\)")
_PLAIN = re.compile(r"[^\\()\[\]:]+")
_BREAK = re.compile(r"\s*\bBREAK\b\s*")


@dataclass(frozen=True)
class Piece:
    """A run of text with one weight."""

    text: str
    weight: float = 1.0
    is_break: bool = False  # the text after it begins a new chunk


@dataclass(frozen=True)
class LoraTag:
    """`<lora:name:weight>`."""

    name: str
    weight: float


@dataclass(frozen=True)
class Prompt:
    """A parsed prompt."""

    pieces: tuple[Piece, ...]
    loras: tuple[LoraTag, ...]


def parse_prompt(text: str) -> Prompt:
    """The pieces and LoRA tags of a prompt; a LoRA named twice counts with both weights.

    Raises:
        BadInput: a LoRA's weight that is no number.
    """
    weights: dict[str, float] = {}
    for match in _TAG.finditer(text):
        weights[match.group(1)] = weights.get(match.group(1), 0.0) + _lora_weight(match)
    loras = tuple(LoraTag(name, weight) for name, weight in weights.items())
    return Prompt(tuple(parse_attention(_TAG.sub("", text))), loras)


def parse_attention(text: str) -> list[Piece]:
    """The pieces of a text, neighbours of one weight joined: `a (b:1.2) [c]` is a, b x 1.2, c / 1.1.

    Brackets that are never closed count to the end; a backslash takes the meaning from the bracket after it.

    Raises:
        BadInput: a weight that is no number, such as (a:1.2.3).
    """
    found: list[tuple[str, float]] = []  # a weight below 0 marks a break, as A1111's own list does
    opened: dict[str, list[int]] = {"(": [], "[": []}

    def close(bracket: str, factor: float) -> None:
        first = opened[bracket].pop()
        found[first:] = [(each, weight * factor) for each, weight in found[first:]]

    for token, number in _tokens(text):
        if token in opened:
            opened[token].append(len(found))
        elif number is not None and opened["("]:
            close("(", _number(number, token))
        elif token == ")" and opened["("]:
            close("(", ROUND)
        elif token == "]" and opened["["]:
            close("[", SQUARE)
        else:
            found += _texts(token)
    while opened["("]:
        close("(", ROUND)
    while opened["["]:
        close("[", SQUARE)
    return _joined(found or [("", 1.0)])


def _tokens(text: str) -> Iterator[tuple[str, str | None]]:
    """Brackets, runs of plain text, escaped signs; and `:1.2)` with its number."""
    place = 0
    while place < len(text):
        sign = text[place]
        if sign == "\\":
            length = 2 if text[place + 1 : place + 2] in ("(", ")", "[", "]", "\\") else 1
            yield text[place : place + length], None
        elif match := _WEIGHTED_END.match(text, place):
            length = len(match.group())
            yield match.group(), match.group(1)
        elif match := _PLAIN.match(text, place):
            length = len(match.group())
            yield match.group(), None
        else:
            length = 1
            yield sign, None
        place += length


def _number(written: str, token: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise BadInput(f"the prompt has the weight {written!r} in {token!r}; expected a number such as 1.2") from None


def _texts(token: str) -> list[tuple[str, float]]:
    if token.startswith("\\"):
        return [(token[1:], 1.0)]
    parts = _BREAK.split(token)
    found = [(parts[0], 1.0)]
    for part in parts[1:]:
        found += [("BREAK", -1.0), (part, 1.0)]
    return found


def _joined(found: list[tuple[str, float]]) -> list[Piece]:
    pieces: list[Piece] = []
    for text, weight in found:
        if text == "BREAK" and weight == -1.0:
            pieces.append(Piece("BREAK", 1.0, is_break=True))
        elif pieces and not pieces[-1].is_break and pieces[-1].weight == weight:
            pieces[-1] = Piece(pieces[-1].text + text, weight)
        else:
            pieces.append(Piece(text, weight))
    return pieces


def _lora_weight(match: re.Match[str]) -> float:
    written = match.group(2)
    if written is None or not written.strip():
        return 1.0
    return _number(written, match.group())
