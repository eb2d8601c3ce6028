"""HTTP of the recommender's lab, for curators: policies, evaluations and trainings."""

from fastapi import APIRouter

from hwawon.accounts.guard import Guard
from hwawon.jobs.queue import JobQueue
from hwawon.recommend import policy_routes as policies
from hwawon.recommend.deep import routes as deep
from hwawon.recommend.evaluate import routes as evaluation
from hwawon.storage.database import Database


def router(database: Database, queue: JobQueue, guard: Guard) -> APIRouter:
    """All of them."""
    routes = APIRouter()
    routes.include_router(policies.router(database, guard))
    routes.include_router(evaluation.router(database, guard))
    routes.include_router(deep.router(database, queue, guard))
    return routes
