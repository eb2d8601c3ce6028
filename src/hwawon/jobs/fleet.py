"""The dispatcher of many machines: Procrastinate carries the ids of jobs through PostgreSQL to idle workers.

Its rows are written in the transaction that writes the job, and wake a worker within milliseconds by LISTEN/NOTIFY. The
worker then takes what the job table says is next, not the id it heard: rounds, locks, pauses and claims are the same
on one machine and on many.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.jobs import Status
from sqlalchemy import Connection

from hwawon.jobs import fleet_schema
from hwawon.storage.database import Database

log = logging.getLogger(__name__)

TASK = "hwawon.look"
SILENT_S = 30.0


class FleetDispatcher:
    """Notices by Procrastinate, one for each job that can be claimed."""

    def __init__(self, database: Database) -> None:
        fleet_schema.apply(database)
        url = database.engine.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._app = App(connector=SyncPsycopgConnector())  # never opened: it writes on the caller's connection

    def announce(self, tx: Connection, job_id: str, kind: str) -> None:
        """Write the notice in the caller's transaction; PostgreSQL sends it on at the commit."""
        connection = tx.connection.driver_connection
        self._app.configure_task(TASK, queue=kind, connection=connection).defer(job_id=job_id)

    @contextmanager
    def listen(self, kinds: Collection[str]) -> Iterator["FleetListener"]:
        """Run Procrastinate's worker in a thread of its own while the block lasts."""
        listener = FleetListener(self._address, kinds)
        thread = threading.Thread(target=listener.run, name="hwawon-fleet", daemon=True)
        thread.start()
        try:
            yield listener
        finally:
            listener.close()
            thread.join()


@dataclass(frozen=True)
class _Notice:
    loop: asyncio.AbstractEventLoop
    served: asyncio.Event

    def serve(self) -> None:
        self.loop.call_soon_threadsafe(self.served.set)


class FleetListener:
    """One notice at a time: Procrastinate fetches the next when the worker has served the last."""

    def __init__(self, address: str, kinds: Collection[str]) -> None:
        self._address = address
        self._kinds = list(kinds)
        self._notices: queue.SimpleQueue[_Notice] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def turn(self, timeout_s: float, stop: threading.Event) -> Iterator[None]:
        """Wait for a notice; it counts as served when the block ends."""
        try:
            notice = None if stop.is_set() else self._notices.get(timeout=timeout_s)
        except queue.Empty:
            notice = None
        try:
            yield
        finally:
            if notice is not None:
                notice.serve()

    def run(self) -> None:
        """Listen until `close`; a lost connection is opened again."""
        while not self._closed.is_set():
            try:
                asyncio.run(self._listen())
            except asyncio.CancelledError:
                return
            except Exception:
                log.exception("the connection for notices was lost; the worker looks once a second until it is back")
                self._closed.wait(1.0)

    def close(self) -> None:
        """Stop listening; notices not served are of no loss."""
        self._closed.set()
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)

    async def _listen(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        app = App(connector=PsycopgConnector(conninfo=self._address, min_size=1, max_size=3))
        app.task(name=TASK)(self._hear)
        async with app.open_async():
            forgetting = asyncio.create_task(_forget_silent(app))
            try:
                await app.run_worker_async(
                    queues=self._kinds,
                    concurrency=1,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    shutdown_graceful_timeout=0.1,
                )
            finally:
                forgetting.cancel()

    async def _hear(self, job_id: str) -> None:  # noqa: ARG002 - the table decides which job is next
        served = asyncio.Event()
        self._notices.put(_Notice(asyncio.get_running_loop(), served))
        await served.wait()


async def _forget_silent(app: App) -> None:
    """Remove the notices that dead workers hold; their jobs are announced anew by whoever takes them over."""
    while True:
        for notice in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S):
            await app.job_manager.finish_job(notice, Status.FAILED, delete_job=True)
        await asyncio.sleep(SILENT_S)
