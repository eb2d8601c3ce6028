"""The worker's side of `app.py`: what each kind of job needs, and the process that does them.

Run as `python -m hwawon.workshop SERVER_PID` it is the server's own worker, which ends when the server does.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial

from hwawon import config
from hwawon.app import House, open_house
from hwawon.config import Settings
from hwawon.engines.hardware import hardware
from hwawon.engines.registry import engine_names
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import HwawonError, UnknownEngine
from hwawon.generate import job as generate
from hwawon.generate import request
from hwawon.generate.together import together
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.embedded import begin_anew, end_with_parent, only_worker, serve_jobs
from hwawon.jobs.together import Together
from hwawon.jobs.worker import Handler, Worker
from hwawon.power import ledger
from hwawon.retouch import job as retouch
from hwawon.retouch import submission
from hwawon.storage.orphans import sweep

REACHED_BY_ADDRESS = frozenset({"webui"})
ORPHANS_AFTER = timedelta(hours=1)  # longer than any job takes from its first object to its row

log = logging.getLogger(__name__)


def handlers(house: House, engines: EngineShelf) -> Mapping[str, Handler]:
    """The handler of each kind of job."""
    room = retouch.Darkroom(house.database, house.objects, house.settings)
    return {
        request.KIND: generate.handler(house.objects, engines, room.picture),
        submission.KIND: retouch.handler(room, engines),
        submission.REPLAY: retouch.replay_handler(room, engines),
    }


def groups(house: House, engines: EngineShelf) -> Mapping[str, Together]:
    """The kinds of job of which several alike are run in one go."""
    return {request.KIND: together(house.objects, engines)}


@contextmanager
def open_worker(house: House, only: frozenset[str] | None = None) -> Iterator[Worker]:
    """A worker on this installation: the only one on SQLite, one of many on PostgreSQL.

    `only`: the engines it serves; if left out, all but those of the machine that is switched.

    Raises:
        Conflict: SQLite, and another worker is at work on this data folder.
    """
    alone = house.database.dialect == "sqlite"
    engines = EngineShelf(house.settings)
    with only_worker(house.settings.data_dir / "worker.lock") if alone else nullcontext():
        try:
            serves = partial(served_engines, house, only)
            served = serves()
            if served is None or house.settings.engine in served:
                warm(engines, house.settings.engine)
            yield Worker(
                house.database,
                open_dispatcher(house.database),
                handlers(house, engines),
                together=groups(house, engines),
                objects=house.objects,
                lease_s=house.settings.lease_s,
                alone=alone,
                rest=engines.rest,
                serves=serves,
                device=partial(hardware, house.settings.precision),
            )
        finally:
            engines.close()


def engines_named(words: str) -> frozenset[str]:
    """The engines of a list with commas.

    Raises:
        UnknownEngine: one is not known; the message lists those that are.
    """
    names = frozenset(name.strip() for name in words.split(",") if name.strip())
    for name in sorted(names):
        if name not in engine_names():
            raise UnknownEngine(f"unknown engine {name!r}; known are {', '.join(engine_names())}")
    return names


def served_engines(house: House, only: frozenset[str] | None) -> frozenset[str] | None:
    """The engines whose jobs a worker takes now; None is all.

    The machine that is switched brings its own worker. A WebUI there has none: it is reached from here while it is on.
    """
    if only is not None or not house.settings.powered:
        return only
    away = house.settings.powered
    if REACHED_BY_ADDRESS & away and ledger.is_running(house.database):
        away -= REACHED_BY_ADDRESS
    return frozenset(engine_names()) - away


def warm(engines: EngineShelf, name: str) -> None:
    """Load the usual engine before its first job; what is not there yet is no reason not to work."""
    try:
        engines.get(name).warm()
    except HwawonError as error:
        log.warning("the engine %s is not ready: %s", name, error)


def work(settings: Settings, only: frozenset[str] | None = None) -> None:
    """Do jobs until SIGTERM or SIGINT; of the engines `only`, if given."""
    with open_house(settings) as house, open_worker(house, only) as worker:
        sweep(house.database, house.objects, ORPHANS_AFTER)
        was_told_to_stop = serve_jobs(worker)
    if not was_told_to_stop:
        begin_anew()


def main() -> int:
    """The server's own worker."""
    end_with_parent(int(sys.argv[1]))
    try:
        work(config.load())
    except HwawonError as error:
        log.error("the worker cannot work: %s", error)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
