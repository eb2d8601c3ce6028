"""How much of a prompt each engine will hear, by what it reads."""

from __future__ import annotations

from functools import cached_property

from hwawon.config import Settings
from hwawon.errors import MissingModel
from hwawon.looks.clip_tokens import ClipTokens
from hwawon.looks.word_count import Count, count_roughly, count_tokens, count_words, known_embeddings
from hwawon.weights.shelf import Shelf

READS_TOKENS = ("diffusers", "webui")


class Reader:
    """Counts prompts; the vocabulary is read at the first one that needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._shelf = Shelf(settings.models_dir)

    def count(self, prompt: str, engine: str, checkpoint: str | None) -> Count:
        """As the engine will count, where that is known here.

        Raises:
            BadInput: a weight that is no number, or far more tokens than any picture could follow.
        """
        if engine.partition(":")[0] not in READS_TOKENS:
            return count_words(prompt)
        try:
            tokens = self._tokens
        except MissingModel:
            return count_roughly(prompt)
        if engine != "diffusers":  # the other machine's embeddings are not known here
            return count_tokens(prompt, tokens, exact=False)
        return count_tokens(prompt, tokens, known_embeddings(self._shelf, checkpoint))

    @cached_property
    def _tokens(self) -> ClipTokens:
        return ClipTokens(self._settings.models_dir)
