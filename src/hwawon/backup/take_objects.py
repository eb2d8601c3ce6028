"""The objects of a backup: each under the hash of its bytes, and a list that says which key has which."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from hwawon.backup.bodies import body_of, sha256_of, size_of
from hwawon.backup.manifest import NAME, Entry, LeftOut, Part, unsealed
from hwawon.backup.place import Target
from hwawon.backup.slices import read_slices, write_slices
from hwawon.errors import BadInput, HwawonError, NotFound
from hwawon.storage.objects import Objects, hash_of

AT_ONCE = 4  # a bucket answers each slowly and many at a time
_QUEUED = 64
_MOST_NAMED = 100  # of what was left out
_SUFFIXES = 9


@dataclass
class TakenObjects:
    """What was taken; filled while the objects are."""

    index: tuple[Part, ...] = ()
    blobs: set[str] = field(default_factory=set)
    objects: int = 0
    bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    left_out: tuple[LeftOut, ...] = ()
    left_out_count: int = 0


def take_objects(
    objects: Objects,
    keys: Iterable[str],
    target: Target,
    stem: str,
    on_count: Callable[[int, int], None],
    warn: Callable[[str], None],
) -> TakenObjects:
    """Copy what is new or changed; an object that is gone or damaged is noted, and warned of, and the rest goes on.

    Raises:
        StorageFull: no room at the target.
    """
    ordered = sorted(keys)
    taken = TakenObjects()
    taker = _Taker(objects, target, _former(target))

    def lines() -> Iterator[str]:
        for done, one in enumerate(_each(taker.take, ordered), 1):
            on_count(done, len(ordered))
            if isinstance(one, LeftOut):
                _leave_out(taken, one, warn)
                continue
            taken.blobs.add(one.blob)
            taken.objects += 1
            taken.bytes += one.bytes
            yield one.model_dump_json()

    taken.index = write_slices(lines(), stem, target.write)
    taken.copied, taken.copied_bytes = taker.copied, taker.copied_bytes
    return taken


def read_index(parts: Iterable[Part], read: Callable[[str], bytes]) -> Iterator[Entry]:
    """The objects of a backup.

    Raises:
        BadInput: a slice of the list is damaged.
        NotFound: a slice is gone.
    """
    return (Entry.model_validate_json(line) for line in read_slices(parts, read))


class _Taker:
    """Takes one object at a time, in several threads."""

    def __init__(self, objects: Objects, target: Target, former: Mapping[str, Entry]) -> None:
        self._objects = objects
        self._target = target
        self._former = former
        self._there = set(target.blobs())
        self._lock = threading.Lock()
        self.copied = 0
        self.copied_bytes = 0

    def take(self, key: str) -> Entry | LeftOut:
        try:
            entry = self._unchanged(key)
            return self._read(key) if entry is None else entry
        except NotFound:
            return LeftOut(key=key, reason="it is not there any more")
        except _Damaged:
            return LeftOut(key=key, reason="its bytes are not those that its name says")

    def _unchanged(self, key: str) -> Entry | None:
        """What the former backup has of it, where that is still true."""
        former = self._former.get(key)
        if former is None or former.blob not in self._target.blobs():
            return None
        if hash_of(key) is None and (former.etag, former.modified, former.bytes) != self._version(key):
            return None
        self._target.carry(former.blob)
        return former

    def _version(self, key: str) -> tuple[str, str, int]:
        found = self._objects.head(key)
        return found.etag, found.modified.isoformat(), found.size

    def _read(self, key: str) -> Entry:
        etag, modified, size = self._version(key)
        with body_of(self._objects, key, size) as body:
            sha256 = sha256_of(body)
            if hash_of(key) not in (None, sha256):
                raise _Damaged
            blob = _blob(key, sha256)
            if self._is_new(blob):
                self._target.add(blob, body)
                with self._lock:
                    self.copied += 1
                    self.copied_bytes += size_of(body)
            return Entry(key=key, blob=blob, sha256=sha256, bytes=size_of(body), etag=etag, modified=modified)

    def _is_new(self, blob: str) -> bool:
        with self._lock:
            if blob not in self._there:
                self._there.add(blob)
                return True
        if blob in self._target.blobs():
            self._target.carry(blob)
        return False


class _Damaged(HwawonError):
    """The bytes of a hashed object are others."""


def _former(target: Target) -> dict[str, Entry]:
    """The objects of the backup that is there; of a damaged one nothing is believed, and all is read anew."""
    try:
        manifest = unsealed(target.read(NAME), target.name)
        return {entry.key: entry for entry in read_index(manifest.index, target.read)}
    except (NotFound, BadInput):
        return {}


def _blob(key: str, sha256: str) -> str:
    suffix = PurePosixPath(key).suffix.lower()
    kept = suffix if len(suffix) <= _SUFFIXES and suffix[1:].isascii() and suffix[1:].isalnum() else ""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}{kept}"


def _leave_out(taken: TakenObjects, one: LeftOut, warn: Callable[[str], None]) -> None:
    taken.left_out_count += 1
    if taken.left_out_count <= _MOST_NAMED:
        taken.left_out += (one,)
        warn(f"left out {one.key}: {one.reason}")


def _each(take: Callable[[str], Entry | LeftOut], keys: Iterable[str]) -> Iterator[Entry | LeftOut]:
    """In order, several at once, few of them waiting."""
    rest = iter(keys)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while some := list(islice(rest, _QUEUED)):
            yield from threads.map(take, some)
