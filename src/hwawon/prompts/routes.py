"""HTTP of words for a garden: what there is to choose from, the product of it, and lists of words."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.prompts import wildcards
from hwawon.prompts.expand import expanded
from hwawon.prompts.product import ProductRequest, rows, total
from hwawon.prompts.schema import (
    Expanded,
    ExpandRequest,
    ProductOut,
    TemplateList,
    WildcardList,
    WildcardOut,
    WildcardWords,
    WordsOut,
)
from hwawon.prompts.templates import TEMPLATES
from hwawon.prompts.words import WORDS
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.web.answers import json_answer


def router(database: Database, guard: Guard) -> APIRouter:
    """Whoever paints may read and try; curators write the lists, which are everybody's."""
    routes = APIRouter(prefix="/api", tags=["prompts"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    @routes.get("/prompts/words", response_model=WordsOut)
    def list_words(_: Retoucher) -> Response:
        """The words of the garden, in the order of the choosers."""
        return json_answer({name: list(words) for name, words in WORDS.items()})

    @routes.get("/prompts/templates", response_model=TemplateList)
    def list_templates(_: Retoucher) -> Response:
        """The sentences of each emotion."""
        return json_answer({"items": [asdict(one) for one in TEMPLATES]})

    @routes.post("/prompts/product", response_model=ProductOut)
    def make_product(request: ProductRequest, _: Retoucher) -> Response:
        """Every garden of these words, with its prompt; nothing is painted."""
        return json_answer({"total": total(request), "rows": [asdict(row) for row in rows(request)]})

    @routes.post("/prompts/expand", response_model=Expanded)
    def expand_prompt(request: ExpandRequest, _: Retoucher) -> Response:
        """The prompt with its choices made, for `count` seeds from `seed` on."""
        with database.read() as tx:
            lists = wildcards.words_by_name(tx)
        numbers = range(request.seed, request.seed + request.count)
        return json_answer({"prompts": [expanded(request.prompt, seed % 2**32, lists) for seed in numbers]})

    @routes.get("/wildcards", response_model=WildcardList)
    def list_wildcards(_: Retoucher) -> Response:
        """All lists of words, by name."""
        with database.read() as tx:
            return json_answer({"items": [_json(one) for one in wildcards.all_lists(tx)]})

    @routes.put("/wildcards/{name}", response_model=WildcardOut)
    def put_wildcard(name: str, asked: WildcardWords, _: Curator) -> Response:
        """Write a list, or another in its place."""
        with database.write() as tx:
            return json_answer(_json(wildcards.put(tx, name, asked.words, utc_now())))

    @routes.delete("/wildcards/{name}", status_code=204)
    def delete_wildcard(name: str, _: Curator) -> Response:
        """Remove a list that somebody wrote."""
        with database.write() as tx:
            wildcards.forget(tx, name)
        return Response(status_code=204)

    return routes


def _json(one: wildcards.Wildcard) -> dict[str, Any]:
    return {"name": one.name, "words": list(one.words), "built_in": one.built_in}
