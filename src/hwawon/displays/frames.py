"""Published pictures as frames: looked up by their keys, with the hash of their bytes."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from hwawon.displays.slots import Frame
from hwawon.errors import NotFound
from hwawon.storage.garden_tables import pool
from hwawon.storage.objects import Objects
from hwawon.storage.tables import picture

MOST_HASHES = 8192


def published(tx: Connection, keys: Collection[str]) -> set[str]:
    """Those of these keys that visitors see now."""
    query = select(pool.c.serving_key).where(pool.c.serving_key.in_(sorted(keys)), pool.c.published_at.is_not(None))
    return {str(key) for key in tx.scalars(query)}


def frames(tx: Connection, objects: Objects, keys: Collection[str]) -> dict[str, Frame]:
    """The published pictures among these keys whose files are there, by key."""
    columns = (pool.c.serving_key, pool.c.picture, picture.c.media_type, picture.c.width, picture.c.height)
    query = select(*columns).join(picture, picture.c.id == pool.c.picture)
    rows = tx.execute(query.where(pool.c.serving_key.in_(sorted(set(keys))), pool.c.published_at.is_not(None))).all()
    found = {}
    for row in rows:
        try:
            sha256, size = content_of(objects, row.serving_key)
        except NotFound:  # it was taken out of the folder behind our back
            continue
        found[str(row.serving_key)] = Frame(
            row.serving_key, row.picture, sha256, row.media_type, size, row.width, row.height
        )
    return found


def content_of(objects: Objects, key: str) -> tuple[str, int]:
    """SHA-256 and size of an object's bytes, read only where they are new to this process.

    Raises:
        NotFound: there is no such object.
    """
    return _CONTENTS.of(objects, key)


class _Contents:
    """What was read of each store. Safe to share between threads."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._known: WeakKeyDictionary[Objects, dict[tuple[str, str], tuple[str, int]]] = WeakKeyDictionary()

    def of(self, objects: Objects, key: str) -> tuple[str, int]:
        version = key, objects.head(key).etag
        with self._turn:
            known = self._known.setdefault(objects, {})
            found = known.get(version)
        if found is not None:
            return found
        data = objects.get(key)
        found = hashlib.sha256(data).hexdigest(), len(data)
        with self._turn:
            if len(known) >= MOST_HASHES:
                known.clear()
            known[version] = found
        return found


_CONTENTS = _Contents()


def chosen_by(frame: Frame, slate: str | None) -> Frame:
    """The same, chosen by a slate."""
    return replace(frame, slate=slate)
