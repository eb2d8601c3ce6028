"""All routes of this room that need the desk."""

from fastapi import APIRouter

from hwawon.accounts.guard import Guard
from hwawon.config import Settings
from hwawon.garden import code_routes, face_routes, place_routes, public_routes, qr_routes, routes, slate_routes
from hwawon.garden.desk import VisitorDesk


def router(desk: VisitorDesk, guard: Guard, settings: Settings) -> APIRouter:
    """Visits, the camera, the place, and visitors' own pages."""
    every = APIRouter()
    every.include_router(place_routes.router(desk.database, guard, settings))
    every.include_router(qr_routes.router(guard))
    every.include_router(routes.router(desk, guard, settings))
    every.include_router(slate_routes.router(desk, guard, settings))
    every.include_router(face_routes.router(desk, guard))
    every.include_router(code_routes.router(desk, guard))
    every.include_router(public_routes.router(desk))
    return every
