"""What was put into imgPool/ and emotions/ from outside, or taken away: noticed, and made to count.

Nothing here opens a picture: what must be read is left to jobs of kind `arrive`.
"""

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, delete, exists, or_, select

from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.jobs.queue import JobQueue
from hwawon.pool import rows
from hwawon.pool.keys import POOL, SERVING, name_of
from hwawon.promote import seen, serve
from hwawon.promote.findings import Finding, finding, with_file
from hwawon.promote.place import Place, places
from hwawon.promote.turn import turn
from hwawon.storage import events
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import outside, pool, promotion, promotion_picture
from hwawon.storage.objects import ObjectInfo, Objects
from hwawon.storage.tables import job, picture
from hwawon.storage.types import utc_now

log = logging.getLogger(__name__)
T = TypeVar("T")

KIND = "arrive"
ROOTS = (POOL, SERVING)
FILES_A_JOB = 100
LONGEST_KEY = 1024  # characters: the column's
REQUEST_ENDS_AFTER = timedelta(minutes=10)  # what a promotion without a job is done within, or its server died
_AT_ONCE = 500
_SUDDENLY = 100  # files that cannot all go between two looks: then the folder itself is away


@dataclass(frozen=True)
class Outside:
    """Looks at files, all or some, and carries out what they mean."""

    database: Database
    objects: Objects
    queue: JobQueue

    def sweep(self) -> set[str]:
        """Look at all files; the keys of those to be looked at again soon.

        Only a hash of each key is held in memory, 8 bytes and its place in a set.
        """
        with self.database.write() as tx:
            seen.give_up(tx)
        again, present = set[str](), dict[str, set[int]]()
        for root in ROOTS:
            present[root] = set()
            for some in _slices(self.objects.listed(root)):
                present[root].update(_hash(key) for key, _ in some)
                again |= self.look(dict(some))
        for gone in _slices(self._missing(present)):
            again |= self.look(dict.fromkeys(gone))
        with self.database.write() as tx:
            seen.looked(tx, utc_now())
        return again

    def look(self, files: Mapping[str, ObjectInfo | None]) -> set[str]:
        """Look at some files, given as they were just found; the keys of those to be looked at again soon."""
        shown = {key: info for key, info in files.items() if not _is_passed_over(key)}
        with self.database.read() as tx:
            known = seen.among(tx, shown)  # nearly all, as a rule: no more is asked about these
            rest = {key: info for key, info in shown.items() if not _is_same(known.get(key), info)}
            odd = [one.key for one in self._findings(tx, rest) if one.what != "nothing"] if rest else []
        if not odd:
            return set()
        with turn(self.database):
            return self._act({key: files[key] for key in odd})

    def head(self, key: str) -> ObjectInfo | None:
        """The file under this key now; None where there is none."""
        return _head(self.objects, key, None)

    def _act(self, files: Mapping[str, ObjectInfo | None]) -> set[str]:
        fresh = {key: _head(self.objects, key, info) for key, info in files.items()}  # what was found may be old by now
        with self.database.write() as tx:
            found = self._findings(tx, fresh, hold=True)
            seen.forget(tx, [one.key for one in found if one.what == "gone"])
            seen.note(tx, _files(found, "know"), "seen")
            for one in found:
                if one.what == "refuse" and one.info is not None:
                    seen.note(tx, {one.key: one.info}, "refused", reason=one.reason)
            self._moved(tx, [one for one in found if one.what in ("gone", "lies there")])
            seen.note(tx, _files(found, "lies there"), "seen")
            self._submitted(tx, [one for one in found if one.what == "arrive"])
        return {one.key for one in found if one.what == "again"}

    def _findings(self, tx: Connection, files: Mapping[str, ObjectInfo | None], *, hold: bool = False) -> list[Finding]:
        """What the files mean; those of a picture whose promotion is at work keep for later."""
        known = seen.among(tx, files)
        tails = {key: tail for key in files if (tail := _tail(key))}
        ids = {row.tail: (row.picture, row.bytes) for row in tx.execute(_named(set(tails.values())))}
        found = places(tx, [id for id, _ in ids.values()], hold=hold)
        busy = _busy(tx, found)
        now, made = utc_now(), []
        for key, info in files.items():
            id, size = ids.get(tails.get(key, ""), (None, None))
            if id in busy:
                continue
            made.append(finding(key, info, known.get(key), found.get(id or ""), size, now))
        return [one for one in made if one.what != "gone" or one.key in known or _has(found, ids, tails, one.key)]

    def _moved(self, tx: Connection, found: Iterable[Finding]) -> None:
        """Write what files that came to known pictures, or went, change about these; told in one event."""
        told: list[tuple[Place, Place | None]] = []
        for one in found:
            place = None if one.name is None else _place(tx, one.name.tail)
            if place is None:
                continue
            after = _without(place, one.key) if one.info is None else with_file(place, one.key, utc_now())
            if after.key is None:
                _forget(tx, place)
            else:
                serve.write(tx, [(place, after)])
            told.append((place, after if after.key else None))
        serve.tell(tx, told)
        if told:
            events.append(tx, "pool", {"changed": len(told)})

    def _submitted(self, tx: Connection, found: list[Finding]) -> None:
        for some in _slices(iter(found), FILES_A_JOB):
            made = self.queue.submit(tx, KIND, {"keys": [one.key for one in some]})
            seen.note(tx, {one.key: one.info for one in some if one.info}, "arriving", by=made.id)

    def _missing(self, present: Mapping[str, set[int]]) -> Iterator[str]:
        """The keys that rows speak of and that were not found, of folders that are there."""
        for root, hashes in present.items():
            missing = [key for key in self._spoken_of(root) if _hash(key) not in hashes]
            if not hashes and len(missing) > _SUDDENLY:
                log.warning("%s/ is empty, and %d files of it are known: taken for away", root, len(missing))
                continue
            yield from missing

    def _spoken_of(self, root: str) -> Iterator[str]:
        column = pool.c.pool_key if root == POOL else pool.c.serving_key
        known = select(outside.c.key).where(outside.c.key >= f"{root}/", outside.c.key < f"{root}0")
        with self.database.read() as tx:
            for query in (select(column).where(column.is_not(None)), known):
                yield from tx.execute(query.execution_options(yield_per=_AT_ONCE)).scalars()


