"""A backup in one zip. Nothing is compressed twice: pictures are stored as they are, rows are gzipped already.

A zip cannot be changed in place without a moment in which it is broken. So a new one is written beside the former,
which lends it what has not changed, and takes its place at the end; meanwhile there must be room for both.
"""

import shutil
import tempfile
import threading
import zipfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from hwawon.backup.bodies import IN_MEMORY_BYTES, Body
from hwawon.backup.manifest import NAME
from hwawon.disk import PARTIAL_PREFIX, remove_unfinished, written_atomically
from hwawon.errors import BadInput, NotFound
from hwawon.storage.types import utc_now

BLOBS = "objects/"
_COPIED_AT_ONCE = 1024 * 1024
_LONGEST_PART_BYTES = 256 * 1024 * 1024  # of what is read whole: manifest, rows, small objects
_DEAD_AFTER = timedelta(days=1)


class ZipSource:
    """The port `Source` of `place.py` on a zip."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            BadInput: it is no zip, or its end is missing.
        """
        self.name = str(path)
        self.lock = threading.Lock()
        try:
            self.file = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise BadInput(f"{path} is no whole zip: an unfinished or damaged backup") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def read(self, name: str) -> bytes:
        try:
            if self.file.getinfo(name).file_size > _LONGEST_PART_BYTES:
                raise BadInput(f"the backup is damaged: {name} has more than {_LONGEST_PART_BYTES} bytes")
            with self.lock:
                return self.file.read(name)
        except KeyError:
            raise NotFound(f"{self.name} has no {name!r}") from None
        except (zipfile.BadZipFile, EOFError):
            raise BadInput(f"the backup is damaged: {name} is not what was written") from None

    def blobs(self) -> Collection[str]:
        return self._blobs

    @contextmanager
    def body(self, blob: str, size: int) -> Iterator[Body]:
        if size <= IN_MEMORY_BYTES:
            yield self.read(BLOBS + blob)
            return
        with tempfile.NamedTemporaryFile(prefix="hwawon-") as file:
            try:
                with self.lock, self.file.open(BLOBS + blob) as data:
                    shutil.copyfileobj(data, file, _COPIED_AT_ONCE)
            except KeyError:
                raise NotFound(f"{self.name} has no {blob!r}") from None
            except (zipfile.BadZipFile, EOFError):
                raise BadInput(f"the backup is damaged: {blob} is not what was written") from None
            file.flush()
            yield Path(file.name)

    @cached_property
    def _blobs(self) -> frozenset[str]:
        return frozenset(name.removeprefix(BLOBS) for name in self.file.namelist() if name.startswith(BLOBS))


class ZipTarget:
    """The port `Target` of `place.py` on a zip that is being written; `former` is the one that it replaces."""

    def __init__(self, name: str, file: zipfile.ZipFile, former: ZipSource | None) -> None:
        self.name = name
        self._file = file
        self._former = former
        self._lock = threading.Lock()
        self._written: set[str] = set()

    def read(self, name: str) -> bytes:
        if self._former is None:
            raise NotFound(f"{self.name} has no {name!r}")
        return self._former.read(name)

    def blobs(self) -> Collection[str]:
        return frozenset() if self._former is None else self._former.blobs()

    @contextmanager
    def body(self, blob: str, size: int) -> Iterator[Body]:
        if self._former is None:
            raise NotFound(f"{self.name} has no {blob!r}")
        with self._former.body(blob, size) as body:
            yield body

    def write(self, name: str, data: bytes) -> None:
        with self._lock:
            self._file.writestr(name, data)

    def add(self, blob: str, body: Body) -> None:
        with self._lock:
            if blob in self._written:
                return
            self._written.add(blob)
            if isinstance(body, bytes):
                self._file.writestr(BLOBS + blob, body)
            else:
                self._file.write(body, BLOBS + blob)

    def carry(self, blob: str) -> None:
        former = self._former
        assert former is not None
        with self._lock, former.lock:
            if blob in self._written:
                return
            self._written.add(blob)
            info = zipfile.ZipInfo(BLOBS + blob)
            info.file_size = former.file.getinfo(info.filename).file_size
            with former.file.open(info.filename) as data, self._file.open(info, "w", force_zip64=True) as copy:
                shutil.copyfileobj(data, copy, _COPIED_AT_ONCE)

    def finish(self, manifest: bytes, parts: Collection[str], blobs: Collection[str]) -> None:  # noqa: ARG002
        with self._lock:
            self._file.writestr(NAME, manifest)


@contextmanager
def written_zip(path: Path) -> Iterator[ZipTarget]:
    """A zip that takes the place of `path` at the end of the block; after an error the former one stays.

    Raises:
        BadInput: `path` is there and no backup.
        StorageFull: no room for both.
    """
    for left in path.parent.glob(f"{PARTIAL_PREFIX}*{path.suffix}"):
        remove_unfinished(left, utc_now() - _DEAD_AFTER)
    with ExitStack() as stack:
        former = stack.enter_context(ZipSource(path)) if path.exists() else None
        if former is not None and NAME not in former.file.namelist():
            raise BadInput(f"{path} is a zip but no backup. Choose another name")
        with (
            written_atomically(path) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped,
        ):
            yield ZipTarget(str(path), zipped, former)
