"""The one function that puts bytes into a file, so that no file is ever half written."""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from hwawon.errors import NotWritable, StorageFull

PARTIAL_PREFIX = ".part-"
_COPIED_AT_ONCE = 1024 * 1024


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it; no error when it is there.

    Raises:
        StorageFull: the disk is full.
        NotWritable: a file is in the way, or the folder above refuses us.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _explained(error, folder) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and move it there in one step.

    Raises:
        StorageFull: the disk is full; neither `path` nor a partial file is left.
        NotWritable: the folder is missing, not a folder, or refuses us.
    """
    with written_atomically(path) as file:
        file.write(data)


def copy_atomically(source: Path, path: Path) -> None:
    """Copy a file's bytes to `path`, wholly or not at all. Raises as `write_atomically`."""
    with source.open("rb") as data, written_atomically(path) as file:
        shutil.copyfileobj(data, file, _COPIED_AT_ONCE)


@contextmanager
def written_atomically(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` to write into, which is moved there at the end of the block, and removed after an error.

    Its name ends as `path` does. Raises as `write_atomically`.
    """
    temporary = None
    try:
        handle, temporary = _begun(path.parent, path.suffix)
        with _held(handle):
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _explained(error, path) from error
        raise


def remove_unfinished(path: Path, before: datetime) -> bool:
    """Remove what a writer left that was killed in the middle; whether it did.

    A living writer holds a lock on its file, which the kernel frees in whatever way it dies. Where the file system has
    no locks, a file last written before that moment is taken for unfinished.
    """
    try:
        with path.open("r+b") as file:
            if not _is_locked(file.fileno()) and _written(file.fileno()) > before:
                return False
            path.unlink(missing_ok=True)
    except (BlockingIOError, FileNotFoundError):  # its writer lives, or has just moved it to its place
        return False
    return True


def check_writable(path: Path) -> None:
    """Find out before any work whether `write_atomically` could write `path`.

    Raises:
        NotWritable: the folder is missing or refuses us, or `path` is a folder.
        StorageFull: the disk has no room for a name.
    """
    if path.is_dir():
        raise NotWritable(f"cannot write {path}: it is a folder")
    try:
        with tempfile.NamedTemporaryFile(prefix=PARTIAL_PREFIX, dir=path.parent):
            pass
    except OSError as error:
        raise _explained(error, path) from error


def _begun(folder: Path, suffix: str) -> tuple[int, str]:
    """A new partial file, locked, by its descriptor and its name."""
    while True:
        handle, name = tempfile.mkstemp(suffix, PARTIAL_PREFIX, folder)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink > 0:  # else it was taken for unfinished before it was locked
            return handle, name
        os.close(handle)


@contextmanager
def _held(handle: int) -> Iterator[None]:
    """Keep the lock of an open file inside the block, also when its descriptor is closed."""
    second = os.dup(handle)
    try:
        yield
    finally:
        os.close(second)


def _is_locked(handle: int) -> bool:
    """Lock a file; False where the file system has no locks.

    Raises:
        BlockingIOError: somebody else holds it.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def _written(handle: int) -> datetime:
    return datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC)


def _explained(error: OSError, path: Path) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"no space left on the disk for {path}")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return NotWritable(f"cannot write {path}: {error.strerror}")
    return error
