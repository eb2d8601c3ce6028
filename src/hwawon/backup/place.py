"""Where a backup lies: a folder, a zip or a bucket, behind one port."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from hwawon.backup.bodies import Body
from hwawon.backup.store_place import StorePlace, alone_in
from hwawon.backup.zip_place import ZipSource, written_zip
from hwawon.errors import BadInput, NotFound
from hwawon.storage.objects import open_objects

BLOBS = "objects"


class Source(Protocol):
    """A backup that is read. Safe to share between threads."""

    name: str  # for messages; without credentials

    def read(self, name: str) -> bytes:
        """A part's bytes.

        Raises:
            NotFound: there is none of that name.
        """

    def blobs(self) -> Collection[str]:
        """The blobs that are there."""

    def body(self, blob: str, size: int) -> AbstractContextManager[Body]:
        """A blob's bytes, while the block lasts.

        Raises:
            NotFound: there is none of that name.
        """


class Target(Source, Protocol):
    """A place that is written to; what it reads is the backup that was there before."""

    def write(self, name: str, data: bytes) -> None:
        """Keep a part."""

    def add(self, blob: str, body: Body) -> None:
        """Keep a blob that is not there yet."""

    def carry(self, blob: str) -> None:
        """Take a blob of the former backup into this one."""

    def finish(self, manifest: bytes, parts: Collection[str], blobs: Collection[str]) -> None:
        """Write the manifest, which makes this the backup, and remove what only the former one needed."""


@contextmanager
def open_target(to: str) -> Iterator[Target]:
    """The place that `to` names, made where there is none; one backup at a time in a folder or zip.

    Raises:
        BadInput: something else than a backup is there.
        Conflict: another backup is being written there.
    """
    if to.startswith("s3://"):
        place = _store(to)
        place.refuse_strangers()
        yield place
    elif _is_zip(to):
        with alone_in(Path(to).parent, f".{Path(to).name}.lock"), written_zip(Path(to)) as zipped:
            yield zipped
    else:
        with alone_in(Path(to), ".lock"):
            place = _store(to)
            place.refuse_strangers()
            yield place


@contextmanager
def open_source(source: str) -> Iterator[Source]:
    """The backup that `source` names.

    Raises:
        NotFound: nothing is there.
        BadInput: a file that is no zip.
    """
    if source.startswith("s3://"):
        yield _store(source)
        return
    path = Path(source)
    if not path.exists():
        raise NotFound(f"there is no backup at {source}")
    if path.is_dir():
        yield _store(source)
    elif path.suffix.lower() == ".zip":
        with ZipSource(path) as zipped:
            yield zipped
    else:
        raise BadInput(f"{source}: expected a folder, a file ending in .zip, or s3://BUCKET/PREFIX")


def _is_zip(to: str) -> bool:
    path = Path(to)
    if path.is_file() and path.suffix.lower() != ".zip":
        raise BadInput(f"{to} is a file: expected a folder, a file ending in .zip, or s3://BUCKET/PREFIX")
    return path.suffix.lower() == ".zip" and not path.is_dir()


def _store(address: str) -> StorePlace:
    url = address if address.startswith("s3://") else Path(address).resolve().as_uri()
    parts = urlsplit(url)
    below = parts._replace(path=f"{parts.path.rstrip('/')}/{BLOBS}")
    return StorePlace(address.partition("?")[0], open_objects(url), open_objects(urlunsplit(below)), BLOBS)
