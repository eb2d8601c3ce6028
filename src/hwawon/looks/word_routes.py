"""HTTP of the words: how many tokens a prompt has, and words that begin as what is typed."""

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.engines.registry import engine_names, unknown
from hwawon.errors import MissingModel
from hwawon.looks.clip_tokens import ClipTokens
from hwawon.looks.word_count import Count, count_roughly, count_tokens, count_words, known_embeddings
from hwawon.looks.word_list import Words
from hwawon.validation import FrozenModel
from hwawon.web.answers import json_answer
from hwawon.weights.shelf import Shelf

READS_TOKENS = ("diffusers", "webui")


class Spoken(FrozenModel):
    """A prompt, and who will read it."""

    prompt: Annotated[str, Field(max_length=20_000)]
    engine: Annotated[str, Field(max_length=64)] | None = None  # None: the default one
    checkpoint: Annotated[str, Field(max_length=200)] | None = None  # None: the engine's first


class CountOut(BaseModel):
    """`chunks` readings of at most `limit` tokens; `exact` where the engine counts the same."""

    tokens: int
    limit: int
    chunks: int
    exact: bool


class WordOut(BaseModel):
    name: str
    kind: str
    count: int
    alias: str | None  # by which it was found


class WordPage(BaseModel):
    items: list[WordOut]


def router(guard: Guard, settings: Settings) -> APIRouter:
    """The routes about words."""
    routes = APIRouter(prefix="/api/words", tags=["looks"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    words, shelf = Words(settings.data_dir), Shelf(settings.models_dir)

    @cache
    def clip_tokens(models_dir: Path) -> ClipTokens:
        return ClipTokens(models_dir)

    def counted(spoken: Spoken, engine: str) -> Count:
        if engine.partition(":")[0] not in READS_TOKENS:
            return count_words(spoken.prompt)
        try:
            tokens = clip_tokens(settings.models_dir)
        except MissingModel:
            return count_roughly(spoken.prompt)
        if engine != "diffusers":  # the other machine's embeddings are not known here
            return count_tokens(spoken.prompt, tokens, exact=False)
        return count_tokens(spoken.prompt, tokens, known_embeddings(shelf, spoken.checkpoint))

    @routes.post("/count", response_model=CountOut)
    def count(spoken: Spoken, _: Retoucher) -> Response:
        """How many tokens the engine will read, weights and LoRAs taken out."""
        engine = spoken.engine or settings.engine
        if engine not in engine_names():
            raise unknown(engine)
        return json_answer(vars(counted(spoken, engine)))

    @routes.get("/tags", response_model=WordPage)
    def list_tags(
        _: Retoucher,
        q: Annotated[str, Query(max_length=200)] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Response:
        """Words that begin with `q`, or have an alias that does; the most used first."""
        found = words.search(q, limit)
        return json_answer({"items": [{**asdict(one.tag), "alias": one.alias} for one in found]})

    return routes
