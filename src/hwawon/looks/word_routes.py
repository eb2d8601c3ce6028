"""HTTP of the words: how many tokens a prompt has, and words that begin as what is typed."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.engines.registry import engine_names, unknown
from hwawon.looks.reader import Reader
from hwawon.looks.word_list import Words
from hwawon.validation import FrozenModel
from hwawon.web.answers import json_answer


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
    words, reader = Words(settings.data_dir), Reader(settings)

    @routes.post("/count", response_model=CountOut)
    def count(spoken: Spoken, _: Retoucher) -> Response:
        """How many tokens the engine will read, weights and LoRAs taken out."""
        engine = spoken.engine or settings.engine
        if engine not in engine_names():
            raise unknown(engine)
        return json_answer(vars(reader.count(spoken.prompt, engine, spoken.checkpoint)))

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
