"""What all routes of the batches need: whose a batch is, how far it is, and the pixels once they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO

from fastapi import UploadFile

from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.batch import store
from hwawon.batch.schema import batch_json, export_json
from hwawon.batch.store import BatchRow, Tally
from hwawon.batch.wishes import BatchWishes
from hwawon.config import Settings
from hwawon.errors import Conflict, NotFound
from hwawon.gallery.seen import seen
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

if TYPE_CHECKING:  # pixels come with them
    from hwawon.batch.intake import TakenIn
    from hwawon.batch.job import CuttingRoom

MEBIBYTE = 1024 * 1024


class BatchDesk:
    """The batches of one installation, as the web process sees them."""

    def __init__(self, database: Database, objects: Objects, queue: JobQueue, settings: Settings) -> None:
        self.database, self.objects, self.queue, self.settings = database, objects, queue, settings
        self._lock = threading.Lock()
        self._room: CuttingRoom | None = None

    @property
    def room(self) -> CuttingRoom:
        """Where frames become pictures; its libraries are loaded at the first use."""
        from hwawon.batch.job import CuttingRoom

        with self._lock:
            if self._room is None:
                self._room = CuttingRoom(self.database, self.objects, self.settings)
            return self._room

    def mine(self, id: str, who: Identity) -> BatchRow:
        """The batch, if it is this caller's.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        with self.database.read() as tx:
            row = store.get(tx, id)
        if not who.may_see(row.owner):
            raise NotFound(f"there is no batch {id}")
        return row

    def tally(self, row: BatchRow) -> Tally:
        with self.database.read() as tx:
            return store.tally(tx, row.id, row.asked.range)

    def told(self, id: str) -> dict[str, Any]:
        """The batch as the API shows it."""
        with self.database.read() as tx:
            row = store.get(tx, id)
            tally, (_, count) = store.tally(tx, id, row.asked.range), store.frame_page(tx, id, 1, 0, None)
        return batch_json(row, tally, count, self.settings.base_path, self._export(row))

    def take_in(self, files: Sequence[UploadFile]) -> TakenIn:
        """Store what was sent. Raises as `intake.take_in`."""
        from hwawon.batch.intake import Upload, take_in

        uploads = [Upload(one.filename or "", _given(one.file)) for one in files]
        return take_in(self.objects, uploads, self.settings.max_pixels, self.settings.max_upload_mb * MEBIBYTE)

    def checked(self, wishes: BatchWishes, who: Identity) -> BatchWishes:
        """The wishes, if this caller may have them.

        Raises:
            UnknownEngine: it is not known, or kept for administrators.
            NotFound: the reference is not there, or somebody else's.
        """
        from hwawon.engines import registry

        registry.check_open(wishes.engine, self.settings, to_admin=who.role.allows(Role.ADMIN))
        if wishes.reference is not None:
            with self.database.read() as tx:
                seen(tx, who, wishes.reference)
        return wishes

    def check_quiet(self, row: BatchRow) -> None:
        """Refuse a change while frames are being painted.

        Raises:
            Conflict: some wait or are being painted.
        """
        if live := self.tally(row).live:
            raise Conflict(f"{live} frames wait or are being painted: cancel them, or wait for their end")

    def pace(self, row: BatchRow) -> str:
        """Find what is wrong before there are jobs. As `checked_beforehand`."""
        from hwawon.batch.beforehand import checked_beforehand

        return checked_beforehand(self.database, self.objects, self.settings, row)

    def _export(self, row: BatchRow) -> dict[str, Any] | None:
        if row.export is None:
            return None
        try:
            job = self.queue.get(str(row.export.get("job")))
        except NotFound:
            return export_json(row, self.settings.base_path, None, None)
        return export_json(row, self.settings.base_path, job.state, job.error)


def _given(file: BinaryIO) -> Callable[[], AbstractContextManager[BinaryIO]]:
    """An upload is open already, and closed by the web framework."""
    return lambda: nullcontext(file)
