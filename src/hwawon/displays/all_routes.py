"""Every route of the displays, over one stage."""

from fastapi import APIRouter

from hwawon.accounts.guard import Guard
from hwawon.displays import file_routes, player_routes, routes, total_routes
from hwawon.displays.choose import newest, recommended
from hwawon.displays.stage import Stage
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects


def router(database: Database, objects: Objects, guard: Guard, recommender: Recommender) -> APIRouter:
    """`recommender` chooses what zones show by themselves and for visitors."""
    stage = Stage(database, objects, recommended(recommender, newest(database)))
    all_routes = APIRouter()
    all_routes.include_router(routes.router(database, objects, guard, stage))
    all_routes.include_router(player_routes.router(database, guard, stage))
    all_routes.include_router(total_routes.router(database, guard))
    all_routes.include_router(file_routes.router(database, objects, stage))
    return all_routes
