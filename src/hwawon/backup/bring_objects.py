"""The objects of a backup back to where they were, each proved by its hash on the way."""

import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from hwawon.backup.bodies import Body, body_of, put, sha256_of
from hwawon.backup.manifest import Entry, Manifest
from hwawon.backup.place import Source
from hwawon.backup.take_objects import AT_ONCE, read_index
from hwawon.errors import BadInput, NotFound
from hwawon.storage.objects import Objects, hash_of

GARDEN_FOLDERS = ("imgPool", "emotions")  # whatever lies there counts as put in by somebody
_QUEUED = 64

OnCount = Callable[[int, int], None]


@dataclass
class Brought:
    """What was brought; filled on the way."""

    copied: int = 0
    copied_bytes: int = 0
    named: set[str] = field(default_factory=set)  # keys that are no hashes


def prove_objects(manifest: Manifest, backup: Source, on_count: OnCount) -> None:
    """Read every object of the backup and compare its hash; nothing is written.

    Raises:
        BadInput: one is gone or damaged; names it.
    """

    def prove(entry: Entry) -> None:
        with _proved(backup, entry):
            pass

    _all(prove, manifest, backup, on_count)


def bring_objects(manifest: Manifest, backup: Source, objects: Objects, on_count: OnCount) -> Brought:
    """Write what is not there yet.

    Raises:
        BadInput: an object of the backup is gone or damaged; names it.
        StorageFull: no room.
    """
    brought, lock = Brought(), threading.Lock()

    def bring(entry: Entry) -> None:
        copied = not _is_there(objects, entry)
        if copied:
            with _proved(backup, entry) as body:
                put(objects, entry.key, body)
        with lock:
            brought.copied += copied
            brought.copied_bytes += entry.bytes if copied else 0
            if hash_of(entry.key) is None:
                brought.named.add(entry.key)

    _all(bring, manifest, backup, on_count)
    return brought


def remove_others(objects: Objects, named: Collection[str]) -> None:
    """Delete the garden's files that the backup does not know: they would be taken for newly put in."""
    for folder in GARDEN_FOLDERS:
        for key in list(objects.keys(folder)):
            if key not in named:
                objects.delete(key)


def _is_there(objects: Objects, entry: Entry) -> bool:
    try:
        size = objects.head(entry.key).size
        if size != entry.bytes:
            return False
        with body_of(objects, entry.key, size) as body:
            return sha256_of(body) == entry.sha256
    except NotFound:
        return False


@contextmanager
def _proved(backup: Source, entry: Entry) -> Iterator[Body]:
    try:
        with backup.body(entry.blob, entry.bytes) as body:
            if sha256_of(body) != entry.sha256:
                raise BadInput(f"the backup is damaged: {entry.blob}, of {entry.key}, is not what was written")
            yield body
    except NotFound:
        raise BadInput(f"the backup is damaged: {entry.blob}, of {entry.key}, is not there") from None


def _all(do: Callable[[Entry], None], manifest: Manifest, backup: Source, on_count: OnCount) -> None:
    entries, done = read_index(manifest.index, backup.read), 0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while some := list(islice(entries, _QUEUED)):
            for _ in threads.map(do, some):
                done += 1
                on_count(done, manifest.objects)
