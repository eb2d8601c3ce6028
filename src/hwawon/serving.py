"""`hwawon serve`: the web process, with the worker as its child."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from types import FrameType

import uvicorn

from hwawon.accounts import link, people
from hwawon.app import House, Rooms, open_house, web_app
from hwawon.bulk.sample import queue_sample
from hwawon.config import Settings
from hwawon.engines.registry import capabilities_of
from hwawon.errors import BadSetting, Conflict, EngineUnavailable, UnknownEngine
from hwawon.jobs.process import WorkerProcess
from hwawon.looks.no_core import leave_no_core
from hwawon.power.driver import open_driver
from hwawon.power.keeper import Keeper
from hwawon.promote.outside import Outside
from hwawon.promote.watcher import Watcher
from hwawon.starting import quick_start
from hwawon.storage import pictures

log = logging.getLogger(__name__)

ONE_WORKER = (
    "SQLite allows one worker, which is the one here: the machine that is switched could do no job of its engines. Set "
    "HWAWON_DATABASE_URL to PostgreSQL, or serve with --no-worker"
)
OPEN_TO_ALL = (
    "HWAWON_COMPAT_OPEN is set: whoever reaches %s can make, unpublish and delete pictures of the garden without a "
    "credential. Only for a network that is closed"
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORTS_TRIED = 100
OPEN_CONNECTIONS_END_S = 2  # event streams never end by themselves


def serve(
    settings: Settings, host: str, port: int, say: Callable[[str], None], *, sample: bool = False, worker: bool = True
) -> None:
    """Serve until SIGTERM or SIGINT; server and worker are gone within ten seconds.

    Raises:
        BadSetting: asked to listen beyond this machine while there is no administrator.
        Conflict: no free port.
    """
    leave_no_core()  # faces go through this process
    inherited = dict(os.environ)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of numpy's: many requests share the cores, and idle ones spin
    with open_house(settings) as house, _bound(host, port) as listening:
        _check_reach(house, host)
        if settings.compat_open:
            log.warning(OPEN_TO_ALL, host)
        address = f"http://{host if ':' not in host else f'[{host}]'}:{listening.getsockname()[1]}"
        say(address)
        say(f"administrator, once: {address}{settings.base_path}/auth/link?token={_admin_link(house)}")
        if sample:
            _queue_sample_once(house)
        if worker and house.database.dialect == "sqlite" and house.settings.powered - {"webui"}:
            log.warning("%s", ONE_WORKER)
        child = (
            WorkerProcess([sys.executable, "-m", "hwawon.workshop", str(os.getpid())], inherited) if worker else None
        )
        if child:
            child.start()
        try:
            with quick_start():
                server = _Server(_uvicorn_config(house), child)
            with _keeping_power(house), _watching(house), _acting(house):
                server.run(sockets=[listening])
        finally:
            if child:
                child.stop()


@contextmanager
def _beside(name: str, run: Callable[[threading.Event], None]) -> Iterator[None]:
    """A thread that runs while the block lasts; the event tells it to end."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(OPEN_CONNECTIONS_END_S)  # a driver's command may take longer; the database knows the rest


def _keeping_power(house: House) -> AbstractContextManager[None]:
    """Switches the machine that paints; nothing without a switch."""
    if house.settings.power == "none":
        return nullcontext()
    answers = partial(_webui_answers, house)
    keeper = Keeper(house.database, open_driver(house.settings), house.settings, answers=answers)
    return _beside("hwawon-power", keeper.run)


def _watching(house: House) -> AbstractContextManager[None]:
    """Notices what is put into the garden's folders from outside."""
    watcher = Watcher(Outside(house.database, house.objects, house.queue), house.settings.watch_s)
    return _beside("hwawon-watch", watcher.run)


def _acting(house: House) -> AbstractContextManager[None]:
    """Tells lamps and the like of visitors; nothing where nobody listens."""
    if not house.settings.actuator_addresses:
        return nullcontext()
    from hwawon.displays.actuators.drivers import open_drivers
    from hwawon.displays.actuators.follow import Follower

    follower = Follower(house.database, open_drivers(house.settings.actuator_addresses))
    return _beside("hwawon-actuators", follower.run)


def _webui_answers(house: House) -> bool:
    """Whether it does; what it can do is kept, so that jobs are taken in also while it is off."""
    from hwawon.engines.known import remember

    try:
        found = capabilities_of("webui", house.settings)
    except (EngineUnavailable, UnknownEngine):
        return False
    remember(house.database, found)
    return True


class _Server(uvicorn.Server):
    """Ends quietly on a signal, its worker at the same time: one after the other would take too long."""

    def __init__(self, settings: uvicorn.Config, worker: WorkerProcess | None) -> None:
        super().__init__(settings)
        self._worker = worker

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.should_exit = True
        if self._worker:
            self._worker.begin_stop()


def _uvicorn_config(house: House) -> uvicorn.Config:
    return uvicorn.Config(
        web_app(house, Rooms.LATER),
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=OPEN_CONNECTIONS_END_S,
    )


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on the first free port from `port` on; 0 takes any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + PORTS_TRIED):
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(2048)
        except OSError as error:
            listening.close()
            reason = error
            continue
        with listening:
            yield listening
        return
    raise Conflict(f"cannot listen on {host} at any port from {port} to {port + PORTS_TRIED - 1}: {reason}")


def _check_reach(house: House, host: str) -> None:
    """Refuse to be reached from elsewhere before somebody can keep the door."""
    if host in LOOPBACK or house.settings.admin_token is not None:
        return
    with house.database.read() as tx:
        if people.has_admin(tx):
            return
    raise BadSetting(f"listening on {host} needs an administrator: set HWAWON_ADMIN_TOKEN, or make an admin token")


def _admin_link(house: House) -> str:
    with house.database.write() as tx:
        return link.make_admin_link(tx)


def _queue_sample_once(house: House) -> None:
    """The sample library for an installation that has no picture yet."""
    with house.database.write() as tx:
        if pictures.count(tx) == 0:
            queue_sample(tx, house.queue, small=True)
