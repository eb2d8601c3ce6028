"""A backup in a folder or a bucket: parts and blobs under their names, the manifest beside them.

Blobs are named by their hash, so a new backup never changes one that the former needs; the new rows lie in a folder of
their own. The former backup is whole until the new manifest takes its place.
"""

import fcntl
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from hwawon.backup.bodies import Body, body_of, put
from hwawon.backup.manifest import NAME
from hwawon.disk import make_folder
from hwawon.errors import BadInput, Conflict, NotWritable
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

ROWS = "rows"
_DEAD_AFTER = timedelta(days=1)


class StorePlace:
    """The ports of `place.py` on objects; `blob_store` holds what lies below `blob_folder` of `root`."""

    def __init__(self, name: str, root: Objects, blob_store: Objects, blob_folder: str) -> None:
        self.name = name
        self._root = root
        self._blobs = blob_store
        self._folder = blob_folder

    def read(self, name: str) -> bytes:
        return self._root.get(name)

    def blobs(self) -> Collection[str]:
        return self._blobs_there

    def body(self, blob: str, size: int) -> AbstractContextManager[Body]:
        return body_of(self._blobs, blob, size)

    def write(self, name: str, data: bytes) -> None:
        self._root.write(name, data)

    def add(self, blob: str, body: Body) -> None:
        put(self._blobs, blob, body)

    def carry(self, blob: str) -> None:
        """Nothing to do: it lies where it lay."""

    def finish(self, manifest: bytes, parts: Collection[str], blobs: Collection[str]) -> None:
        self._root.write(NAME, manifest)
        for key in self._there:
            if key.startswith(f"{ROWS}/") and key not in parts:
                self._root.delete(key)
        for blob in self._blobs_there - set(blobs):
            self._blobs.delete(blob)
        self._root.remove_unfinished(utc_now() - _DEAD_AFTER)

    def refuse_strangers(self) -> None:
        """Refuse a place where something else lies: what is no longer needed is removed from it later.

        Raises:
            BadInput: it is not empty and no backup.
        """
        others = sorted(key for key in self._there if key.partition("/")[0] not in (NAME, ROWS, self._folder))
        if others and NAME not in self._there:
            raise BadInput(f"{self.name} is no backup and not empty: it holds {others[0]!r}. Choose another place")

    @cached_property
    def _there(self) -> frozenset[str]:
        found = self._root.keys()
        return frozenset(key for key in found if not key.startswith("."))

    @cached_property
    def _blobs_there(self) -> frozenset[str]:
        before = f"{self._folder}/"
        return frozenset(key.removeprefix(before) for key in self._there if key.startswith(before))


@contextmanager
def alone_in(folder: Path, lock: str) -> Iterator[None]:
    """Make the folder, and hold a lock in it that the kernel frees when its holder dies.

    Raises:
        Conflict: another backup is being written there.
        NotWritable: the folder cannot be made or refuses us.
    """
    make_folder(folder)
    try:
        file = (folder / lock).open("ab")
    except OSError as error:
        raise NotWritable(f"cannot write in {folder}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(f"another backup is being written to {folder}") from None
        yield
