"""The worker's side of `app.py`: what each kind of job needs, and the process that does them.

Run as `python -m hwawon.workshop SERVER_PID` it is the server's own worker, which ends when the server does.
"""

import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import timedelta
from functools import partial

from hwawon import config
from hwawon.app import House, open_house
from hwawon.batch import export, wishes
from hwawon.batch import job as batch
from hwawon.bulk import job as bulk
from hwawon.bulk import spread
from hwawon.bulk.request import KIND as BULK
from hwawon.bulk.request import SPREAD
from hwawon.config import Settings
from hwawon.engines import endpoints
from hwawon.engines.endpoints.endpoint import open_endpoint
from hwawon.engines.hardware import hardware
from hwawon.engines.known import REACHED_BY_ADDRESS, machine_answers, remember
from hwawon.engines.registry import capabilities_of, engine_names, unknown
from hwawon.engines.shelf import EngineShelf
from hwawon.errors import EngineUnavailable, HwawonError
from hwawon.garden import sweep as garden
from hwawon.generate import job as generate
from hwawon.generate import request
from hwawon.generate.together import together
from hwawon.jobs.asking import AskingDispatcher
from hwawon.jobs.crew import Crew
from hwawon.jobs.dispatch import Dispatcher, open_dispatcher
from hwawon.jobs.embedded import begin_anew, end_with_parent, only_worker, serve_jobs
from hwawon.jobs.slot import Place, Slot
from hwawon.jobs.together import Together
from hwawon.jobs.worker import Handler, Worker
from hwawon.promote import arriving, outside
from hwawon.promote import job as promote
from hwawon.recommend.deep import job as training
from hwawon.recommend.deep.store import discard_retired
from hwawon.recommend.looking import LookingOn
from hwawon.retouch import job as retouch
from hwawon.retouch import replay_job, submission
from hwawon.storage.orphans import sweep
from hwawon.storage.trials import TOOLS, forget

TELL_EVERY_S = 60.0  # what the engines of a machine that is switched can do: weights may be added while it is on
ORPHANS_AFTER = timedelta(hours=1)  # longer than any job takes from its first object to its row
TRIALS_AFTER = timedelta(days=1)
TOOLS_AFTER = timedelta(days=30)  # a failed job can be restarted so long
SWEEP_EVERY_S = 6 * 3600.0
SILENT_EVERY_S = 60.0  # visitors who went away

log = logging.getLogger(__name__)


def handlers(house: House, engines: EngineShelf) -> Mapping[str, Handler]:
    """The handler of each kind of job."""
    room = retouch.Darkroom(house.database, house.objects, house.settings)
    cutting = batch.CuttingRoom(house.database, house.objects, house.settings)
    nursery = bulk.nursery(house.objects, engines, room.picture, house.settings.models_dir)
    return {
        request.KIND: generate.handler(house.objects, engines, room.picture),
        submission.KIND: retouch.handler(room, engines),
        submission.REPLAY: replay_job.replay_handler(room, engines),
        wishes.FRAME: batch.handler(cutting, engines),
        wishes.EXPORT: export.handler(cutting),
        promote.KIND: promote.handler(house.database, house.objects),
        outside.KIND: arriving.handler(house.database, house.objects, house.settings),
        BULK: nursery.run,
        SPREAD: spread.handler(house.database, house.queue),
        training.KIND: training.handler(house.database, house.objects),
    }


def groups(house: House, engines: EngineShelf) -> Mapping[str, Together]:
    """The kinds of job of which several alike are run in one go."""
    room = retouch.Darkroom(house.database, house.objects, house.settings)
    nursery = bulk.nursery(house.objects, engines, room.picture, house.settings.models_dir)
    return {request.KIND: together(house.objects, engines), BULK: bulk.together(nursery)}


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
            if usual := usual_engine(house.settings, serves(), only):
                warm(engines, usual)
            yield Worker(
                house.database,
                open_dispatcher(house.database),
                handlers(house, engines),
                together=groups(house, engines),
                objects=house.objects,
                lease_s=house.settings.lease_s,
                limit_s=house.settings.job_limit_s,
                alone=alone,
                rest=partial(rest, engines, Teller(house, only or frozenset()), Sweeper(house), looking_on(house)),
                serves=serves,
                device=partial(hardware, house.settings.precision),
            )
        finally:
            engines.close()


@contextmanager
def open_slots(house: House, only: frozenset[str] | None = None) -> Iterator[list[Slot]]:
    """A slot for each endpoint of the settings, to run beside the worker; none where `only` leaves the engine out."""
    addresses = house.settings.endpoint_addresses if only is None or endpoints.NAME in only else ()
    if not addresses:
        yield []
        return
    dispatcher = open_dispatcher(house.database)
    if house.database.dialect != "sqlite":
        dispatcher = AskingDispatcher(dispatcher)
    with ExitStack() as stack:
        yield [_slot(house, address, dispatcher, stack) for address in addresses]


