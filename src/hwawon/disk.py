"""The one function that puts bytes into a file, so that no file is ever half written."""

import errno
import os
import tempfile
from pathlib import Path

from hwawon.errors import NotWritable, StorageFull

PARTIAL_PREFIX = ".part-"


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
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=PARTIAL_PREFIX, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise _explained(error, path) from error


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


def _explained(error: OSError, path: Path) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"no space left on the disk for {path}")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return NotWritable(f"cannot write {path}: {error.strerror}")
    return error
