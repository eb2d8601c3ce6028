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
from typing import TYPE_CHECKING

from fastapi import FastAPI

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
    build = Once(partial(_build_rooms if rooms is Rooms.AT_ONCE else _build_quickly, app, house, guard, quick))
    app.add_middleware(Later, base_path=settings.base_path, rooms=build)
    app.add_middleware(FrontDoor, base_path=settings.base_path, max_body_bytes=max_body_bytes)
    app.add_middleware(QuickDoor, guard=guard, base_path=settings.base_path, quick=quick)
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


def _build_rooms(app: FastAPI, house: House, guard: Guard, quick: list[Quick]) -> None:
    from hwawon.accounts import preference_routes as preferences
    from hwawon.accounts import routes as accounts
    from hwawon.batch import routes as batch
    from hwawon.bulk import routes as bulk
    from hwawon.compat import pages as original_pages
    from hwawon.compat import personalize_routes as personalize
    from hwawon.compat import routes as originals
    from hwawon.compat import visitor_routes as original_visitors
    from hwawon.compat.caller import OriginalsGuard
    from hwawon.datasets import routes as datasets
    from hwawon.displays import all_routes as displays
    from hwawon.gallery import file_routes as files
    from hwawon.gallery import routes as gallery
    from hwawon.gallery import thumbnail_routes as thumbnails
    from hwawon.garden import all_routes as visits
    from hwawon.garden import attract_routes as attract
    from hwawon.garden import live_routes as live
    from hwawon.garden import share_routes as share
    from hwawon.garden import slate_routes as slates
    from hwawon.garden import statistics_routes as statistics
    from hwawon.garden.desk import VisitorDesk
    from hwawon.garden.live import LiveDesk
    from hwawon.garden.place import check_reading
    from hwawon.generate import routes as generate
    from hwawon.looks import face_routes as faces
    from hwawon.looks import routes as looks
    from hwawon.looks import word_routes as words
    from hwawon.loop import routes as loop
    from hwawon.pool import routes as pool
    from hwawon.power import routes as power
    from hwawon.promote import routes as promotions
    from hwawon.promote import serving_routes as served
    from hwawon.promote.forget import forgetting
    from hwawon.prompts import routes as prompts
    from hwawon.recommend import lab_routes as lab
    from hwawon.recommend import routes as recommend
    from hwawon.recommend.opening import open_recommender
    from hwawon.retouch import download_routes as downloads
    from hwawon.retouch import journal_routes as journals
    from hwawon.retouch import pool_routes as to_pool
    from hwawon.retouch import routes as retouch
    from hwawon.retouch.journal_view import journal_view
    from hwawon.web import jobs, models

    settings = house.settings
    recommender = open_recommender(house.database, house.objects, settings)
    desk = VisitorDesk(house.database, house.looker, recommender, settings, house.objects)
    app.include_router(
        visits.router(desk, guard, settings)
    )  # first: rooms are looked for in their order, and these hurry
    quick += slates.quick(desk, settings)
    app.include_router(models.router(guard, settings))
    app.include_router(accounts.router(house.database, guard, settings))
    app.include_router(preferences.router(house.database, guard))
    app.include_router(gallery.router(house.database, house.objects, guard, settings, forgetting(house.objects)))
    app.include_router(files.router(house.database, house.objects, guard, settings))
    app.include_router(thumbnails.router(house.objects, guard))
    app.include_router(generate.router(house.database, house.queue, guard, settings))
    app.include_router(looks.router(house.database, house.looker, guard, settings, journal_view))
    app.include_router(words.router(guard, settings))
    app.include_router(faces.router(house.looker, guard, partial(check_reading, house.database)))
    app.include_router(pool.router(house.database, guard, settings))
    app.include_router(prompts.router(house.database, guard))
    app.include_router(retouch.router(house.database, house.objects, house.queue, guard, settings))
    app.include_router(journals.router(house.database, house.objects, house.queue, guard, settings))
    app.include_router(downloads.router(house.database, house.objects, guard))
    app.include_router(to_pool.router(house.database, house.objects, guard, settings))
    app.include_router(batch.router(house.database, house.objects, house.queue, guard, settings))
    app.include_router(bulk.router(house.database, house.queue, guard, settings))
    app.include_router(datasets.router(house.database, guard))
    app.include_router(loop.router(house.database, guard))
    app.include_router(jobs.router(house.queue, house.objects, guard, settings.base_path))
    app.include_router(power.router(house.database, guard, settings))
    app.include_router(promotions.router(house.database, house.objects, house.queue, guard))
    originals_guard = OriginalsGuard(settings, house.database)
    app.include_router(served.router(house.database, house.objects, guard, settings, originals_guard))
    app.include_router(originals.router(house.database, house.objects, house.queue, originals_guard, settings))
    app.include_router(original_pages.router(settings.base_path))
    app.include_router(share.router(house.database, house.objects, settings))
    app.include_router(recommend.router(house.database, recommender, guard, settings))
    app.include_router(lab.router(house.database, house.queue, guard))
    app.include_router(personalize.router(house.database, recommender, settings))
    app.include_router(displays.router(house.database, house.objects, guard, recommender))
    live_desk = LiveDesk(house.database, house.objects, house.queue, settings)
    app.include_router(live.router(live_desk, guard))
    app.include_router(statistics.router(house.database, guard, settings, recommender.top_liked))
    seen_by = (house.database, house.objects, house.looker, recommender, originals_guard)
    app.include_router(original_visitors.router(*seen_by))
    app.include_router(attract.router(house.database, guard, settings))


def _build_quickly(app: FastAPI, house: House, guard: Guard, quick: list[Quick]) -> None:
    with quick_start():
        _build_rooms(app, house, guard, quick)
