"""The one place that builds everything: settings -> storage -> rooms -> web app.

The web process imports this and nothing that holds pixels or models; the worker's side is in `workshop.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI

from hwawon import __version__
from hwawon.accounts.guard import Guard
from hwawon.config import Settings
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.looks.looker import Looker
from hwawon.looks.setup import Setup
from hwawon.starting import quick_start
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects, open_objects

if TYPE_CHECKING:
    from hwawon.compat.caller import OriginalsGuard
    from hwawon.recommend.recommender import Recommender
    from hwawon.web.early import Early
    from hwawon.web.quick import Quick

MEBIBYTE = 1024 * 1024
ROOMS_AFTER_S = 1.0
DESCRIPTION = """
Retouch inside a mask with proof that nothing else changed, and make pictures from words.

Send `Authorization: Bearer TOKEN`. Every submitting route takes `Idempotency-Key`: the same key with the same body
gives the same job. Every refusal has the one body `{ok, status, code, error, errors}`.
"""


class Rooms(Enum):
    """When the rooms behind the web application are built."""

    AT_ONCE = "at once"
    LATER = "later"  # with the first request for one, or soon after the start


@dataclass(frozen=True)
class House:
    """What an installation is made of."""

    settings: Settings
    database: Database
    objects: Objects
    queue: JobQueue
    looker: Looker


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """Open an installation, creating and migrating an empty data folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    looker = Looker(Setup.of(settings))
    try:
        database.migrate()
        queue = JobQueue(database, open_dispatcher(database))
        yield House(settings, database, open_objects(settings.objects_url), queue, looker)
    finally:
        looker.close()
        database.close()


def web_app(house: House, rooms: Rooms = Rooms.AT_ONCE) -> FastAPI:
    """The web application over an open house."""
    from hwawon.gallery import thumbnail_routes as thumbnails
    from hwawon.web import pages, system
    from hwawon.web.early import EarlyDoor
    from hwawon.web.errors import PROBLEMS, answer_errors
    from hwawon.web.front_door import FrontDoor
    from hwawon.web.later import Later, Once
    from hwawon.web.protection import Protection
    from hwawon.web.quick import QuickDoor

    settings = house.settings
    max_body_bytes = settings.max_upload_mb * MEBIBYTE
    app = FastAPI(
        title="Hwawon",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        responses=PROBLEMS,
        redoc_url=None,
        separate_input_output_schemas=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nobody listens, and each request pays
    )
    guard = Guard(settings, house.database)
    quick = thumbnails.quick(house.database, house.objects, settings)
    early: Early = {}
    build = Once(partial(_build_rooms if rooms is Rooms.AT_ONCE else _build_quickly, app, house, guard, quick, early))
    app.add_middleware(Later, base_path=settings.base_path, rooms=build)
    app.add_middleware(FrontDoor, base_path=settings.base_path, max_body_bytes=max_body_bytes)
    app.add_middleware(QuickDoor, guard=guard, base_path=settings.base_path, quick=quick)
    app.add_middleware(EarlyDoor, base_path=settings.base_path, max_body_bytes=max_body_bytes, early=early)
    app.add_middleware(Protection)
    answer_errors(app)
    app.include_router(system.router(house.database, guard, settings))
    pages.serve_pages(app, settings.base_path)
    if rooms is Rooms.AT_ONCE:
        build()
    else:
        soon = threading.Timer(ROOMS_AFTER_S, build)
        soon.daemon = True
        soon.start()
    return app


def _build_rooms(app: FastAPI, house: House, guard: Guard, quick: list[Quick], early: Early) -> None:
    from hwawon.compat.caller import OriginalsGuard
    from hwawon.recommend.opening import open_recommender

    recommender = open_recommender(house.database, house.objects, house.settings)
    originals_guard = OriginalsGuard(house.settings, house.database)
    every = (  # a room is looked for in this order, so those before which visitors wait come first
        _visit_rooms(house, guard, recommender, quick),
        _library_rooms(house, guard),
        _studio_rooms(house, guard, early),
        _garden_rooms(house, guard, originals_guard),
        _visitor_rooms(house, guard, recommender),
        _original_rooms(house, recommender, originals_guard),
    )
    for router in chain.from_iterable(every):
        app.include_router(router)


def _visit_rooms(house: House, guard: Guard, recommender: Recommender, quick: list[Quick]) -> Iterator[APIRouter]:
    from hwawon.garden import all_routes as visits
    from hwawon.garden import slate_routes as slates
    from hwawon.garden.desk import VisitorDesk

    desk = VisitorDesk(house.database, house.looker, recommender, house.settings, house.objects)
    quick += slates.quick(desk, house.settings)
    yield visits.router(desk, guard, house.settings)


