"""Pictures out of a zip: in natural order, with safe names, and never more bytes than were allowed."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple

from hwawon.batch.names import is_picture, natural_key, safe_name
from hwawon.errors import BadInput

MOST_FRAMES = 10_000
UNPACKED = 4  # times the allowed bytes: pictures hardly shrink in a zip


class Named(NamedTuple):
    """A file's bytes under its name."""

    name: str
    data: bytes


def pictures_of_zip(file: BinaryIO, most_bytes: int) -> Iterator[Named]:
    """The pictures of a zip, one at a time, sorted as people count. Other files are left out; nothing is unpacked.

    Args:
        most_bytes: of one picture; all of them may have four times as many.

    Raises:
        BadInput: no zip or a broken one, encrypted, a name that leads out of its folder, too many or too large files.
    """
    with _explained(), zipfile.ZipFile(file) as archive:
        entries = _chosen(archive.infolist(), most_bytes)
        for entry in entries:
            yield Named(entry.filename, _bounded(archive, entry))


def left_out_of_zip(file: BinaryIO) -> tuple[str, ...]:
    """The names of the files that are no pictures.

    Raises:
        BadInput: no zip.
    """
    with _explained(), zipfile.ZipFile(file) as archive:
        names = [one.filename for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
    return tuple(name for name in names if not is_picture(name))


def _chosen(entries: Iterable[zipfile.ZipInfo], most_bytes: int) -> list[zipfile.ZipInfo]:
    files = [one for one in entries if not one.is_dir()]
    for one in files:
        safe_name(one.filename)
    chosen = [one for one in files if is_picture(one.filename) and not _is_hidden(one.filename)]
    if len(chosen) > MOST_FRAMES:
        raise BadInput(f"the zip holds {len(chosen)} pictures, at most {MOST_FRAMES} are taken at once")
    if len({one.filename for one in chosen}) != len(chosen):
        raise BadInput("the zip holds two files of one name")
    largest, total = max((one.file_size for one in chosen), default=0), sum(one.file_size for one in chosen)
    if largest > most_bytes or total > UNPACKED * most_bytes:
        raise BadInput(
            f"the zip unpacks to {total} bytes, its largest file to {largest}; "
            f"allowed are {UNPACKED * most_bytes}, and {most_bytes} a file"
        )
    return sorted(chosen, key=lambda one: natural_key(one.filename))


def _bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The file's bytes, no more than its entry says: the entry may lie."""
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise BadInput(f"the zip is damaged: {entry.filename!r} is of another size than it says")
    return data


def _is_hidden(name: str) -> bool:
    """Whether a system put it there: `.DS_Store`, `__MACOSX/._frame.png`."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the zip cannot be read: {error}") from None
    except RuntimeError as error:  # how `zipfile` says that a password is needed
        raise BadInput(f"the zip cannot be read: {error}") from None
