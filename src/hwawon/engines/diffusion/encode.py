"""Prompts as the network reads them: A1111's weights over CLIP's hidden states, each prompt encoded once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from hwawon.engines.diffusion.chunks import Chunk, Marks, Word, cut
from hwawon.engines.diffusion.prompt import parse_prompt
from hwawon.weights.record import Family

REMEMBERED = 256  # prompts; one is 77 x 768 numbers a chunk


@dataclass(frozen=True, eq=False)
class Encoded:
    """One prompt."""

    embeds: Any  # (chunks, 77, C)
    pooled: Any  # (1, P) in SDXL, else None


@dataclass(frozen=True, eq=False)
class Encodings:
    """Prompts and negative prompts of a batch, of one length."""

    positive: Any  # (B, 77 n, C)
    negative: Any
    pooled: Any  # (B, P) in SDXL, else None
    negative_pooled: Any


class Encoder:
    """The text encoders of a loaded checkpoint, one or SDXL's two."""

    def __init__(
        self,
        tokenizers: Sequence[Any],
        text_encoders: Sequence[Any],
        family: Family,
        words: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        """`words`: textual inversions by what is written, vectors (N, C) for each text encoder."""
        self._readers = [
            _Reader(tokenizer, network, family, index, words or {})
            for index, (tokenizer, network) in enumerate(zip(tokenizers, text_encoders, strict=True))
        ]
        self._family = family
        self._known: OrderedDict[tuple[str, int | None], Encoded] = OrderedDict()

    def encode(self, prompt: str, clip_skip: int | None = None) -> Encoded:
        """One prompt of any length.

        Args:
            clip_skip: 1 reads the last layer, 2 the one before ...; None is the family's own.

        Raises:
            BadInput: see `cut` and `parse_prompt`.
        """
        key = (prompt, clip_skip)
        if key not in self._known:
            self._known[key] = self._read(prompt, clip_skip)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def encode_pair(self, prompts: Sequence[str], negatives: Sequence[str], clip_skip: int | None = None) -> Encodings:
        """A batch of prompts with their negatives, filled up with empty chunks to one length."""
        positive = [self.encode(prompt, clip_skip) for prompt in prompts]
        negative = [self._negative(prompt, clip_skip) for prompt in negatives]
        chunks = max(len(one.embeds) for one in (*positive, *negative))
        empty = self.encode("", clip_skip).embeds if chunks > 1 else None
        return Encodings(
            positive=torch.cat([_long(one.embeds, chunks, empty) for one in positive]),
            negative=torch.cat([_long(one.embeds, chunks, empty) for one in negative]),
            pooled=_stacked(positive),
            negative_pooled=_stacked(negative),
        )

    def forget(self) -> None:
        """Read every prompt again: the networks have changed."""
        self._known.clear()

    def close(self) -> None:
        self.forget()
        self._readers.clear()

    def _read(self, prompt: str, clip_skip: int | None) -> Encoded:
        pieces = parse_prompt(prompt).pieces
        with torch.inference_mode():
            found = [reader.read(pieces, clip_skip) for reader in self._readers]
        chunks = max(len(embeds) for embeds, _ in found)
        assert all(len(embeds) == chunks for embeds, _ in found)
        return Encoded(torch.cat([embeds for embeds, _ in found], dim=-1), found[-1][1])

    def _negative(self, prompt: str, clip_skip: int | None) -> Encoded:
        """SDXL was trained with zeros for no text, which an empty prompt is not."""
        encoded = self.encode(prompt, clip_skip)
        if self._family is not Family.SDXL or prompt.strip():
            return encoded
        return Encoded(torch.zeros_like(encoded.embeds), torch.zeros_like(encoded.pooled))


class _Reader:
    """One tokenizer and its network."""

    def __init__(
        self, tokenizer: Any, network: Any, family: Family, index: int, words: Mapping[str, Sequence[Any]]
    ) -> None:
        self._tokenizer = tokenizer
        self._network = network
        self._xl = family is Family.SDXL
        comma = self._tokens(",")
        self._marks = Marks(
            start=tokenizer.bos_token_id,
            end=tokenizer.eos_token_id,
            pad=tokenizer.pad_token_id,
            comma=comma[0] if len(comma) == 1 else None,
        )
        self._words = [Word(tuple(self._tokens(name)), vectors[index]) for name, vectors in words.items()]

    def read(self, pieces: Sequence[Any], clip_skip: int | None) -> tuple[Any, Any]:
        """Hidden states (chunks, 77, C), weighted, and SDXL's pooled text (1, P) of the first chunk."""
        chunks = cut(pieces, self._tokens, self._marks, self._words)
        ids = torch.tensor([chunk.tokens for chunk in chunks], device=self._network.device)
        with _vectors_put_in(self._network, chunks):
            answer = self._network(ids, output_hidden_states=True)
        states = self._states(answer, clip_skip)
        weights = torch.tensor([chunk.weights for chunk in chunks])
        pooled = answer.text_embeds[:1] if hasattr(answer, "text_embeds") else None
        return _weighted(states, weights), pooled

    def _states(self, answer: Any, clip_skip: int | None) -> Any:
        """The layer that is asked for. SDXL reads the one before the last, as it is; the others norm theirs."""
        if self._xl:
            return answer.hidden_states[-max(2, clip_skip or 2)]
        if clip_skip in (None, 1):
            return answer.last_hidden_state
        text = getattr(self._network, "text_model", self._network)
        return text.final_layer_norm(answer.hidden_states[-min(clip_skip, len(answer.hidden_states) - 1)])

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, truncation=False, add_special_tokens=False, verbose=False)["input_ids"]
        return ids


def _weighted(states: Any, weights: Any) -> Any:
    """States (n, 77, C) times their weights, with the mean of each chunk kept as it was (A1111's "original")."""
    if bool((weights == 1).all()):  # asked on the CPU: nothing waits for the device
        return states
    weights = weights.to(states.device)
    before = states.float().mean((1, 2), keepdim=True)
    weighted = states.float() * weights[..., None]
    kept = weighted * (before / weighted.mean((1, 2), keepdim=True))
    return torch.where((weights == 1).all(1)[:, None, None], states, kept.to(states.dtype))


@contextmanager
def _vectors_put_in(network: Any, chunks: Sequence[Chunk]) -> Iterator[None]:
    """Within, the embedding layer answers with the textual inversions' vectors at their places."""
    if not any(chunk.vectors for chunk in chunks):
        yield
        return

    def put_in(_module: Any, _inputs: Any, embedded: Any) -> Any:
        embedded = embedded.clone()
        for row, chunk in enumerate(chunks):
            for place, vectors in chunk.vectors.items():
                embedded[row, place : place + len(vectors)] = vectors.to(embedded.device, embedded.dtype)
        return embedded

    text = getattr(network, "text_model", network)
    handle = text.embeddings.token_embedding.register_forward_hook(put_in)
    try:
        yield
    finally:
        handle.remove()


def _long(embeds: Any, chunks: int, empty: Any) -> Any:
    """(n, 77, C) as (1, 77 chunks, C)."""
    missing = chunks - len(embeds)
    if missing:
        embeds = torch.cat([embeds, empty.expand(missing, -1, -1)])
    return embeds.reshape(1, -1, embeds.shape[-1])


def _stacked(encoded: Sequence[Encoded]) -> Any:
    return None if encoded[0].pooled is None else torch.cat([one.pooled for one in encoded])