def _slot(house: House, address: str, dispatcher: Dispatcher, stack: ExitStack) -> Slot:
    """One endpoint's; its engine knows no other address."""
    settings = house.settings.model_copy(update={"endpoints": address})
    header = settings.endpoints_auth.get_secret_value() if settings.endpoints_auth else None
    probed = open_endpoint(address, header, settings.job_limit_s)
    engines = EngineShelf(settings)
    stack.callback(engines.close)
    stack.callback(probed.close)
    return Slot(
        house.database,
        dispatcher,
        handlers(house, engines),
        Place(probed.name, endpoints.NAME, probed.answers),
        objects=house.objects,
        lease_s=settings.lease_s,
        limit_s=settings.job_limit_s,
    )


def engines_named(words: str) -> frozenset[str]:
    """The engines of a list with commas.

    Raises:
        UnknownEngine: one is not known; the message lists those that are.
    """
    names = frozenset(name.strip() for name in words.split(",") if name.strip())
    for name in sorted(names):
        if name not in engine_names():
            raise unknown(name)
    return names


def served_engines(house: House, only: frozenset[str] | None) -> frozenset[str] | None:
    """The engines whose jobs a worker takes now; None is all.

    The machine that is switched brings its own worker. A WebUI there has none: it is reached from here while it is on.
    Endpoints have slots of their own.
    """
    in_slots = {endpoints.NAME} if house.settings.endpoint_addresses else set[str]()
    if only is not None:
        return only - in_slots
    if not house.settings.powered and not in_slots:
        return None
    away = house.settings.powered | in_slots
    if REACHED_BY_ADDRESS & away and machine_answers(house.database):
        away -= REACHED_BY_ADDRESS
    return frozenset(engine_names()) - away


def usual_engine(settings: Settings, served: frozenset[str] | None, only: frozenset[str] | None) -> str | None:
    """The engine that is loaded before the first job: the one of the settings, else the first that is served alone."""
    if served is None or settings.engine in served:
        return settings.engine
    return min(served - REACHED_BY_ADDRESS, default=None) if only else None


class Teller:
    """Tells others what the engines of this worker can do, so that jobs for them are taken in while it is off."""

    def __init__(self, house: House, engines: frozenset[str]) -> None:
        """`engines`: those that it serves by name."""
        self._house = house
        self._engines = sorted(engines)
        self._told_s = -TELL_EVERY_S

    def tell(self) -> None:
        """Once a minute; an engine that is not there has nothing to tell."""
        now_s = time.monotonic()
        if now_s - self._told_s < TELL_EVERY_S:
            return
        self._told_s = now_s
        for name in self._engines:
            try:
                found = capabilities_of(name, self._house.settings)
            except EngineUnavailable as error:
                log.warning("the engine %s cannot work: %s", name, error)
                continue
            remember(self._house.database, found)


class Sweeper:
    """Throws away what nobody needs, every few hours; the first time when the worker starts."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._swept_s = self._ended_s = time.monotonic()

    def sweep(self) -> None:
        """Old trials, masks and lines, objects that no row points at, and what visitors left; silent visits sooner.

        As soon a model that was taken away with a visitor who was forgotten loses its numbers, and is trained anew.
        """
        now_s = time.monotonic()
        if now_s - self._ended_s >= SILENT_EVERY_S:
            self._ended_s = now_s
            garden.end_silent(self._house.database)
            discard_retired(self._house.database, self._house.objects)
            training.train_again(self._house.database, self._house.queue)
        if now_s - self._swept_s >= SWEEP_EVERY_S:
            self._swept_s = now_s
            throw_away(self._house)


def throw_away(house: House) -> None:
    """Forget old trials, masks and lines, delete objects that no row points at, and what the place keeps no longer."""
    garden.sweep(house.database)
    forget(house.database, TRIALS_AFTER)
    forget(house.database, TOOLS_AFTER, TOOLS)
    sweep(house.database, house.objects, ORPHANS_AFTER)


def looking_on(house: House) -> LookingOn:
    """Who makes the vectors of published pictures."""
    return LookingOn(house.database, house.objects, house.settings.models_dir)


def rest(engines: EngineShelf, teller: Teller, sweeper: Sweeper, looking: LookingOn) -> None:
    """For the moments without a job."""
    engines.rest()
    teller.tell()
    sweeper.sweep()
    looking.look()


def warm(engines: EngineShelf, name: str) -> None:
    """Load the usual engine before its first job; what is not there yet is no reason not to work."""
    try:
        engines.get(name).warm()
    except HwawonError as error:
        log.warning("the engine %s is not ready: %s", name, error)


def work(settings: Settings, only: frozenset[str] | None = None) -> None:
    """Do jobs until SIGTERM or SIGINT; of the engines `only`, if given."""
    with open_house(settings) as house, open_worker(house, only) as worker, open_slots(house, only) as slots:
        throw_away(house)
        was_told_to_stop = serve_jobs(Crew(worker, slots))
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
