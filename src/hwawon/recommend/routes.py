"""HTTP of the recommender, for curators: how it stands, why a picture is shown, and slates for scripts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.route_schema import HealthOut, ScoredPage, SlateWish, WhyOut, WhyQuery
from hwawon.recommend.schema import SlateOut, slate_json
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer

Limit = Annotated[int, Query(ge=1, le=100)]


def router(database: Database, recommender: Recommender, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room."""
    routes = APIRouter(prefix="/api/recommend", tags=["recommender"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    @routes.get("/health", response_model=HealthOut)
    def get_health(_: Curator) -> Response:
        """How the recommender of this process stands."""
        return json_answer(vars(recommender.health()))

    @routes.get("/why", response_model=WhyOut)
    def get_why(_: Curator, asked: Annotated[WhyQuery, Query()]) -> Response:
        """The numbers behind a picture's score for a context, and for a visitor where one is named."""
        return json_answer(recommender.why(asked.item, asked.context, asked.visitor or None))

    @routes.get("/similar", response_model=ScoredPage)
    def list_similar(_: Curator, item: Annotated[str, Query(max_length=1024)], limit: Limit = 12) -> Response:
        """Pictures that are liked by the same visitors and look alike."""
        return _scored([(one.item, one.score) for one in recommender.similar(item, limit)])

    @routes.get("/trending", response_model=ScoredPage)
    def list_trending(
        _: Curator, window: Annotated[int, Query(ge=60, le=30 * 86_400)] = 3600, limit: Limit = 12
    ) -> Response:
        """What more visitors liked in the last `window` seconds than in as many before."""
        return _scored(recommender.trending(window, limit))

    @routes.get("/top-liked", response_model=ScoredPage)
    def list_top_liked(_: Curator, limit: Limit = 12) -> Response:
        """What most visitors like, each visitor once for a picture."""
        return _scored([(item, count) for item, count in recommender.top_liked(limit)])

    @routes.post("/slates", response_model=SlateOut, status_code=201)
    def make_slate(_: Curator, wanted: SlateWish) -> Response:
        """A slate as visitors get it, logged as shown."""
        slate = recommender.slate(wanted.wish())
        with database.read() as tx:
            return json_answer(slate_json(tx, slate, settings.base_path, wanted.visitor), 201)

    return routes


def _scored(rows: list[tuple[str, float]] | list[tuple[str, int]]) -> Response:
    return json_answer({"items": [{"item": item, "score": score} for item, score in rows]})
