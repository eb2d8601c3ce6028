"""Tokens in chunks of 75, as A1111 cuts them: a text encoder reads 77, of which the first and the last are marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hwawon.engines.diffusion.prompt import Piece
from hwawon.errors import BadInput

ROOM = 75
BACKTRACK = 20  # a chunk may end this many tokens early, so that no phrase between commas is cut
MAX_TOKENS = 100 * ROOM  # far beyond what a picture can follow


@dataclass(frozen=True)
class Word:
    """A textual inversion: what is written, in tokens, and the vectors that stand for it."""

    tokens: tuple[int, ...]
    vectors: Any  # (N, C)


@dataclass(frozen=True)
class Marks:
    """The tokenizer's own tokens."""

    start: int
    end: int
    pad: int
    comma: int | None


@dataclass(frozen=True, eq=False)
class Chunk:
    """One reading of the text encoder."""

    tokens: tuple[int, ...]  # 77
    weights: tuple[float, ...]  # 77
    vectors: Mapping[int, Any] = field(default_factory=dict)  # by place: vectors put in from there on


def cut(
    pieces: Iterable[Piece], tokenise: Callable[[str], Sequence[int]], marks: Marks, words: Sequence[Word] = ()
) -> list[Chunk]:
    """The chunks of a prompt; an empty one has one empty chunk.

    Raises:
        BadInput: more than `MAX_TOKENS` tokens, or a textual inversion longer than a chunk.
    """
    table = [(piece, list(tokenise(piece.text))) for piece in pieces]
    count = sum(len(tokens) for piece, tokens in table if not piece.is_break)
    if count > MAX_TOKENS:
        raise BadInput(f"the prompt is too long: expected at most {MAX_TOKENS} tokens, got {count}")
    cutter = _Cutter(marks, words)
    for piece, tokens in table:
        if piece.is_break:
            cutter.end_chunk()
        else:
            cutter.take(tokens, piece.weight)
    return cutter.finish()


class _Cutter:
    """The chunk that is being filled, and those that are full."""

    def __init__(self, marks: Marks, words: Sequence[Word]) -> None:
        self._marks = marks
        self._words = sorted(words, key=lambda word: -len(word.tokens))
        self._chunks: list[Chunk] = []
        self._begin([], [])

    def take(self, tokens: Sequence[int], weight: float) -> None:
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token == self._marks.comma:
                self._comma = len(self._tokens)
            elif len(self._tokens) == ROOM and self._comma >= 0 and ROOM - self._comma <= BACKTRACK:
                self._end_at_comma()
            if len(self._tokens) == ROOM:
                self.end_chunk()
            word = self._word_at(tokens, place)
            if word is None:
                self._add([token], weight)
                place += 1
            else:
                self._add_word(word, weight)
                place += len(word.tokens)

    def end_chunk(self) -> None:
        empty = ROOM - len(self._tokens)
        tokens = [self._marks.start, *self._tokens, self._marks.end, *[self._marks.pad] * empty]
        weights = [1.0, *self._weights, *[1.0] * (empty + 1)]
        self._chunks.append(Chunk(tuple(tokens), tuple(weights), dict(self._vectors)))
        self._begin([], [])

    def finish(self) -> list[Chunk]:
        if self._tokens or not self._chunks:
            self.end_chunk()
        return self._chunks

    def _begin(self, tokens: list[int], weights: list[float]) -> None:
        self._tokens, self._weights = tokens, weights
        self._vectors: dict[int, Any] = {}
        self._comma = -1

    def _end_at_comma(self) -> None:
        """End the chunk after its last comma; what follows moves on."""
        cut_at = self._comma + 1
        moved = self._tokens[cut_at:], self._weights[cut_at:]
        self._tokens, self._weights = self._tokens[:cut_at], self._weights[:cut_at]
        self.end_chunk()
        self._begin(*moved)

    def _add(self, tokens: Sequence[int], weight: float) -> None:
        self._tokens += tokens
        self._weights += [weight] * len(tokens)

    def _word_at(self, tokens: Sequence[int], place: int) -> Word | None:
        for word in self._words:
            if tuple(tokens[place : place + len(word.tokens)]) == word.tokens:
                return word
        return None

    def _add_word(self, word: Word, weight: float) -> None:
        length = len(word.vectors)
        if length > ROOM:
            raise BadInput(f"a textual inversion has {length} vectors; a prompt has room for {ROOM} at once")
        if len(self._tokens) + length > ROOM:
            self.end_chunk()
        self._vectors[len(self._tokens) + 1] = word.vectors  # after the start mark
        self._add([0] * length, weight)
