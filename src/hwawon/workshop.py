"""The worker's side of `app.py`: what each kind of job needs, and the process that does them.

Run as `python -m hwawon.workshop SERVER_PID` it is the server's own worker, which ends when the server does.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import timedelta

from hwawon import config
from hwawon.app import House, open_house
from hwawon.config import Settings
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import HwawonError
from hwawon.generate import job as generate
from hwawon.generate import request
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.embedded import end_with_parent, only_worker, serve_jobs
from hwawon.jobs.worker import Handler, Worker
from hwawon.retouch import job as retouch
from hwawon.retouch import submission
from hwawon.storage.orphans import sweep

ORPHANS_AFTER = timedelta(hours=1)  # longer than any job takes from its first object to its row

log = logging.getLogger(__name__)


def handlers(house: House, engines: EngineShelf) -> Mapping[str, Handler]:
    """The handler of each kind of job."""
    room = retouch.Darkroom(house.database, house.objects, house.settings)
    return {
        request.KIND: generate.handler(house.objects, engines),
        submission.KIND: retouch.handler(room, engines),
        submission.REPLAY: retouch.replay_handler(room, engines),
    }


@contextmanager
def open_worker(house: House) -> Iterator[Worker]:
    """A worker on this installation: the only one on SQLite, one of many on PostgreSQL.

    Raises:
        Conflict: SQLite, and another worker is at work on this data folder.
    """
    alone = house.database.dialect == "sqlite"
    engines = EngineShelf(house.settings)
    with only_worker(house.settings.data_dir / "worker.lock") if alone else nullcontext():
        try:
            warm(engines, house.settings.engine)
            yield Worker(
                house.database,
                open_dispatcher(house.database),
                handlers(house, engines),
                objects=house.objects,
                lease_s=house.settings.lease_s,
                alone=alone,
                rest=engines.rest,
            )
        finally:
            engines.close()


def warm(engines: EngineShelf, name: str) -> None:
    """Load the usual engine before its first job; what is not there yet is no reason not to work."""
    try:
        engines.get(name).warm()
    except HwawonError as error:
        log.warning("the engine %s is not ready: %s", name, error)


def work(settings: Settings) -> None:
    """Do jobs until SIGTERM or SIGINT."""
    with open_house(settings) as house, open_worker(house) as worker:
        sweep(house.database, house.objects, ORPHANS_AFTER)
        serve_jobs(worker)


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
