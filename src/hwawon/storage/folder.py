"""Objects as the files of one folder."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hwawon import disk
from hwawon.disk import PARTIAL_PREFIX, copy_atomically, make_folder, write_atomically
from hwawon.errors import NotFound
from hwawon.storage.objects import ObjectInfo, check_key, check_range, hash_of, hashed_key, hashed_key_of_file


class FolderObjects:
    """The port of `objects.py` on a folder; the folder is made at the first write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, suffix: str) -> str:
        key = hashed_key(data, suffix)
        path = self._path(key)
        if not _touched(path, len(data)):
            self.write(key, data)
        return key

    def put_file(self, path: Path, suffix: str) -> str:
        key = hashed_key_of_file(path, suffix)
        target = self._path(key)
        if not _touched(target, path.stat().st_size):
            make_folder(target.parent)
            copy_atomically(path, target)
        return key

    def write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        make_folder(path.parent)
        write_atomically(path, data)

    def copy(self, source: str, target: str) -> None:
        path = self._path(target)
        make_folder(path.parent)
        try:
            copy_atomically(self._path(source), path)  # no link: a program from outside may write into the file
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise _missing(source) from None

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise _missing(key) from None

    def get_range(self, key: str, start: int, end: int) -> bytes:
        check_range(start, end, self.head(key).size)
        with self._path(key).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def head(self, key: str) -> ObjectInfo:
        path = self._path(key)
        if not path.is_file():
            raise _missing(key)
        return _info(key, path.stat())

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        path = self._path(key)
        if path.is_file():
            path.unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[str]:
        start = self._path(prefix.strip("/")) if prefix.strip("/") else self.folder
        for path in _files(start):
            if not path.name.startswith(PARTIAL_PREFIX):
                yield path.relative_to(self.folder).as_posix()

    def listed(self, prefix: str = "") -> Iterator[tuple[str, ObjectInfo]]:
        for key in self.keys(prefix):
            with suppress(FileNotFoundError):
                yield key, _info(key, (self.folder / key).stat())

    def local_path(self, key: str) -> Path | None:
        return self._path(key)

    def remove_unfinished(self, before: datetime) -> int:
        partial = [path for path in _files(self.folder) if path.name.startswith(PARTIAL_PREFIX)]
        return sum(disk.remove_unfinished(path, before) for path in partial)

    def _path(self, key: str) -> Path:
        return Path(f"{self.folder}/{check_key(key)}")  # joining takes twice as long


def _info(key: str, found: os.stat_result) -> ObjectInfo:
    etag = hash_of(key) or f"{found.st_mtime_ns:x}-{found.st_size:x}"
    return ObjectInfo(found.st_size, etag, datetime.fromtimestamp(found.st_mtime, UTC))


def _missing(key: str) -> NotFound:
    return NotFound(f"there is no object {key!r}")


def _touched(path: Path, size: int) -> bool:
    """Whether the file is there and whole; it is then marked as new, so that no sweep takes it before its row is."""
    try:
        if path.stat().st_size != size:
            return False
        os.utime(path)
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        yield from (Path(parent) / name for name in names)