def _library_rooms(house: House, guard: Guard) -> Iterator[APIRouter]:
    from hwawon.accounts import preference_routes as preferences
    from hwawon.accounts import routes as accounts
    from hwawon.gallery import file_routes as files
    from hwawon.gallery import routes as gallery
    from hwawon.gallery import thumbnail_routes as thumbnails
    from hwawon.power import routes as power
    from hwawon.promote.forget import forgetting
    from hwawon.web import jobs, models

    settings, database, objects = house.settings, house.database, house.objects
    yield models.router(guard, settings)
    yield accounts.router(database, guard, settings)
    yield preferences.router(database, guard)
    yield gallery.router(database, objects, guard, settings, forgetting(objects))
    yield files.router(database, objects, guard, settings)
    yield thumbnails.router(objects, guard)
    yield jobs.router(house.queue, objects, guard, settings.base_path)
    yield power.router(database, guard, settings)


def _studio_rooms(house: House, guard: Guard, early: Early) -> Iterator[APIRouter]:
    from hwawon.batch import routes as batch
    from hwawon.garden.place import check_reading
    from hwawon.generate import routes as generate
    from hwawon.looks import face_routes as faces
    from hwawon.looks import routes as looks
    from hwawon.looks import word_routes as words
    from hwawon.prompts import routes as prompts
    from hwawon.retouch import download_routes as downloads
    from hwawon.retouch import journal_routes as journals
    from hwawon.retouch import pool_routes as to_pool
    from hwawon.retouch import routes as retouch
    from hwawon.retouch.journal_view import journal_view

    settings, database, objects = house.settings, house.database, house.objects
    yield generate.router(database, house.queue, guard, settings)
    yield looks.router(database, house.looker, guard, settings, journal_view)
    yield words.router(guard, settings)
    may_read = partial(check_reading, database)
    early |= faces.early(house.looker, guard, may_read, at_hand=database.is_at_hand)
    yield faces.router(house.looker, guard, may_read)
    yield prompts.router(database, guard)
    yield retouch.router(database, objects, house.queue, guard, settings)
    yield journals.router(database, objects, house.queue, guard, settings)
    yield downloads.router(database, objects, guard)
    yield to_pool.router(database, objects, guard, settings)
    yield batch.router(database, objects, house.queue, guard, settings)


def _garden_rooms(house: House, guard: Guard, originals_guard: OriginalsGuard) -> Iterator[APIRouter]:
    from hwawon.bulk import routes as bulk
    from hwawon.datasets import routes as datasets
    from hwawon.loop import routes as loop
    from hwawon.pool import routes as pool
    from hwawon.promote import routes as promotions
    from hwawon.promote import serving_routes as served

    settings, database, objects = house.settings, house.database, house.objects
    yield pool.router(database, guard, settings)
    yield bulk.router(database, house.queue, guard, settings)
    yield datasets.router(database, guard)
    yield loop.router(database, guard)
    yield promotions.router(database, objects, house.queue, guard)
    yield served.router(database, objects, guard, settings, originals_guard)


def _visitor_rooms(house: House, guard: Guard, recommender: Recommender) -> Iterator[APIRouter]:
    from hwawon.displays import all_routes as displays
    from hwawon.garden import attract_routes as attract
    from hwawon.garden import live_routes as live
    from hwawon.garden import share_routes as share
    from hwawon.garden import statistics_routes as statistics
    from hwawon.garden.live import LiveDesk
    from hwawon.recommend import lab_routes as lab
    from hwawon.recommend import routes as recommend

    settings, database, objects = house.settings, house.database, house.objects
    yield share.router(database, objects, settings)
    yield recommend.router(database, recommender, guard, settings)
    yield lab.router(database, house.queue, guard)
    yield displays.router(database, objects, guard, recommender)
    yield live.router(LiveDesk(database, objects, house.queue, settings), guard)
    yield statistics.router(database, guard, settings, recommender.top_liked)
    yield attract.router(database, guard, settings)


def _original_rooms(house: House, recommender: Recommender, originals_guard: OriginalsGuard) -> Iterator[APIRouter]:
    from hwawon.compat import pages, personalize_routes, routes, visitor_routes

    settings, database, objects = house.settings, house.database, house.objects
    yield routes.router(database, objects, house.queue, originals_guard, settings)
    yield pages.router(settings.base_path)
    yield personalize_routes.router(database, recommender, settings)
    yield visitor_routes.router(database, objects, house.looker, recommender, originals_guard)


def _build_quickly(app: FastAPI, house: House, guard: Guard, quick: list[Quick], early: Early) -> None:
    with quick_start():
        _build_rooms(app, house, guard, quick, early)