def _place(tx: Connection, tail: str) -> Place | None:
    id = tx.scalar(select(pool.c.picture).where(pool.c.tail == tail))
    return places(tx, [id], hold=True).get(id) if id else None


def _without(place: Place, key: str) -> Place:
    """The place once there is no file under this key."""
    if key == place.pool_key:
        return replace(place, pool_key=None)
    return place.unserved() if key == place.serving_key else place


def _forget(tx: Connection, place: Place) -> None:
    """Take a picture out whose last file is gone; one that a journal is built on stays in the library, without it."""
    serve.write(tx, [(place, replace(place.unserved(), pool_key=None))])
    try:
        rows.forget(tx, place.picture)
    except Conflict:
        tx.execute(delete(pool).where(pool.c.picture == place.picture))


def _named(tails: Collection[str]) -> Select[Any]:
    joined = pool.join(picture, picture.c.id == pool.c.picture)
    return select(pool.c.picture, pool.c.tail, picture.c.bytes).select_from(joined).where(pool.c.tail.in_(tails))


def _busy(tx: Connection, ids: Collection[str]) -> set[str]:
    """Those of these pictures whose turn in a promotion at work is to come: its files may be ahead of its rows."""
    rows_ = promotion_picture.c
    alive = exists().where(job.c.id == promotion.c.job, job.c.finished_at.is_(None))
    at_once = promotion.c.job.is_(None) & (promotion.c.created_at > utc_now() - REQUEST_ENDS_AFTER)
    runs = exists().where(promotion.c.id == rows_.promotion, promotion.c.state == "running", or_(alive, at_once))
    query = select(rows_.picture).where(rows_.picture.in_(ids), rows_.outcome.is_(None), runs)
    return set(tx.scalars(query)) if ids else set()


def _has(found: Mapping[str, Place], ids: Mapping[str, tuple[str, int]], tails: Mapping[str, str], key: str) -> bool:
    """Whether the rows say that there is a file under this key."""
    id, _ = ids.get(tails.get(key, ""), ("", 0))
    place = found.get(id)
    return place is not None and key in (place.pool_key, place.serving_key)


def _is_same(known: seen.Seen | None, info: ObjectInfo | None) -> bool:
    return known is not None and info is not None and known.etag == info.etag


def _files(found: Iterable[Finding], what: str) -> dict[str, ObjectInfo]:
    return {one.key: one.info for one in found if one.what == what and one.info is not None}


def _tail(key: str) -> str | None:
    try:
        return name_of(key).tail
    except BadInput:
        return None


def _head(objects: Objects, key: str, found: ObjectInfo | None) -> ObjectInfo | None:
    try:
        return objects.head(key)
    except NotFound:
        return None
    except BadInput:  # a name that no store of ours would give: it is refused as it was found
        return found


def _is_passed_over(key: str) -> bool:
    """A name that no row can hold, or that begins with a dot, as a program's own do: a copy under way, say."""
    if "/." in key:
        return True
    try:
        key.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return True
    return len(key) > LONGEST_KEY


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(errors="surrogateescape"), digest_size=8).digest())


def _slices(things: Iterator[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    while some := list(islice(things, size)):
        yield some
