"""How much of a prompt an engine can hear: counted as it will count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hwawon.engines.diffusion.chunks import ROOM, Marks, Word, cut
from hwawon.engines.diffusion.prompt import Piece, parse_prompt
from hwawon.looks.clip_tokens import ClipTokens, normal, pieces
from hwawon.weights.record import Family, Kind, Weights
from hwawon.weights.shelf import Shelf

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Count:
    """`chunks` readings of at most `limit` tokens each; `exact` where the engine counts the same."""

    tokens: int
    limit: int
    chunks: int
    exact: bool


def count_words(prompt: str) -> Count:
    """For an engine that reads words: each counts one, brackets and LoRAs none."""
    found = sum(len(_WORD.findall(piece.text)) for piece in _spoken(prompt))
    return Count(found, ROOM, max(1, -(-found // ROOM)), exact=False)


def count_roughly(prompt: str) -> Count:
    """For an engine that reads tokens, without its vocabulary: a word, a digit or a sign counts one."""
    found = sum(len(list(pieces(normal(piece.text)))) for piece in _spoken(prompt))
    return Count(found, ROOM, max(1, -(-found // ROOM)), exact=False)


def count_tokens(prompt: str, tokens: ClipTokens, embeddings: Iterable[Weights] = (), *, exact: bool = True) -> Count:
    """For Stable Diffusion: cut into chunks as the engine cuts, embeddings counted by their vectors.

    Raises:
        BadInput: a weight that is no number, or far more tokens than any picture could follow.
    """
    comma = tokens(",")
    marks = Marks(start=-1, end=-1, pad=-1, comma=comma[0] if len(comma) == 1 else None)
    words = [Word(tuple(tokens(one.id)), range(vectors_of(one))) for one in embeddings]
    chunks = cut(parse_prompt(prompt).pieces, tokens, marks, words)
    heard = sum(token != -1 for chunk in chunks for token in chunk.tokens)
    return Count(heard, ROOM, len(chunks), exact)


def vectors_of(embedding: Weights) -> int:
    """How many tokens an embedding takes the place of."""
    vectors = embedding.details.get("vectors")
    return vectors if isinstance(vectors, int) and vectors > 0 else 1


def known_embeddings(shelf: Shelf, checkpoint: str | None) -> list[Weights]:
    """The embeddings that a checkpoint's family knows; the first checkpoint's where none is named."""
    checkpoints = shelf.all(Kind.CHECKPOINT)
    named = [one for one in checkpoints if checkpoint is None or one.id.lower() == checkpoint.lower()]
    family: Family | None = named[0].family if named else None
    return [one for one in shelf.all(Kind.EMBEDDING) if one.family is family]


def _spoken(prompt: str) -> list[Piece]:
    return [piece for piece in parse_prompt(prompt).pieces if not piece.is_break]
